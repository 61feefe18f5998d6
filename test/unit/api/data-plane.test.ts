import { describe, expect, it } from 'vitest'
import { createDataPlane } from '../../../src-main/api/data-plane.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { testServices, textStream } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

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

  it('reads and writes below the address of a lease again and again, until it is taken back', async () => {
    const { dataPlane, time } = plane()
    const written: string[] = []
    const name = dataPlane.lend({
      kind: 'population-parts',
      maxBytes: 5,
      read: async (path) => new TextEncoder().encode(path.join('+')),
      write: async (path) => void written.push(path.join('+'))
    })
    expect(name).toMatch(/^[A-Za-z0-9_-]{32}$/)
    time.now = 3_600_000
    for (let turn = 0; turn < 2; turn++)
      expect(await dataPlane.redeem(`${name}/file/a/0/8`)?.open()).toEqual(new TextEncoder().encode('file+a+0+8'))
    await dataPlane.redeemUpload(`${name}/list/b`)?.take(textStream('x'))
    expect(written).toEqual(['list+b'])
    expect(dataPlane.redeem(name)).toBeUndefined()
    expect(dataPlane.redeem(`${name.slice(1)}x/file/a/0/8`)).toBeUndefined()
    dataPlane.takeBack(name)
    expect(dataPlane.redeem(`${name}/file/a/0/8`)).toBeUndefined()
    expect(dataPlane.redeemUpload(`${name}/list/b`)).toBeUndefined()
  })

  it.each(['', '__proto__', 'constructor', '/', '..'])('knows no ticket %j', (ticket) => {
    expect(plane().dataPlane.redeem(ticket)).toBeUndefined()
  })
})

describe('what cannot be written or read behind an address', () => {
  it.each([
    ['EACCES', /may not change its data folder/],
    ['ENOSPC', /no room on the disk/],
    ['EMFILE', /Too many files are open/]
  ])('is told with what to do for %s', async (code, sentence) => {
    const failing = (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }))
    const { site, dataPlane } = testServices(temporaryFolder())
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1)
    }
    const sent = await site(dataPlane.accept({ kind: 'measure-results-anew', maxBytes: 10, take: failing }), bytes())
    const read = await site(dataPlane.issue({ kind: 'measure-results', open: failing }))
    for (const { status, body } of [sent, read]) {
      expect(status).toBe(500)
      expect(JSON.parse(body as string)).toMatchObject({ message: expect.stringMatching(sentence) as string })
    }
  })
})
