import type { Figure } from '#engine/base/figures/figure.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import type { MeasurePanelParams } from '#engine/measures/results/panels.ts'
import type { ScorecardPanel } from '#engine/measures/results/scorecard-result.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import { day, plainStore, type PlainRow } from '../unit/selection/plain-store.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from './plain-measures.ts'
import { qualityInput } from './measure-input.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
/** People of the population. */
export const people = 10
/** Id of one of them, by number. */
export const id = (index: number): string => `p${String(index).padStart(2, '0')}`
const visit = (patient: number, when: string, who: string, rest: PlainRow = {}): PlainRow => ({
  id: `e${patient}-${when}-${who}`,
  patient_id: id(patient),
  status: 'finished',
  class: `${act}|AMB`,
  period_start: when,
  period_end: when,
  practitioner_id: who,
  ...rest
})
/** Ten people of two practices with a few visits and results. */
export const store = plainStore({
  patient: Array.from({ length: people }, (_, index) => ({
    id: id(index),
    birth_date: `19${50 + index}-03-01`,
    gender: index % 2 === 0 ? 'female' : 'male',
    given: 'Given',
    family: `Family${9 - index}`,
    record_number: `MRN${index}`,
    managing_organization_id: index < 6 ? 'north' : 'south',
    general_practitioner_id: index === 0 ? 'Practitioner/ada' : undefined,
    // One has died, after the period began.
    ...(index === 9 ? { deceased_at: '2026-03-01' } : {})
  })),
  organization: [
    { id: 'north', name: 'North' },
    { id: 'south', name: 'South' }
  ],
  practitioner: [
    { id: 'ada', given: 'Ada', family: 'Lovelace' },
    { id: 'ben', given: 'Ben', family: 'Franklin' },
    { id: 'cy', given: 'Cy', family: 'Twombly' }
  ],
  encounter: [
    visit(1, '2026-02-01', 'ben'),
    visit(1, '2026-03-01', 'ben'),
    visit(1, '2026-04-01', 'cy'),
    visit(2, '2026-02-01', 'cy'),
    visit(2, '2026-03-01', 'ben'),
    visit(3, '2026-02-01', 'cy'),
    visit(3, '2026-02-01', 'ben'),
    visit(4, '2020-02-01', 'ben'),
    visit(5, '2026-05-01', 'ben', { class: `${act}|EMER` }),
    visit(6, '2027-01-15', 'cy', { id: 'booked', status: 'planned' })
  ],
  observation: [
    {
      id: 'o1',
      patient_id: id(2),
      code: 'http://loinc.org|4548-4|HbA1c',
      effective: '2026-05-02',
      value: 9.4,
      unit: '%'
    },
    {
      id: 'o2',
      patient_id: id(3),
      code: 'http://loinc.org|4548-4|HbA1c',
      effective: '2024-05-02',
      value: 8.1,
      unit: '%'
    },
    { id: 'o3', patient_id: id(4), code: 'http://loinc.org|1-1|Other', effective: '2026-05-02', value: 1, unit: '%' }
  ]
})
/** In no population. */
export const out: PlainCases = [0, 0, 0, 0, 0]
/** Met, met, open, open, open (other results alone), open (no results at all), excluded, excepted, not in the denominator, open but dead. */
export const cases: readonly PlainCases[] = [
  [1, 1, 0, 0, 1],
  [1, 1, 0, 0, 1],
  [1, 1, 0, 0, 0],
  [1, 1, 0, 0, 0],
  [1, 1, 0, 0, 0],
  [1, 1, 0, 0, 0],
  [1, 1, 1, 0, 0],
  [1, 1, 0, 1, 0],
  [1, 0, 0, 0, 0],
  [1, 1, 0, 0, 0]
]
/** A measure where more is better. */
export const control = plainDefinition('breast-cancer-screening')
/** The same people where less is better. */
export const poor = plainDefinition('hba1c-poor-control', 'decrease')
/** Both measures over the ten people. */
export const inputOf = (rest: Partial<MeasureInput> = {}): MeasureInput =>
  qualityInput(
    store,
    [plainMeasure(control, plainRun(control, cases)), plainMeasure(poor, plainRun(poor, cases))],
    rest
  )
export const input = inputOf()
export const context = { asOf: day('2026-10-31'), filters: [] }
/** The scorecard of the ten people. */
export const scorecard = (
  of: MeasureInput = input,
  filters: MeasurePanelParams<'scorecard'> = { table: '2026-ma-pd' }
): ScorecardPanel => runMeasurePanel(of, 'scorecard', context, filters)
/** How many rows a figure opens. */
export const rowsOf = (figure: Figure): number => resolveRows(input.population.shards[0]!, figure.rows!).length
/** Everything but who is not eligible. */
export const query: MeasurePanelParams<'worklist'>['query'] = {
  rates: [],
  statuses: [],
  owners: [],
  search: '',
  nextVisit: 'any',
  actBy: undefined
}
/** A page of the worklist. */
export const list = (
  params: Partial<MeasurePanelParams<'worklist'>> = {},
  of: MeasureInput = input
): ReturnType<typeof runMeasurePanel<'worklist'>> =>
  runMeasurePanel(of, 'worklist', context, {
    query,
    sort: { column: 'patient', descending: false },
    offset: 0,
    limit: 100,
    revealed: false,
    ...params
  })
