import { createReadStream, createWriteStream, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { DiskPopulation, SealedFileAddress } from '#engine/shards/disk/disk-places.ts'
import type { LoadSize } from '#engine/shards/load/load-size.ts'
import { openDiskShards } from '#engine/shards/open-disk-shards.ts'
import { DIRECTORY_FILE, readDirectory, writeDirectory } from '#engine/shards/saved-directory.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import type { TablePlan } from '#engine/store/model/plan.ts'
import { keepHeapSmall } from '../../src-main/host/threads/heap-size.ts'
import { openShardFile } from '../../src-main/storage/shards/shard-folder.ts'

/** Files of shards by their names, with their paths in the folder. The people are invented, so keys may lie next to what they open. */
type SavedFiles = readonly (readonly [name: string, file: Omit<SealedFileAddress, 'key'> & { readonly key: string }])[]

const LIST = 'files.json'
const COLUMNS = 'columns'

/** Saves a population for other processes: the columns of one in memory, or the sealed files of one in parts. @param folder absolute path */
export async function saveForProcesses(shards: readonly PopulationShard[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const { disk, store } = shards[0]!
  if (disk === undefined) {
    const out = createWriteStream(join(folder, COLUMNS))
    for (const bytes of writeCache(store, []))
      if (!out.write(bytes)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
    await new Promise<void>((resolve) => out.end(() => resolve()))
    return
  }
  const address = disk.address()
  if (address.of !== 'process') throw new TypeError('the files are those of a page')
  const files = Array.from(address.files, ([name, file], index) => {
    linkSync(file.path, join(folder, `${index}`))
    return [name, { ...file, path: `${index}`, key: Buffer.from(file.key).toString('base64') }] as const
  })
  writeFileSync(join(folder, DIRECTORY_FILE), writeDirectory(disk.places, []))
  writeFileSync(join(folder, LIST), JSON.stringify(files satisfies SavedFiles))
}

/** Opens what {@link saveForProcesses} saved. @param size undefined for columns, which are all read */
export async function openFromProcess(
  folder: string,
  plan: TablePlan,
  size: Pick<LoadSize, 'cacheBytes'> | undefined
): Promise<readonly PopulationShard[]> {
  if (size === undefined) {
    const bytes = Readable.toWeb(createReadStream(join(folder, COLUMNS))) as ReadableStream<Uint8Array>
    const opened = await openCache(bytes, plan)
    if (opened === undefined) throw new Error('the columns are of another version')
    await opened.whole
    return [onlyShard(opened.store)]
  }
  keepHeapSmall(size.cacheBytes)
  const saved = JSON.parse(readFileSync(join(folder, LIST), 'utf8')) as SavedFiles
  const files = new Map(
    saved.map(([name, { path, key, ...file }]) => [
      name,
      { ...file, path: join(folder, path), key: Buffer.from(key, 'base64') }
    ])
  )
  const places = readDirectory(new Uint8Array(readFileSync(join(folder, DIRECTORY_FILE))), [])
  if (places === undefined) throw new Error('the parts are of another version')
  const { cacheBytes } = size
  const disk: DiskPopulation = {
    places,
    cache: new ArrayCache(cacheBytes),
    cacheBytes,
    open: (file) => openShardFile({ files }, file),
    address: () => ({ of: 'process', files })
  }
  return openDiskShards(places, disk, disk)
}
