import { expect, it } from 'vitest'
import { measureFile } from '#engine/reports/report-file.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { exactBounds, type KnownBounds } from '../../support/exact-program.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { medicareContext, medicareStore } from '../../support/medicare-people.ts'
import { plainDefinition, plainMeasure, plainRun, year2026, type PlainCases } from '../../support/plain-measures.ts'
import { budgeted, fc } from '../../support/property.ts'

const limit = 10
const isSmall = (count: number): boolean => count >= 1 && count <= limit

/** People by what the measure says of them, and how many of those who do not meet it have evidence. */
interface People {
  readonly apart: number
  readonly excluded: number
  readonly excepted: number
  readonly met: number
  readonly unmet: number
  readonly evidence: number
}

const kinds: readonly (readonly [keyof People, PlainCases])[] = [
  ['unmet', [1, 1, 0, 0, 0]],
  ['apart', [1, 0, 0, 0, 0]],
  ['excluded', [1, 1, 1, 0, 0]],
  ['excepted', [1, 1, 0, 1, 0]],
  ['met', [1, 1, 0, 0, 1]]
]

/** The row of the scorecard of some people, as it leaves. */
async function rowOf(people: People, smallCellLimit = limit): Promise<Readonly<Record<string, string>>> {
  const cases = kinds.flatMap(([kind, populations]) => Array.from({ length: people[kind] }, () => populations))
  const store = medicareStore({ members: cases.length, others: 0, last: '2026-12-31' })
  const definition = plainDefinition('breast-cancer-screening')
  const events = Array.from({ length: people.evidence }, (_, index): WorklistEvent => ({
    id: `evidence-${index}`,
    at: '2026-10-01T10:00:00Z',
    by: 'Ada',
    measure: definition.url,
    group: 'rate',
    period: year2026,
    patient: `p${String(index).padStart(4, '0')}`,
    kind: 'evidence',
    what: 'Mammogram',
    on: '2026-09-01',
    source: 'A letter',
    until: '2026-12-31'
  }))
  const input = qualityInput(store, [plainMeasure(definition, plainRun(definition, cases))], { events })
  const author = { organization: 'North', date: '2026-11-01T08:00:00Z' }
  const file = await measureFile(input, medicareContext, 'scorecard-csv', { revealed: false, smallCellLimit, author })
  const [header, first] = (await file.text()).split('\r\n').map((line) => line.split(','))
  return Object.fromEntries(header!.map((name, index) => [name, first![index]!]))
}

const count = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: limit }) },
  { weight: 3, arbitrary: fc.integer({ min: limit + 1, max: 60 }) }
)
const anybody = fc
  .record({ apart: count, excluded: count, excepted: count, met: count, unmet: count, evidence: count })
  .map((people) => ({ ...people, evidence: Math.min(people.evidence, people.unmet) }))
  .filter(({ excluded, excepted, met, unmet, apart }) => excluded + excepted + met + unmet + apart > 0)

/** Counts of a row, shown or not: those who meet the measure with evidence, and what is left of others, have no column. */
const names = [
  'Numerator',
  'Eligible',
  'Denominator',
  'Exclusions',
  'Exceptions',
  'To close',
  'unmet',
  'with evidence',
  'unmet with evidence',
  'evidence'
] as const
const place = (name: (typeof names)[number]): number => names.indexOf(name)
const sums = [
  { total: place('Eligible'), parts: [place('Numerator'), place('unmet')] },
  { total: place('Denominator'), parts: [place('Eligible'), place('Exclusions'), place('Exceptions')] },
  { total: place('Eligible'), parts: [place('with evidence'), place('unmet with evidence')] },
  { total: place('with evidence'), parts: [place('Numerator'), place('evidence')] },
  { total: place('unmet with evidence'), parts: [place('To close')] }
]

it('nobody who has a row of the scorecard finds a count of 1 to 10 people by its other figures', async () => {
  let shown = 0
  await fc.assert(
    fc.asyncProperty(anybody, async (people) => {
      const { excluded, excepted, met, unmet, evidence } = people
      const row = await rowOf(people)
      const eligible = met + unmet
      const counts = [met, eligible, eligible + excluded + excepted, excluded, excepted]
      const all = [...counts, unmet - evidence, unmet, met + evidence, unmet - evidence, evidence]
      const known = names.map((name, index): KnownBounds => {
        const text = row[name]
        // 0 is shown, so that an empty cell is at least 1, but for those to close, who go with the rate.
        if (text === undefined || (text === '' && name === 'To close')) return { low: 0, high: undefined }
        if (text === '') return { low: 1, high: undefined }
        expect(Number(text)).toBe(all[index])
        return { low: Number(text), high: Number(text) }
      })
      // A rate with its interval tells both of its counts, and so does that with evidence.
      if (row['Rate'] !== '')
        for (const name of ['Numerator', 'Eligible'] as const) expect(known[place(name)]!.high).toBe(all[place(name)])
      if (row['Rate with evidence'] !== '' && evidence > 0)
        known[place('with evidence')] = { low: met + evidence, high: met + evidence }
      names.forEach((_, index) => {
        if (!isSmall(all[index]!)) return
        const { low, high } = exactBounds(known, sums, index)
        expect(low).toBeLessThanOrEqual(1)
        expect(high ?? limit).toBeGreaterThanOrEqual(limit)
      })
      if (isSmall(met) && row['Eligible'] !== '') shown++
    }),
    { numRuns: budgeted(60) }
  )
  // Otherwise too much is suppressed.
  expect(shown).toBeGreaterThan(0)
}, 300_000)

it('a row with a small count keeps what does not tell it', async () => {
  const few = { apart: 0, excluded: 30, excepted: 0, met: 5, unmet: 60, evidence: 0 }
  const nothing = { Rate: '', Low: '', Numerator: '', 'To close': '' }
  expect(await rowOf(few)).toMatchObject({
    ...nothing,
    Eligible: '65',
    Denominator: '95',
    Exclusions: '30',
    Exceptions: '0',
    Note: 'suppressed to protect small counts'
  })
  // The few who are excluded would be what the denominator has more.
  expect(await rowOf({ ...few, excluded: 4, met: 30 })).toMatchObject({
    Numerator: '30',
    Eligible: '90',
    Denominator: '',
    Exclusions: '',
    'To close': '60',
    Note: 'some counts are suppressed to protect small ones'
  })
  // Evidence of few would be what those to close lack of those who do not meet it.
  expect(await rowOf({ ...few, met: 30, evidence: 5 })).toMatchObject({
    Numerator: '30',
    'Rate with evidence': '',
    'To close': ''
  })
  expect(await rowOf(few, 0)).toMatchObject({ Numerator: '5', 'To close': '60' })
})
