import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fitRows } from '../../../src-renderer/charts/model/row-layout.ts'
import { draw } from './chart-fixture.ts'
import { charts } from './chart-models.ts'

const kinds = join(import.meta.dirname, '../../../src-renderer/charts/kinds')

it('every kind of chart has a model here', () => {
  const models = readFileSync(join(import.meta.dirname, 'chart-models.ts'), 'utf8')
  const makers = readdirSync(kinds).filter((file) =>
    /export function \w+Chart\(/.test(readFileSync(join(kinds, file), 'utf8'))
  )
  expect(makers.length).toBeGreaterThan(15)
  expect(makers.filter((file) => !models.includes(`/kinds/${file}'`))).toEqual([])
})

describe.each(Object.keys(charts))('%s', (name) => {
  const model = charts[name]!()
  it('draws without a broken number, wide and narrow', () => {
    for (const size of [
      { width: 460, height: 300 },
      { width: 240, height: Math.max(140, model.minHeight) },
      { width: 1200, height: 700 }
    ]) {
      const { svg } = draw(model, size)
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
      // Every attribute ends at its own quote: the exported file is well-formed.
      expect(svg).not.toMatch(/="[^"]*"[^\s/>?]/)
      expect(svg.match(/<(path|circle|rect|polyline|polygon)/g)?.length ?? 0).toBeGreaterThan(2)
    }
  })
  it('places every mark inside the chart, each where no other one is', () => {
    const { places } = draw(model)
    expect(places).toHaveLength(model.marks.length)
    for (const place of places) {
      const { x = -1, y = -1 } = place ?? {}
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(460)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(300)
    }
    expect(new Set(model.marks.map(({ key }) => key)).size).toBe(model.marks.length)
  })
  it('has a table with a cell per column, a sentence and a read-out for each mark', () => {
    expect(model.table.rows.length).toBeGreaterThan(0)
    for (const row of model.table.rows) expect(row).toHaveLength(model.table.columns.length)
    expect(model.sentence).toMatch(/\.$/)
    for (const { title, lines } of model.marks) {
      expect(title).not.toBe('')
      expect(lines[0]).toBeTruthy()
    }
  })
})

describe('rows that do not all fit', () => {
  const plain = (count: number) => Array.from({ length: count }, () => ({}))

  it('are cut to whole ones, with how many more there are', () => {
    expect(fitRows(plain(10), 400, false)).toBeUndefined()
    expect(fitRows(plain(10), 174, false)).toBeUndefined()
    const cut = fitRows(plain(10), 173, false)
    expect(cut).toEqual({ height: 2 + 8 * 17, marks: 8, more: 2 })
    expect(fitRows(plain(10), 10, true)).toMatchObject({ marks: 1, more: 9 })
  })

  it('never end with a heading, and headings are no marks', () => {
    const rows = [{ heading: true }, {}, {}, { heading: true }, {}, {}]
    expect(fitRows(rows, 2 + 24 + 2 * 17, false)).toEqual({ height: 2 + 2 * 17, marks: 1, more: 3 })
    expect(fitRows(rows, 2 + 24 + 4 * 17, false)).toEqual({ height: 2 + 3 * 17, marks: 2, more: 2 })
    expect(fitRows(rows, 4 + 6 * 17 - 1, false)).toEqual({ height: 2 + 3 * 17, marks: 2, more: 2 })
  })

  it('stay in the table and the sentence of the chart', () => {
    const model = charts['bars']!()
    const cut = model.cut?.(54)
    expect([cut?.marks, cut?.more]).toEqual([1, 2])
    expect(model.table.rows).toHaveLength(3)
  })
})
