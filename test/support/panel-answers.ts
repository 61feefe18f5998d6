import type { Context } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { equityDimensions } from '#engine/population/panels/results/equity-result.ts'
import { forecastSubjects } from '#engine/population/panels/results/forecast-result.ts'
import { figuresOfParts, type PartName } from '#engine/population/panels/results/panel-part.ts'
import type { PanelName, PanelParams } from '#engine/population/panels/results/panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'

type Asked = { readonly [N in PanelName]: readonly [N, PanelParams<N>] }[PanelName]

const columns = ['id', 'name', 'age', 'sex', 'payer', 'practice', 'lastEncounter', 'encounters12m', 'pcp', 'result0']

/** What a list of people is asked for: by each column, in pages, with a search, revealed and not. */
function peopleAsked(registry: string): readonly Asked[] {
  return columns.flatMap((column, index): readonly Asked[] =>
    [0, 3].map((offset) => [
      'patients',
      {
        query: index % 3 === 0 ? '' : index % 3 === 1 ? 'f' : 'dia',
        registry,
        sort: { column, descending: index % 2 === 1 },
        offset,
        limit: 5,
        revealed: index % 2 === 0
      }
    ])
  )
}

/** What the rows of each table are asked for: in their order and by some of their columns. */
function rowsAsked(store: Store, { asOf, filters }: Context): readonly Asked[] {
  return [...store.tables.values()]
    .filter(({ rows }) => rows > 0)
    .flatMap(({ name, info }) =>
      [undefined, ...info.slice(0, 3)].map((column, index): Asked => [
        'rows',
        {
          selector: { table: name, asOf, filters: index % 2 === 0 ? filters : [], where: [] },
          ...(column === undefined ? {} : { sort: { column: column.name, descending: index % 2 === 1 } }),
          offset: index,
          limit: 7,
          revealed: index % 2 === 0
        }
      ])
    )
}

/** What the panels that merge the parts of shards may be asked about a population. @param store holds all of its people */
export function panelsAsked(store: Store, registries: readonly Registry[], context: Context): readonly Asked[] {
  const people = Array.from({ length: Math.min(store.patients, 8) }, (_, index): Asked => [
    'patient',
    { patient: Math.floor((index * store.patients) / 8), revealed: index % 2 === 0 }
  ])
  return [
    ['extent', {}],
    ['summary', {}],
    ['quality', {}],
    ['overview', {}],
    ['signals', {}],
    ['reconciliation', {}],
    ...(['paid', 'member'] as const).map((basis): Asked => ['cost', { basis }]),
    ...forecastSubjects.map((subject): Asked => ['forecast', { subject }]),
    ...[
      'cost/paid',
      'use/inpatient',
      'use/readmission',
      'registry/diabetes/incidence',
      'registry/diabetes/control/hba1c'
    ].map((key, index): Asked => ['equity', { key, dimension: equityDimensions[index]! }]),
    ...(Object.keys(figuresOfParts.overview) as PartName<'overview'>[]).map((part): Asked => [
      'part',
      { panel: 'overview', params: {}, part }
    ]),
    ...(Object.keys(figuresOfParts.cost) as PartName<'cost'>[]).map((part): Asked => [
      'part',
      { panel: 'cost', params: {}, part }
    ]),
    ['part', { panel: 'use', params: {}, part: 'series' }],
    ['part', { panel: 'registry', params: { id: 'diabetes' }, part: 'prevalence' }],
    ['use', {}],
    ['use', { stays: { allAges: true, observation: true } }],
    ...registries
      .filter(({ id, controls }, index) => id === 'diabetes' || (controls.length === 0 && index % 3 === 0))
      .map(({ id }): Asked => ['registry', { id }]),
    ...registries.flatMap(({ id, controls }) =>
      controls.map((control): Asked => ['controlChart', { id, control: control.id }])
    ),
    ...peopleAsked('diabetes'),
    ...people,
    ...rowsAsked(store, context)
  ]
}

/**
 * What they answer, each with what was asked.
 * @param store holds all people; tells what there is to ask for
 * @param data the same people, divided or not
 */
export function panelAnswers(
  store: Store,
  data: Store | readonly PopulationShard[],
  registries: readonly Registry[],
  context: Context
): readonly (readonly [string, unknown])[] {
  return panelsAsked(store, registries, context).map(([name, params]) => [
    `${name} ${JSON.stringify(params)}`,
    runPanel(data, registries, name, context, params)
  ])
}
