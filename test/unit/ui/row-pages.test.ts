import { describe, expect, it } from 'vitest'
import { RowPages } from '../../../src-renderer/ui/table/row-pages.svelte.ts'
import type { RowPage } from '../../../src-renderer/ui/table/virtual-column.ts'

interface Row {
  readonly at: number
}

/** Pages of a list that are there when the test says so. */
function slowList(total: number) {
  const asked: number[] = []
  const waiting = new Map<number, () => void>()
  const load = (offset: number, limit: number): Promise<RowPage<Row>> => {
    asked.push(offset)
    return new Promise((resolve) => {
      waiting.set(offset, () =>
        resolve({
          total,
          rows: Array.from({ length: Math.min(limit, total - offset) }, (_, index) => ({ at: offset + index }))
        })
      )
    })
  }
  const answer = async (offset: number): Promise<void> => {
    waiting.get(offset)!()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { asked, load, answer }
}

describe('rows that are loaded page by page', () => {
  it('are asked for at once, and with them those around when there is time', async () => {
    const { asked, load, answer } = slowList(1000)
    const pages = new RowPages<Row>()
    pages.want('a', 0, 30, undefined, load)
    expect(asked).toEqual([0])
    await answer(0)
    expect([pages.total, pages.row(29)?.at, pages.row(100)]).toEqual([1000, 29, undefined])
    expect(asked).toEqual([0])
    pages.want('a', 60, 95, undefined, load)
    expect(asked).toEqual([0, 100])
  })

  it('are not asked for where somebody scrolls past', async () => {
    const { asked, load, answer } = slowList(100_000)
    const pages = new RowPages<Row>()
    pages.want('a', 0, 30, undefined, load)
    await answer(0)
    for (let first = 1010; first < 50_000; first += 1000) pages.want('a', first, first + 30, undefined, load)
    // Two are under way, of the first place and around it; what came after was not asked for.
    expect(asked).toEqual([0, 1000, 900])
    await answer(1000)
    expect(asked).toEqual([0, 1000, 900, 49_000])
    await answer(49_000)
    expect(pages.row(49_012)?.at).toBe(49_012)
  })

  it('of another list take their place, and an answer of the list before is thrown away', async () => {
    const first = slowList(500)
    const second = slowList(40)
    const pages = new RowPages<Row>()
    pages.want('a', 0, 30, undefined, first.load)
    pages.want('b', 0, 30, undefined, second.load)
    await first.answer(0)
    expect(pages.total).toBeUndefined()
    await second.answer(0)
    expect([pages.total, pages.row(39)?.at]).toEqual([40, 39])
  })

  it('say why they could not be read, and are asked for again only when somebody wants to', async () => {
    let calls = 0
    const pages = new RowPages<Row>()
    const fails = (): Promise<RowPage<Row>> => {
      calls++
      return Promise.reject(new Error('no'))
    }
    pages.want('a', 0, 30, undefined, fails)
    await new Promise((resolve) => setTimeout(resolve))
    expect([calls, pages.error === undefined]).toEqual([1, false])
    pages.want('a', 0, 60, undefined, fails)
    expect(calls).toBe(1)
    const { load, answer } = slowList(10)
    pages.want('b', 0, 30, undefined, load)
    await answer(0)
    expect([pages.error, pages.total]).toEqual([undefined, 10])
  })

  it('are no longer asked for, nor taken, when the table is gone', async () => {
    const { asked, load, answer } = slowList(1000)
    const pages = new RowPages<Row>()
    pages.want('a', 0, 250, undefined, load)
    expect(asked).toEqual([0, 100])
    pages.stop()
    await answer(0)
    await answer(100)
    expect([asked, pages.total]).toEqual([[0, 100], undefined])
  })
})
