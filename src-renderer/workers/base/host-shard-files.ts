import type { OpenedBytes } from '#engine/shards/disk/array-cache.ts'
import type { BaseFiles, ShardFiles } from '#engine/shards/load/shard-files.ts'
import { fromWireError, type WireError } from '#shared/app-error.ts'
import { frameItem, framedItems } from '#shared/contract/item-frames.ts'
import { fetchBytes } from './fetch-bytes.ts'
import { HostShardReader } from './host-shard-file.ts'
import { readBytesNow } from './read-bytes-now.ts'

/** Room on the disk, as a worker asks the page for it. */
export interface ShardRoom {
  /** @returns the name of its addresses */
  openShards(): Promise<string>
  /** Removes what is in it. */
  closeShards(id: string): Promise<void>
}

/** The same with what a population is made from. */
interface RefreshedShardRoom extends Pick<ShardRoom, 'closeShards'> {
  /** Makes room for the parts of an opened snapshot that was made from another one. @throws AppError `not-found`, `unreadable-file` */
  openRefreshedShards(snapshot: string): Promise<{
    readonly id: string
    readonly base: readonly { readonly name: string; readonly bytes: number }[]
    readonly blanked: readonly (readonly number[])[]
  }>
}

/** How bytes are sent and read; browsers' own but in tests. */
export interface ShardRequests {
  readonly send: (url: string, bytes: Uint8Array<ArrayBuffer>) => Promise<Response>
  readonly stream: (url: string) => Promise<ReadableStream<Uint8Array>>
  readonly readNow: (url: string, length: number) => Uint8Array<ArrayBuffer>
}

const browserRequests: ShardRequests = {
  // Bytes and no Blob: browsers may put a Blob on the disk, in plain text.
  send: (url, body) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body }),
  stream: fetchBytes,
  readNow: readBytesNow
}

/** Bytes of one request. Columns are written many at a time. */
const BATCH_BYTES = 8 * 1024 * 1024

/** Files of shards that the services write for a worker, encrypted. */
export async function openHostShardFiles(host: ShardRoom, requests = browserRequests): Promise<ShardFiles> {
  return hostShardFiles(await host.openShards(), host, requests).files
}

/** Files of a population that is made from the parts of another one. */
export interface RefreshedShardFiles {
  readonly files: ShardFiles & { readonly base: BaseFiles }
  /** Names of the files and lists of the snapshot before. */
  readonly names: ReadonlySet<string>
  /** Of each file of the snapshot before, the offsets of the lines that hold no longer. */
  readonly blanked: readonly (readonly number[])[]
}

/**
 * As {@link openHostShardFiles}, for an opened snapshot that was made from another one.
 * @throws AppError `not-found` where there are no parts of that one, `unreadable-file`, `not-supported`
 */
export async function openRefreshedShardFiles(
  snapshot: string,
  host: RefreshedShardRoom,
  requests = browserRequests
): Promise<RefreshedShardFiles> {
  const { id, base, blanked } = await host.openRefreshedShards(snapshot)
  const { files, send, took } = hostShardFiles(id, host, requests)
  const sizes = new Map(base.map(({ name, bytes }) => [name, bytes]))
  const reader = new HostShardReader(id, requests.readNow, 'base')
  const sizeOf = (name: string): number => sizes.get(name) ?? 0
  const open = (name: string): OpenedBytes => reader.open(name, sizeOf(name))
  async function take(name: string): Promise<void> {
    await send(`take/${name}`)
    took(name, sizeOf(name))
  }
  return {
    files: {
      ...files,
      base: {
        open,
        whole: (name) => open(name).read(0, sizeOf(name)),
        async *items(list) {
          if (sizes.has(listName(list))) yield* framedItems(await requests.stream(`/data/${id}/base-list/${list}`))
        },
        takeFile: take,
        async takeList(list) {
          if (sizes.has(listName(list))) await take(listName(list))
        }
      }
    },
    names: new Set(sizes.keys()),
    blanked
  }
}

/** Name of a list among files, as the services have it. */
const listName = (list: string): string => `list.${list}`

function hostShardFiles(id: string, host: Pick<ShardRoom, 'closeShards'>, requests: ShardRequests) {
  const sizes = new Map<string, number>()
  const reader = new HostShardReader(id, requests.readNow)

  /** @throws AppError what the services say */
  async function send(path: string, bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)): Promise<void> {
    const response = await requests.send(`/upload/${id}/${path}`, bytes)
    if (!response.ok) throw fromWireError((await response.json()) as WireError)
  }

  const files: ShardFiles = {
    append: (list, item) => send(`list/${list}`, frameItem(item)),
    async *items(list) {
      yield* framedItems(await requests.stream(`/data/${id}/list/${list}`))
    },
    drop: (list) => send(`drop/${list}`),
    async write(name, parts) {
      let size = 0
      for (const batch of inBatches(parts, BATCH_BYTES)) {
        size += batch.length
        await send(`file/${name}`, batch)
      }
      await send(`finish/${name}`)
      sizes.set(name, size)
      return reader.open(name, size)
    },
    address: () => ({ of: 'services', id, sizes: new Map(sizes) }),
    close: () => host.closeShards(id)
  }
  return { files, send, took: (name: string, size: number) => void sizes.set(name, size) }
}

/** The same bytes in arrays of one length; the last one may be shorter. */
function* inBatches(parts: Iterable<Uint8Array>, length: number): Generator<Uint8Array<ArrayBuffer>, void> {
  let batch = new Uint8Array(length)
  let filled = 0
  for (const part of parts)
    for (let from = 0; from < part.length;) {
      const piece = part.subarray(from, from + length - filled)
      batch.set(piece, filled)
      filled += piece.length
      from += piece.length
      if (filled < length) continue
      yield batch
      batch = new Uint8Array(length)
      filled = 0
    }
  if (filled > 0) yield batch.subarray(0, filled)
}
