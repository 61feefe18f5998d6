import type { FileAccount } from '#engine/store/model/chunk.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { SampleView } from '#shared/sample-view.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { shippedPlan } from '../../support/load-store.ts'

/** The sample population as generated, and read into a store. @param wanted which of its files are read */
export async function sampleStore(
  patients: number,
  wanted: (file: string) => boolean = () => true,
  view: SampleView = 'chart'
): Promise<{
  readonly store: Store
  readonly generated: ReturnType<typeof createSamplePopulation>
}> {
  const generated = createSamplePopulation({ patients, view })
  const builder = createStoreBuilder(shippedPlan())
  const ingest = createIngest(shippedPlan(), (chunk) => builder.add(chunk))
  const accounts: FileAccount[] = []
  const files = generated.files.map(({ name }) => name).filter(wanted)
  for (const [file, name] of files.entries())
    accounts.push(await ingest.read({ file, open: () => Promise.resolve(generated.stream(name)) }))
  const snapshot = { id: 'sample', label: 'Sample', loadedAt: Date.UTC(2026, 10, 1) }
  return {
    generated,
    store: builder.finish({ files, accounts, snapshot, seconds: 0 })
  }
}
