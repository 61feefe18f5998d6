import type { FileAccount } from '#engine/store/model/chunk.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { PopulationType } from '../../../src-main/sample/population/base/resource-types.ts'
import { createSamplePopulation, type PopulationOptions } from '../../../src-main/sample/population/population.ts'
import { shippedPlan } from '../../support/load-store.ts'

/**
 * The sample population as generated, and read into a store.
 * @param options with `types`, the others are not even made
 * @param look gets the same bytes, for a test that reads them by itself; to generate them again takes longer
 * @param isStored whether files of a type are read into the store; those of other types are looked at alone
 */
export async function sampleStore(
  patients: number,
  options: Omit<PopulationOptions, 'patients' | 'asOf'> = {},
  look?: (name: string, bytes: ReadableStream<Uint8Array>) => Promise<void>,
  isStored: (type: PopulationType) => boolean = () => true
): Promise<{
  readonly store: Store
  readonly generated: ReturnType<typeof createSamplePopulation>
}> {
  const generated = createSamplePopulation({ patients, ...options })
  const builder = createStoreBuilder(shippedPlan())
  const ingest = createIngest(shippedPlan(), (chunk) => builder.add(chunk))
  const accounts: FileAccount[] = []
  const files: string[] = []
  for (const { name, type } of generated.files) {
    if (!isStored(type)) {
      await look?.(name, generated.stream(name))
      continue
    }
    const file = files.push(name) - 1
    const [bytes, same] = look === undefined ? [generated.stream(name)] : generated.stream(name).tee()
    const looking = same === undefined ? undefined : look?.(name, same)
    accounts.push(await ingest.read({ file, open: () => Promise.resolve(bytes) }))
    await looking
  }
  const snapshot = { id: 'sample', label: 'Sample', loadedAt: Date.UTC(2026, 10, 1) }
  return {
    generated,
    store: builder.finish({ files, accounts, snapshot, seconds: 0 })
  }
}
