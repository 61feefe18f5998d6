import { describe, expect, it } from 'vitest'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { loadDivided } from '../../../src-renderer/workers/store/divided-load.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import { shippedPlan } from '../../support/load-store.ts'
import { readChunks } from '../../support/loaded-population.ts'
import { memoryShardFiles } from '../../support/memory-shard-files.ts'

const lines = Array.from({ length: 9 }, (_, index) => JSON.stringify({ resourceType: 'Patient', id: `p${index}` }))
const read = await readChunks([
  { name: 'Patient.ndjson', open: async () => streamOf([bytesOf(`${lines.join('\n')}\n`)]) }
])

/** A load of nine people into three parts. */
function load({ onPart = () => undefined, readFails = false }: { onPart?: () => void; readFails?: boolean } = {}) {
  const closed: string[] = []
  const files: ShardFiles = { ...memoryShardFiles(), close: async () => void closed.push('closed') }
  const parts: string[] = []
  const loading = loadDivided({
    plan: shippedPlan(),
    size: { shards: 3, cacheBytes: 0, batchBytes: 1_000_000, pieceBytes: 0, readers: 1 },
    open: async () => files,
    async read(builder) {
      if (readFails) throw new Error('the reader stopped')
      for (const chunk of read.chunks) await builder.add(structuredClone(chunk))
      return { files: read.files, accounts: read.accounts, snapshot: { id: 's', label: 'S', loadedAt: 0 }, seconds: 0 }
    },
    limits: {},
    onPart(done, count) {
      parts.push(`${done} of ${count}`)
      onPart()
    }
  })
  return { loading, closed, parts }
}

describe('a population that is divided into parts on the disk', () => {
  it('has all people, tells of each part, and removes the parts when it is closed', async () => {
    const { loading, closed, parts } = load()
    const population = await loading
    expect(population.shards.reduce((sum, { store }) => sum + store.patients, 0)).toBe(9)
    expect(population.shards[2]!.store.report.patients).toBe(9)
    expect(parts).toEqual(['1 of 3', '2 of 3', '3 of 3'])
    expect(closed).toEqual([])
    await population.close()
    expect(closed).toEqual(['closed'])
  })

  it('leaves nothing behind when it is canceled between two parts, or cannot be read', async () => {
    const canceled = load({
      onPart: () => {
        throw new Error('canceled')
      }
    })
    await expect(canceled.loading).rejects.toThrow('canceled')
    expect([canceled.parts, canceled.closed]).toEqual([['1 of 3'], ['closed']])
    const failed = load({ readFails: true })
    await expect(failed.loading).rejects.toThrow('the reader stopped')
    expect(failed.closed).toEqual(['closed'])
  })
})
