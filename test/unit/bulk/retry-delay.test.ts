import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { nextDelay, parseRetryAfter } from '../../../src-main/bulk/protocol/retry-delay.ts'
import { waitUntil } from '../../../src-main/bulk/protocol/wait-until.ts'

describe('Retry-After', () => {
  const now = Date.parse('2026-10-31T12:00:00Z')
  it('is seconds or an HTTP date, in all three forms of RFC 9110', () => {
    expect(parseRetryAfter('120', now)).toBe(120_000)
    expect(parseRetryAfter('Sat, 31 Oct 2026 12:00:03 GMT', now)).toBe(3000)
    expect(parseRetryAfter('Saturday, 31-Oct-26 12:00:03 GMT', now)).toBe(3000)
    expect(parseRetryAfter('Sat Oct 31 12:00:03 2026 GMT', now)).toBe(3000)
  })
  it('is nothing when it is nonsense, in the past, negative or missing', () => {
    for (const text of [undefined, '', 'soon', '-5', '1.5', 'Sat, 31 Oct 2020 12:00:03 GMT'])
      expect(parseRetryAfter(text, now)).toBeUndefined()
  })
  it('never makes the wait shorter than the floor or longer than the cap, nor NaN', () => {
    const policy = { floorMs: 1000, firstMs: 1000, capMs: 300_000 }
    expect(nextDelay(parseRetryAfter('1795560339', now), 0, policy, 0.5)).toBe(300_000)
    expect(nextDelay(parseRetryAfter('18000', now), 0, policy, 0.5)).toBe(300_000)
    expect(nextDelay(0, 0, policy, 0.5)).toBe(1000)
    fc.assert(
      fc.property(
        fc.option(fc.string(), { nil: undefined }),
        fc.nat(1000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, attempt, unit) => {
          const wait = nextDelay(parseRetryAfter(text, now), attempt, policy, unit)
          expect(wait).toBeGreaterThanOrEqual(1000)
          expect(wait).toBeLessThanOrEqual(300_000)
        }
      )
    )
  })
})

describe('waiting', () => {
  it('ends at once when the wall clock has jumped past the time, as after sleep', async () => {
    let now = 0
    const clock = { now: () => (now += 10 * 60_000) }
    await waitUntil(11 * 60_000, clock, new AbortController().signal)
    expect(now).toBe(20 * 60_000)
  })
  it('can be stopped', async () => {
    const stop = new AbortController()
    const waiting = waitUntil(Date.now() + 60_000, { now: () => Date.now() }, stop.signal)
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
  })
})
