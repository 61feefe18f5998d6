import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { fromWireError, type WireError } from '#shared/app-error.ts'
import { frameItem, framedItems } from '#shared/contract/item-frames.ts'
import type { PageApi } from './protocol/store-protocol.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import { HostShardReader } from '../base/host-shard-file.ts'
import { readBytesNow } from '../base/read-bytes-now.ts'

/** What the services do for shards, as a worker asks the page for it. */
export type ShardHost = Pick<PageApi, 'openShards' | 'openSavedShards' | 'saveShards' | 'checkShards' | 'closeShards'>

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
export async function openHostShardFiles(
  host: Pick<ShardHost, 'openShards' | 'closeShards'>,
  requests = browserRequests
): Promise<ShardFiles> {
  const id = await host.openShards()
  const sizes = new Map<string, number>()
  const reader = new HostShardReader(id, requests.readNow)

  /** @throws AppError what the services say */
  async function send(path: string, bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)): Promise<void> {
    const response = await requests.send(`/upload/${id}/${path}`, bytes)
    if (!response.ok) throw fromWireError((await response.json()) as WireError)
  }

  return {
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
