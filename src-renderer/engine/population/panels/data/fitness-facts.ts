import { canonicalSystem } from '../../../base/codes/code-systems.ts'
import { addMonths, monthStart } from '../../../base/fhir/calendar.ts'
import { countBits, ordinalsOf } from '../../../base/kernels/bitset.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import { codeUse } from '../../codes/code-use.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import type { PopulationView } from '../../selection/population.ts'
import { ofTheLiving, type View } from '../base/view.ts'
import type { FitnessFacts, GoodOfAll, RegistryInputs } from '../results/fitness-result.ts'
import { feedGaps } from './feed-gaps.ts'
import { judgedFeeds } from './judged-feeds.ts'
import { addFeedMonths, emptyMonths, feedMonths } from './feed-months.ts'
import { feedSeries } from './feed-series.ts'

/** Months of the feeds that are told. */
const MONTHS = 60
/** Dimensions that records often say nothing about. */
const recordedDimensions = ['payer', 'race', 'ethnicity', 'language'] as const

/** What the fitness of each figure is told from, next to the data checks. */
export function fitnessFacts(view: View): FitnessFacts {
  const { population, store } = view
  const end = view.span.last ?? view.asOf
  const from = addMonths(monthStart(end), -MONTHS)
  const present = [...store.tables.values()].flatMap(({ name, resourceType }) => {
    const rows = rowsInPopulation(store, name)
    return rows === 0 ? [] : [[name, { type: resourceType, rows }] as const]
  })
  const { types } = store.report
  return {
    tables: Object.fromEntries(present),
    lines: Object.fromEntries(
      Object.entries(types).map(([type, { resources, rejected }]) => [
        type,
        { good: resources, all: resources + rejected }
      ])
    ),
    feeds: feedSeries(view).map(({ table, payer, months }) => ({
      table,
      payer,
      months: [...months].filter(([month]) => month >= from).map(([month, rows]) => ({ month, rows }))
    })),
    gaps: gapsOfFigures(feedGaps(view, judgedFeeds(view)).rows),
    empty: emptyMonths(
      population.fact('months with rows', {
        partial: (shard: PopulationView) => feedMonths({ ...view, population: shard, store: shard.store }),
        merge: addFeedMonths,
        finish: (months) => months
      })
    ).empty.map(({ table, month }) => ({ table, month })),
    registries: registryInputs(population),
    recorded: Object.fromEntries(recordedDimensions.map((id) => [id, recorded(population, id, end)]))
  }
}

/**
 * The gaps that figures report. Figures cover all practices and kinds of results, so they report gaps of the complete feed, and feeds of
 * one kind of results that have stopped while the complete feed has not.
 */
function gapsOfFigures(rows: FitnessFacts['gaps']): FitnessFacts['gaps'] {
  const ofAll = rows.filter(({ practice, category }) => practice === '' && category === '')
  const stopped = ofAll.filter(({ isStopped }) => isStopped).map(({ table }) => table)
  const ofKinds = rows.filter(
    ({ practice, category, isStopped, table }) =>
      practice === '' && category !== '' && isStopped && !stopped.includes(table)
  )
  return [...ofAll, ...ofKinds]
}

function registryInputs(population: PopulationView): Readonly<Record<string, RegistryInputs>> {
  const bySystems = population.fact('diagnoses by code systems', {
    partial: diagnosesBySystems,
    merge: addCounts<string>,
    finish: (counts) => counts
  })
  return Object.fromEntries(
    population.index.registries.map((registry) => {
      const readable = new Set(Object.keys(registry.codes).map(canonicalSystem))
      let [good, all] = [0, 0]
      for (const [systems, records] of bySystems) {
        all += records
        if (systems.split('\n').some((system) => readable.has(system))) good += records
      }
      return [registry.id, { reads: readsOf(registry), systems: { good, all: readable.size === 0 ? 0 : all } }]
    })
  )
}

/** Coded diagnoses of the charts of one shard, by the code systems of their codings joined by line feeds. */
function diagnosesBySystems({ store }: PopulationView): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const asked = { types: new Set(['Condition']), kinds: new Set(['diagnoses'] as const) }
  for (const { concepts, records } of codeUse(store, asked)) {
    const systems = new Set(concepts.map((concept) => canonicalSystem(store.concepts.systems[concept]!)))
    const key = [...systems].sort().join('\n')
    counts.set(key, (counts.get(key) ?? 0) + records)
  }
  return counts
}

/** What the people of a registry and their control are told from. */
function readsOf({ codes, evidence, controls, claims }: Registry): readonly string[] {
  const measurements = [...evidence, ...controls].map(({ measurement }) => measurement)
  const parts = measurements.flatMap((measurement) => measurement.parts)
  return [
    ...(Object.keys(codes).length > 0 ? ['condition.code', 'condition.clinical_status'] : []),
    ...(parts.length > 0 ? ['observation.code', 'observation.value', 'observation.unit'] : []),
    ...(measurements.some(({ excludesAcuteCare }) => excludesAcuteCare) ? ['encounter.class'] : []),
    ...(claims === undefined ? [] : ['explanation_of_benefit', 'explanation_of_benefit_diagnosis.code'])
  ]
}

function recorded(population: PopulationView, id: (typeof recordedDimensions)[number], asOf: number): GoodOfAll {
  return population.fact(`recorded ${id}`, {
    partial: (shard: PopulationView): GoodOfAll => {
      const people = shard.select(asOf, ofTheLiving([]))
      const unknown = shard.dimension(id).values.findIndex(({ value }) => value === 'unknown')
      const codes = shard.codes(id, asOf)
      let good = 0
      for (const person of ordinalsOf(people)) if (codes[person] !== unknown) good++
      return { good, all: countBits(people) }
    },
    merge: (left: GoodOfAll, right: GoodOfAll) => ({ good: left.good + right.good, all: left.all + right.all }),
    finish: (sum) => sum
  })
}
