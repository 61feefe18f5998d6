import { conceptTable } from '../../store/model/concept-table.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import type { Store } from '../../store/model/store.ts'
import { ArrayFileWriter } from '../disk/array-places.ts'
import { layOutStore } from '../disk/lay-out-store.ts'
import { storeOnDisk } from '../disk/store-on-disk.ts'
import { commonTypesOf } from '../load/common-types.ts'
import { diskShards, type BuiltShard } from '../load/disk-shards.ts'
import type { ShardsOnDisk } from '../load/population-builder.ts'
import { rankStores } from '../load/population-ranks.ts'
import type { PopulationShard } from '../shard.ts'
import { CommonDisplays } from './common-displays.ts'
import { mergeSeparateReports } from './merge-separate-reports.ts'

/**
 * Makes one population of shards that were built apart from each other ({@link createSeparateBuilder}), on the disk: one store
 * is in memory at a time.
 * @param stores in the order of the shards, as many as `on` says
 * @throws Error for another number of stores
 */
export async function openSeparateShards(
  plan: TablePlan,
  stores: AsyncIterable<Store> | Iterable<Store>,
  on: ShardsOnDisk
): Promise<readonly PopulationShard[]> {
  const displays = new CommonDisplays()
  const written: BuiltShard[] = []
  for await (const store of stores) {
    displays.add(store)
    const writer = new ArrayFileWriter()
    const { systems, codes, displays: shardDisplays } = store.concepts
    const directory = layOutStore(store, { systems, codes, displays: shardDisplays }, writer)
    const number = written.length
    const file = `shard-${number}`
    written.push({ directory, file, number, bytes: await on.files.write(file, writer.parts()) })
  }
  if (written.length !== on.count) throw new Error('a shard of the population is missing')
  const built = written.map((shard): BuiltShard => {
    const concepts = displays.of(shard.directory.concepts)
    return { ...shard, directory: { ...shard.directory, concepts } }
  })
  const opened = built.map(({ directory, bytes, number }) => {
    const { systems, codes, displays: shardDisplays } = directory.concepts
    return storeOnDisk({
      directory,
      concepts: conceptTable(systems, codes, shardDisplays),
      file: { bytes, number },
      cache: on.cache
    })
  })
  const report = mergeSeparateReports(built.map(({ directory }) => directory.report))
  const common = commonTypesOf(plan)
  return diskShards(built, rankStores(opened, common), { report, common, number: built.length }, on)
}
