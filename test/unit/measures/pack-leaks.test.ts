import { describe, expect, it } from 'vitest'
import type { InputMeasure, MeasureInput } from '#engine/measures/rates/measure-input.ts'
import { measureFile, measureFileCounts, type ReportFileParams } from '#engine/reports/report-file.ts'
import type { PrintedPages } from '#engine/reports/printed-pages.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { publishedKey } from '#shared/governance/published-count.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { medicareContext, medicareStore } from '../../support/medicare-people.ts'
import { plainDefinition, plainMeasure, plainRun, year2026, type PlainCases } from '../../support/plain-measures.ts'
import { params } from './written-reports.ts'

const store = medicareStore({ members: 80, others: 0, last: '2026-12-31' })
/** Cases of eighty people, of whom the first are not in the numerator. */
const without = (open: number): PlainCases[] =>
  Array.from({ length: 80 }, (_, index) => [1, 1, 0, 0, index < open ? 0 : 1])
const measureOf = (id: string, open: number, lastYear?: number): InputMeasure => {
  const definition = plainDefinition(id)
  const before = { start: '2025-01-01', end: '2025-12-31' }
  return plainMeasure(definition, plainRun(definition, without(open)), {
    others: lastYear === undefined ? [] : [plainRun(definition, without(lastYear), before)]
  })
}

/** Evidence of the first people who are open. */
const evidenceOf = (measure: InputMeasure, people: number): WorklistEvent[] =>
  Array.from({ length: people }, (_, index) => ({
    id: `evidence-${index}`,
    at: '2026-10-01T10:00:00Z',
    by: 'Ada',
    measure: measure.definition.url,
    group: 'rate',
    period: year2026,
    patient: `p${String(index).padStart(4, '0')}`,
    kind: 'evidence',
    what: 'Mammogram',
    on: '2026-09-01',
    source: 'A letter',
    until: '2026-12-31'
  }))

type Row = Readonly<Record<string, string>>

/** A pack as it leaves. @param limit counts of 1 to so many people are kept back */
async function packOf(input: MeasureInput, limit: number, register?: ReportFileParams['register']) {
  const asked = {
    ...params,
    table: '2026-ma-pd',
    smallCellLimit: limit,
    ...(register === undefined ? {} : { register })
  }
  const file = await measureFile(input, medicareContext, 'pack-pages', asked)
  const { summary, sections } = JSON.parse(await file.text()) as PrintedPages
  return {
    toClose: summary!.facts.find(({ label }) => label === 'Gaps to close')!.text,
    /** The first row of a section with a word, by column. */
    row(section: string, word: string): Row {
      const { columns, rows } = sections.find(({ name }) => name === section)!
      const found = rows.find((cells) => cells.some((cell) => cell.includes(word)))!
      return Object.fromEntries(columns.map(({ name }, index) => [name, found[index]!]))
    }
  }
}

/** The first row of the scorecard as CSV, which has all digits. */
async function csvOf(input: MeasureInput, limit: number): Promise<Row> {
  const file = await measureFile(input, medicareContext, 'scorecard-csv', { ...params, smallCellLimit: limit })
  const [header, first] = (await file.text()).split('\r\n').map((line) => line.split(','))
  return Object.fromEntries(header!.map((name, index) => [name, first![index]!]))
}

describe('a pack that leaves', () => {
  const few = measureOf('breast-cancer-screening', 3)
  const many = measureOf('bmi-screening-follow-up', 20, 27)
  const input = qualityInput(store, [few, many])

  it('has no sum of gaps on its first page that tells the few of one measure', async () => {
    expect((await packOf(input, 0)).toClose).toBe('23')
    const pack = await packOf(input, 10)
    // 20 are shown, and with 23 the 3 would follow.
    expect([pack.row('Scorecard', 'bmi')['To close'], pack.toClose]).toEqual(['20', 'suppressed'])
    // So would those of a measure that must not leave for what left before.
    const other = qualityInput(store, [measureOf('breast-cancer-screening', 15), many])
    const asked = { ...params, smallCellLimit: 10, table: '2026-ma-pd' }
    const counts = await measureFileCounts(other, medicareContext, 'pack-pages', asked, 'monday')
    const told = counts.find(({ count, of }) => count === 15 && !of.startsWith('part/'))!
    expect((await packOf(other, 10)).toClose).toBe('35')
    const register = { data: 'monday', withheld: [publishedKey(told)] }
    expect((await packOf(other, 10, register)).toClose).toBe('suppressed')
  })

  it('has no score for Stars of which few people are left', async () => {
    const nothing = {
      Score: '',
      Stars: '',
      'Stars are': '',
      'To next star': '',
      Note: 'suppressed to protect small counts'
    }
    expect((await packOf(input, 0)).row('Stars', 'C01')).toMatchObject({ Score: '96', Stars: '5' })
    expect((await packOf(input, 10)).row('Stars', 'C01')).toMatchObject(nothing)
  })

  it('has no rate with evidence of few people', async () => {
    const measure = measureOf('breast-cancer-screening', 30)
    const withEvidence = (people: number) => qualityInput(store, [measure], { events: evidenceOf(measure, people) })
    const rate = async (people: number, limit: number) => {
      const row = await csvOf(withEvidence(people), limit)
      return [row['Rate'], row['Rate with evidence']]
    }
    expect(await rate(4, 0)).toEqual(['0.625', '0.675'])
    expect(await rate(4, 10)).toEqual(['0.625', ''])
    expect(await rate(12, 10)).toEqual(['0.625', '0.775'])
    // It would tell the 8 who do not meet the measure with it, either.
    expect(await rate(22, 0)).toEqual(['0.625', '0.9'])
    expect(await rate(22, 10)).toEqual(['0.625', ''])
  })

  it('has no change on last year with digits that tell the rate of then', async () => {
    const changed = qualityInput(store, [many])
    expect(Number((await csvOf(changed, 0))['Points on last year'])).toBeCloseTo(8.75, 9)
    expect((await csvOf(changed, 10))['Points on last year']).toBe('8.8')
  })
})
