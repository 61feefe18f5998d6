import { describe, expect, it } from 'vitest'
import { oneAtATime } from '#shared/one-at-a-time.ts'

describe('one at a time', () => {
  it('begins work when what was given before has ended, and says how each ended', async () => {
    const inTurn = oneAtATime()
    const told: string[] = []
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const first = inTurn(async () => {
      told.push('first begins')
      await promise
      told.push('first ends')
      return 1
    })
    const second = inTurn(() => {
      told.push('second begins')
      return Promise.reject(new Error('no'))
    })
    const third = inTurn(() => Promise.resolve(told.push('third begins')))
    await new Promise((done) => setTimeout(done, 5))
    expect(told).toEqual(['first begins'])
    resolve(undefined)
    expect(await first).toBe(1)
    await expect(second).rejects.toThrow('no')
    await third
    expect(told).toEqual(['first begins', 'first ends', 'second begins', 'third begins'])
  })
})
