import { describe, expect, it, vi } from 'vitest'
import { ResultCache } from '../../../src-renderer/state/query/result-cache.ts'

describe('kept results', () => {
  it('asks once for the same thing, also while the answer is under way', async () => {
    const cache = new ResultCache(2)
    const ask = vi.fn(() => Promise.resolve(1))
    expect(await Promise.all([cache.get('a', ask), cache.get('a', ask)])).toEqual([1, 1])
    expect(ask).toHaveBeenCalledOnce()
  })

  it('lets the one go that was used least recently', async () => {
    const cache = new ResultCache(2)
    const ask = vi.fn(() => Promise.resolve(1))
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.get(key, ask)
    expect(ask).toHaveBeenCalledTimes(4)
  })

  it('asks again after a failure', async () => {
    const cache = new ResultCache(2)
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await cache.get('a', () => Promise.resolve(2))).toBe(2)
  })
})
