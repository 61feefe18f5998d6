import type { PreviousExport } from '../../bulk/sink/merge.ts'
import type { OpenSnapshot } from '../../storage/snapshots/open-snapshot.ts'

/** The files of a kept snapshot as the export that another one refreshes. Patients' header lines of its files stay. */
export function previousOf(snapshot: OpenSnapshot): PreviousExport {
  const indices = new Map(snapshot.inside.files.map(({ name }, index) => [name, index]))
  return {
    names: [...indices.keys()],
    async *read(name) {
      const stream = await snapshot.raw(indices.get(name) ?? -1)
      yield* stream
    }
  }
}
