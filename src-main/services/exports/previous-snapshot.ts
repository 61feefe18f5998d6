import type { PreviousExport } from '../../bulk/sink/merge.ts'
import type { OpenSnapshot } from '../../storage/snapshots/open-snapshot.ts'

/** Beyond this many files, or this share of blank text, the files of an export are rewritten when it is refreshed. */
const MOST_FILES = 200
const MOST_BLANK = 0.25

/** The files of a kept snapshot as the export that another one refreshes. Patients' header lines of its files stay. */
export function previousOf(snapshot: OpenSnapshot): PreviousExport {
  const { files, facts, refreshes } = snapshot.inside
  const indices = new Map(files.map(({ name }, index) => [name, index]))
  return {
    names: [...indices.keys()],
    isSparse: files.length > MOST_FILES || (refreshes?.blankBytes ?? 0) > facts.textBytes * MOST_BLANK,
    async *read(name) {
      const stream = await snapshot.raw(indices.get(name) ?? -1)
      yield* stream
    }
  }
}
