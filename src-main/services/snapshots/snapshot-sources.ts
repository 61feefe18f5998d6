import type { ImportSources } from '../imports/import-source.ts'
import type { OpenSnapshot } from '../../storage/snapshots/open-snapshot.ts'

/** The raw files of a snapshot as the files of an import. They are plain text, whatever they were when they were loaded. */
export function snapshotSources(snapshot: OpenSnapshot): ImportSources {
  const { facts, files, skipped } = snapshot.inside
  return {
    label: facts.label,
    kind: 'snapshot',
    sources: files.map(({ name, textBytes }, index) => ({
      name,
      bytes: textBytes,
      seekable: true,
      read: (range) => snapshot.raw(index, range)
    })),
    skipped
  }
}
