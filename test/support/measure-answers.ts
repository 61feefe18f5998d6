import type { Context } from '#engine/base/figures/filter.ts'
import { ratesOfRun } from '#engine/measures/rates/rate.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import type { MeasurePanelName, MeasurePanelParams } from '#engine/measures/results/panels.ts'
import { worklistColumnNames } from '#engine/measures/results/worklist-result.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'

type Asked = { readonly [N in MeasurePanelName]: readonly [N, MeasurePanelParams<N>] }[MeasurePanelName]
type Grouping = NonNullable<MeasurePanelParams<'worklist'>['groupBy']>

const groupings: readonly Grouping[] = [
  'patient',
  'measure',
  'status',
  'provider',
  'practice',
  'payer',
  'owner',
  'nextVisit'
]

const query: MeasurePanelParams<'worklist'>['query'] = {
  rates: [],
  statuses: [],
  owners: [],
  search: '',
  nextVisit: 'any',
  actBy: undefined
}
const byPatient = { sort: { column: 'patient', descending: false }, revealed: true } as const

/** What the panels of measures answer, each with what was asked. */
export function measureAnswers(input: MeasureInput, context: Context): readonly (readonly [string, unknown])[] {
  const keys = ratesOfRun(input).map(({ key }) => key)
  const table = '2026-ma-pd'
  const asked: readonly Asked[] = [
    ['scorecard', { table }],
    ['stars', { table, everybody: true, closures: {}, scores: {}, by: 'plan' }],
    ...(['provider', 'plan', 'practice', 'line-of-business'] as const).map((dimension): Asked => [
      'heatmap',
      { dimension, limit: 10, table }
    ]),
    ...(['race', 'sex', 'payer'] as const).map((dimension): Asked => ['equity', { key: keys[0]!, dimension }]),
    ...keys.map((key): Asked => ['measure', { key, table }]),
    ...keys.map((key): Asked => ['errors', { key, revealed: true }]),
    ['attribution', { offset: 0, limit: 20, revealed: true }],
    ...worklistColumnNames.map((column, index): Asked => [
      'worklist',
      { query, sort: { column, descending: index % 2 === 1 }, revealed: index % 3 !== 0, offset: 0, limit: 20 }
    ]),
    ...groupings.map((groupBy): Asked => [
      'worklist',
      { ...byPatient, query: { ...query, search: 'fam', nextVisit: 'none' }, groupBy, offset: 2, limit: 7 }
    ]),
    ['entries', { ...byPatient, query, ranges: [[0, 5]] }],
    ['targets', { query }],
    ...[1, 2, 3, 4].map((entry): Asked => ['gap', { entry, revealed: entry % 2 === 0 }])
  ]
  return asked.map(([name, params]) => [
    `${name} ${JSON.stringify(params)}`,
    runMeasurePanel(input, name, context, params)
  ])
}
