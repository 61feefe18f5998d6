import { describe, expect, it } from 'vitest'
import { createDataPlane } from '../../../src-main/api/data-plane.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { textStream } from '../../support/services.ts'

const source = { kind: 'import-file', open: async () => textStream('x') } as const
const ticketOf = (url: string): string => url.slice('/data/'.length)

function plane() {
  const time = { now: 0 }
  return { time, dataPlane: createDataPlane({ elapsed: () => time.now, random: systemRandom }) }
}

describe('data plane', () => {
  it('gives tickets that cannot be guessed and work once', () => {
    const { dataPlane } = plane()
    const urls = Array.from({ length: 200 }, () => dataPlane.issue(source))
    expect(new Set(urls).size).toBe(200)
    for (const url of urls) expect(url).toMatch(/^\/data\/[A-Za-z0-9_-]{32}$/)
    expect(dataPlane.redeem(ticketOf(urls[0]!))).toBe(source)
    expect(dataPlane.redeem(ticketOf(urls[0]!))).toBeUndefined()
    expect(dataPlane.redeem(ticketOf(urls[1]!))).toBe(source)
  })

  it('forgets a ticket after a minute', () => {
    const { dataPlane, time } = plane()
    const [early, late] = [dataPlane.issue(source), dataPlane.issue(source)]
    time.now = 59_999
    expect(dataPlane.redeem(ticketOf(early))).toBe(source)
    time.now = 60_000
    expect(dataPlane.redeem(ticketOf(late))).toBeUndefined()
  })

  it('lets the oldest tickets give way when a page asks for too many', () => {
    const { dataPlane } = plane()
    const urls = Array.from({ length: 1_030 }, () => dataPlane.issue(source))
    expect(dataPlane.redeem(ticketOf(urls[0]!))).toBeUndefined()
    expect(dataPlane.redeem(ticketOf(urls.at(-1)!))).toBe(source)
  })

  it.each(['', '__proto__', 'constructor', '/', '..'])('knows no ticket %j', (ticket) => {
    expect(plane().dataPlane.redeem(ticket)).toBeUndefined()
  })
})
