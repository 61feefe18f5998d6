import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHostShardFiles, type ShardRequests } from '../../../src-renderer/workers/base/host-shard-files.ts'
import { createShardService, type ShardService } from '../../../src-main/services/shards/shard-service.ts'
import { bytesOf } from '../../support/byte-stream.ts'
import { wordParts } from '../../support/saved-parts.ts'
import { testServices } from '../../support/services.ts'

let data: string
let folder: string
let shards: ShardService

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'populus-host-shards-'))
  folder = join(data, 'shards')
  // What a program left behind that ended without removing it.
  await mkdir(join(folder, `${2 ** 31 - 2}-0123456789abcdef`), { recursive: true })
  shards = await createShardService(folder)
})
afterEach(async () => {
  await shards.closeAll()
  await rm(data, { recursive: true, force: true })
})

/** A worker with its page, and the services. */
function worker(windowId = 1) {
  const { dispatch, site } = testServices(data, { shards })
  const answer = async (url: string, body?: AsyncIterable<Uint8Array>): Promise<Response> => {
    const { status, headers, body: sent } = await site(url, body)
    return new Response(status === 204 ? null : sent, { status, headers })
  }
  async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
    yield bytes
  }
  /** Bytes that were asked for before; a test cannot wait without giving up control. */
  const known = new Map<string, Uint8Array<ArrayBuffer>>()
  const requests: ShardRequests = {
    send: (url, bytes) => answer(url, once(bytes)),
    stream: async (url) => (await answer(url)).body!,
    readNow: (url) => known.get(url)!
  }
  const ids: string[] = []
  const open = () =>
    openHostShardFiles(
      {
        async openShards() {
          const reply = await dispatch('shards.open', undefined, { windowId })
          if (!reply.ok) throw new Error(reply.error.message)
          const { id } = reply.value as { readonly id: string }
          ids.push(id)
          return id
        },
        async closeShards(id) {
          await dispatch('shards.close', { id }, { windowId })
        }
      },
      requests
    )
  return { open, answer, known, ids }
}

const secret = 'Mary of Somewhere '.repeat(40)

describe('shards of a page', () => {
  it('come back as they were sent, lie encrypted on the disk, and are gone when the population is closed', async () => {
    expect(readdirSync(folder)).toEqual([])
    const { open, answer, known, ids } = worker()
    const files = await open()
    const items = Array.from({ length: 3 }, (_, index) => bytesOf(`${index} ${secret}`))
    for (const item of items) await files.append('pieces', item)
    const read: Uint8Array[] = []
    for await (const item of files.items('pieces')) read.push(item)
    expect(read).toEqual(items)
    await files.drop('pieces')
    expect((await files.items('pieces')[Symbol.asyncIterator]().next()).done).toBe(true)
    const opened = await files.write('shard-0', [bytesOf('0123'), bytesOf(secret)])
    // Small arrays come in one block.
    const url = `/data/${ids[0]!}/file/shard-0/0/${4 + secret.length}`
    known.set(url, new Uint8Array(await (await answer(url)).arrayBuffer()))
    expect(opened.read(2, 6)).toEqual(bytesOf('23Mary'))
    expect(opened.read(4, 4)).toEqual(bytesOf('Mary'))
    const [populationFolder] = readdirSync(folder)
    for (const name of readdirSync(join(folder, populationFolder!)))
      expect(readFileSync(join(folder, populationFolder!, name)).includes('Mary')).toBe(false)
    for (const path of ['file/shard-1/0/8', 'file/shard-0/0/-1', 'file/shard-0', 'other/shard-0/0/8', ''])
      expect((await answer(`/data/${ids[0]!}/${path}`)).status, path).toBeGreaterThanOrEqual(400)
    await files.close()
    expect(readdirSync(folder)).toEqual([])
    expect((await answer(url)).status).toBe(404)
  })

  it('are closed for a window that opens more than it can use, as its page could not do it', async () => {
    const { open, answer, ids } = worker()
    for (let turn = 0; turn < 5; turn++) await (await open()).write('shard-0', [bytesOf('01234567')])
    const states = await Promise.all(ids.map(async (id) => (await answer(`/data/${id}/file/shard-0/0/8`)).status))
    expect(states).toEqual([404, 200, 200, 200, 200])
    await shards.closeAll()
    expect(existsSync(folder) && readdirSync(folder)).toEqual([])
  })

  it('are removed when their page says that it goes away', async () => {
    const { open, answer, ids } = worker(0)
    await (await open()).write('shard-0', [bytesOf('01234567')])
    expect((await answer(`/upload/${ids[0]!}/close`, (async function* () {})())).status).toBe(204)
    expect(readdirSync(folder)).toEqual([])
  })

  it('of snapshots are closed when the keys go away, also one that is being opened; those of other data stay open', async () => {
    const parts = await wordParts(data, 'word')
    await parts.append('names', randomBytes(2_000_000))
    for await (const items of parts.read('names')) expect(items.length).toBeGreaterThan(0)
    const { files } = parts.address()
    async function* bytes(): AsyncGenerator<Uint8Array, void> {
      yield bytesOf('01234567')
    }
    const [other, saved, refresh] = [await shards.open(), shards.openSaved(files), await shards.openRefresh(files)]
    await other.write(['file', 'shard-0'], bytes())
    await other.write(['finish', 'shard-0'], bytes())
    const readings = [
      () => other.read(['file', 'shard-0', '0', '8']),
      () => saved.read(['file', 'shard-0', '0', '8']),
      () => refresh.read(['base', 'shard-0', '0', '8'])
    ]
    for (const read of readings) expect(await read()).toHaveLength(8)
    const list = () => refresh.read(['base-list', 'names'])
    const [began, unread] = [await list(), await list()] as ReadableStream<Uint8Array>[]
    const reader = began!.getReader()
    await reader.read()
    const [opening] = await Promise.allSettled([shards.openRefresh(files), shards.closeSaved()])
    expect(opening).toMatchObject({ status: 'rejected', reason: { code: 'not-found' } })
    const answers = await Promise.allSettled(readings.map((read) => read()))
    const gone = { status: 'rejected', reason: { code: 'not-found' } }
    expect(answers).toMatchObject([{ status: 'fulfilled' }, gone, gone])
    const lists = await Promise.allSettled([list(), reader.read(), unread!.getReader().read()])
    expect(lists).toMatchObject([gone, gone, gone])
    await shards.close(saved)
    await parts.close()
  })

  it('stay for pages of a browser, which cannot be distinguished', async () => {
    const { open, answer, ids } = worker(0)
    for (let turn = 0; turn < 3; turn++) await (await open()).write('shard-0', [bytesOf('01234567')])
    for (const id of ids) expect((await answer(`/data/${id}/file/shard-0/0/8`)).status).toBe(200)
  })
})
