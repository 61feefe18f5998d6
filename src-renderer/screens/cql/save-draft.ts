import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { App } from '../../state/app.ts'
import type { ContentClient } from '../../workers/content/content-client.ts'
import type { DraftMeasure } from '../../workers/measures/draft-protocol.ts'
import { withVersion } from './new-measure.ts'

/**
 * Installs a draft as a pack of its own under a version. The version before stays next to it.
 * @returns the measure as it is installed now
 * @throws AppError when the pack cannot be kept
 */
export async function saveDraft(
  { transport, store, measures }: App,
  worker: ContentClient,
  draft: DraftMeasure,
  title: string,
  version: string
): Promise<InstalledMeasure | undefined> {
  const resource = draft.measure ?? (await store.measureResource(draft.base))
  const saved: DraftMeasure = { ...draft, measure: withVersion(resource, version) }
  const document = await store.draftDocument(saved, `${title} ${version}`)
  const facts = await worker.api.hold(document, 'editor')
  const { draft: upload, url } = await transport.call('content.upload', { facts })
  await worker.api.send(url)
  const pack = await transport.call('content.commit', { draft: upload })
  await measures.refresh()
  return measures.installed.find((item) => item.pack === pack.id)
}
