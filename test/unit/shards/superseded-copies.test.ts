import { describe, expect, it } from 'vitest'
import { supersededCopies } from '#engine/shards/load/repeated-copies.ts'
import { REPEATED, REPLACED, SUPERSEDED } from '#engine/store/build/arrange-resources.ts'

describe('a resource that several shards have', () => {
  it('is told apart as repeated, superseded by a newer version, or replaced, as within a shard', () => {
    const copy = (shard: number, hash: string, lastUpdated?: string) => ({
      name: 'Practitioner/a',
      shard,
      rank: shard,
      file: shard,
      offset: 0,
      hash,
      updated: lastUpdated === undefined ? Number.NEGATIVE_INFINITY : Date.parse(lastUpdated)
    })
    const { superseded, shards } = supersededCopies([
      copy(0, 'old', '2024-01-01T00:00:00Z'),
      copy(1, 'new', '2025-01-01T00:00:00Z'),
      copy(2, 'new', '2025-01-01T00:00:00Z'),
      copy(3, 'other', '2025-01-01T00:00:00Z'),
      copy(4, 'undated')
    ])
    expect([0, 1, 2, 3, 4].map((file) => superseded(file, 0))).toEqual([
      SUPERSEDED,
      undefined,
      REPEATED,
      REPLACED,
      REPLACED
    ])
    expect([...shards].sort()).toEqual([0, 2, 3, 4])
  })
})
