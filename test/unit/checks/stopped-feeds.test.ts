import { expect, it } from 'vitest'
import { figureFitness } from '#engine/population/panels/data/figure-fitness.ts'
import type { FigureReads } from '#engine/population/panels/data/figure-reads.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { qualityFigures } from '../../../src-renderer/figures/quality-figures.ts'
import { createFormat } from '../../../src-renderer/ui/format/format.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const end = '2025-12-31'
const context = { asOf: day(end), filters: [] }
const format = createFormat({
  locale: 'en-US',
  smallCellLimit: () => 10,
  dimensions: () => [],
  label: () => '',
  notes: () => []
})
/** Days of people with rows in each month. */
const PEOPLE = 30

/** The first days of the months from January 2023 on, up to and without a month. */
function monthsBefore(until: string): readonly string[] {
  const months: string[] = []
  for (let index = 0; index < 36; index++) {
    const month = `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
    if (month < until) months.push(month)
  }
  return months
}

/** A row a month of everybody, up to and without a month; one of them on its last day. */
function monthly(until: string, row: (date: string) => PlainRow): readonly PlainRow[] {
  return monthsBefore(until).flatMap((month) => {
    const days = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()
    return Array.from({ length: PEOPLE }, (_, person) => ({
      id: `${month}-${person}`,
      patient_id: `p${person}`,
      ...row(`${month}-${String(person === 0 ? days : Math.min(days, person)).padStart(2, '0')}`)
    }))
  })
}

/** A population whose laboratory results and claims end before a month. */
function storeOf(laboratory: string, claims: string, vitals = '2026-01', procedures = '2026-01') {
  const observation = (name: string) => (date: string) => ({
    status: 'final',
    category: name,
    code: 'http://loinc.org|4548-4',
    effective: date
  })
  const store = plainStore({
    patient: Array.from({ length: PEOPLE }, (_, person) => ({ id: `p${person}`, birth_date: '1960-01-01' })),
    encounter: monthly('2026-01', (date) => ({ status: 'finished', period_start: date })),
    observation: [
      ...monthly(laboratory, observation('laboratory')),
      ...monthly(vitals, observation('vital-signs')).map((row) => ({ ...row, id: `v${String(row['id'])}` }))
    ],
    procedure: monthly(procedures, (date) => ({ status: 'completed', performed: date, performed_start: date })),
    explanation_of_benefit: monthly(claims, (date) => ({
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      billable_start: date
    }))
  })
  Object.assign(store.snapshot, { loadedAt: Date.parse('2026-01-10') })
  return store
}

const stopsOf = (store: ReturnType<typeof storeOf>) =>
  runPanel(store, [], 'quality', context, {}).gaps.rows.map(({ source, from, to, isStopped, found }) => [
    source,
    from,
    to,
    isStopped,
    found.value
  ])

const reads = (name: string): FigureReads => ({
  names: new Set([name]),
  registries: new Set(),
  dimensions: new Set(),
  payers: undefined,
  from: day('2025-01-01'),
  to: day(end)
})

function reasonFor(store: ReturnType<typeof storeOf>, table: string) {
  const facts = runPanel(store, [], 'fitness', context, {})
  const { parts } = figureFitness(reads(table), facts, [], { caution: 90, unfit: 50 })
  return parts.find(({ id }) => id === 'months')
}

it('a kind of record that came every month and comes no more has stopped since then', () => {
  expect(stopsOf(storeOf('2025-03', '2026-01'))).toEqual([['Laboratory results', day('2025-03-01'), day(end), true, 0]])
  expect(stopsOf(storeOf('2026-01', '2024-06'))).toEqual([['Claims', day('2024-06-01'), day(end), true, 0]])
})

it('data that go on to the end, and claims of the last three months that are to come, are no stop', () => {
  expect(stopsOf(storeOf('2026-01', '2026-01'))).toEqual([])
  expect(stopsOf(storeOf('2026-01', '2025-10'))).toEqual([])
  expect(stopsOf(storeOf('2026-01', '2025-09'))).toEqual([['Claims', day('2025-09-01'), day(end), true, 0]])
})

it('figures that read it say what has stopped and since when, the others do not', () => {
  const store = storeOf('2025-03', '2025-06')
  expect(reasonFor(store, 'observation')).toMatchObject({
    warns: true,
    reason: 'no laboratory results since Mar 2025: they have stopped'
  })
  expect(reasonFor(store, 'explanation_of_benefit')).toMatchObject({
    warns: true,
    reason: 'no claims since Jun 2025: they have stopped'
  })
  expect(reasonFor(store, 'encounter')).toMatchObject({ warns: false, score: 100 })
})

it('all results are named where all have stopped, and the list says that it goes to the end', () => {
  const store = storeOf('2025-03', '2026-01', '2025-03')
  expect(reasonFor(store, 'observation')!.reason).toBe('no observations since Mar 2025: they have stopped')
  const panel = runPanel(store, [], 'quality', context, {})
  const rows = qualityFigures.gaps(panel, format).table!.rows
  expect(rows[0]![2]!.text).toMatch(/, the end of the data: it has stopped$/)
})

it('procedures are looked at, too', () => {
  const store = storeOf('2026-01', '2026-01', '2026-01', '2025-05')
  expect(stopsOf(store)).toEqual([['Procedures', day('2025-05-01'), day(end), true, 0]])
  expect(reasonFor(store, 'procedure')!.reason).toBe('no procedures since May 2025: they have stopped')
})

it('of several sources, the one that brought what has stopped is named', () => {
  const store = storeOf('2026-01', '2025-06')
  const sources = [{ name: 'clinic' }, { name: 'payer', base: 'https://payer.example/fhir' }]
  Object.assign(store, { sources: { sources, ofFile: [0, 1] } })
  store.resources.get('ExplanationOfBenefit')!.file.fill(1)
  const panel = runPanel(store, [], 'quality', context, {})
  expect(panel.gaps.rows.map((row) => row.sources)).toEqual([[sources[1]]])
  expect(qualityFigures.gaps(panel, format).table!.rows[0]![0]!.text).toBe('Claims, from payer')
  expect(reasonFor(store, 'explanation_of_benefit')!.reason).toBe(
    'no claims since Jun 2025: they have stopped (source: payer)'
  )
})
