import { listContentBlob, type ContentSource, type ContentSources } from '#engine/base/source/content-sources.ts'
import { openSource } from '../ingest/open-source.ts'
import type { LoadSource } from '../ingest/load-source.ts'

/**
 * The files of a pack, with archives opened, and what was left out with the reason.
 * @param ask gives a fresh one-time URL for a file of an import
 */
export async function listContentFiles(
  sources: readonly LoadSource[],
  ask: (request: { importId: string; file: number }) => Promise<string>
): Promise<ContentSources> {
  const files: ContentSource[] = []
  const skipped: ContentSources['skipped'][number][] = []
  for (const source of sources) {
    const { name } = source
    if (source.kind === 'import') {
      const { importId, file } = source
      files.push({ name, open: openSource({ kind: 'import', importId, file }, ask) })
      continue
    }
    const listed = await listContentBlob(name, source.blob)
    files.push(...listed.files)
    skipped.push(...listed.skipped)
  }
  return { files, skipped }
}
