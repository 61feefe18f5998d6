import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { isoOfDay } from '#engine/measures/rates/iso-day.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import { cohortNames } from '#engine/cohorts/definition/cohort-names.ts'
import { indexText, nodeText } from '#engine/cohorts/definition/definition-text.ts'
import type { CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import type { CodeListSource } from '#engine/cohorts/events/code-lists.ts'
import { funnelOf } from '#engine/cohorts/evaluate/funnel.ts'
import { suppressFunnel } from '#engine/cohorts/evaluate/suppress-funnel.ts'
import { createCohorts, type Cohorts } from '#engine/cohorts/members/cohorts.ts'
import { resultFactor } from '#engine/cql/elm/units/result-units.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'

/** A count, or undefined where it is suppressed. */
type Count = number | undefined

/** How many people meet a definition, step by step. */
export interface CohortCounts {
  readonly cohort: string
  readonly asOf: string
  readonly start: Count
  readonly index?: string
  readonly entry?: Count
  readonly entryReason?: string | undefined
  readonly steps: readonly {
    readonly text: string
    readonly left: Count
    readonly lost: Count
    readonly unknown: Count
  }[]
  readonly people: Count
  readonly unknown: Count
}

/** What a cohort is counted with. */
export interface CohortBasis {
  readonly registries: readonly Registry[]
  readonly lists: CodeListSource
  readonly asOf: Day
  /** Counts of 1 to so many people are suppressed. */
  readonly limit: number
}

/** Counts a cohort of a population. @returns the counts, and cohorts of which it is the only one, under the id `cohort` */
export function countCohort(
  definition: CohortDefinition,
  shards: readonly PopulationShard[],
  { registries, lists, asOf, limit }: CohortBasis
): { readonly counts: CohortCounts; readonly cohorts: Cohorts } {
  const population = allPeople(shardedPopulation(shards, registries)[0]!)
  const cohorts = createCohorts(population, () => ({
    lists,
    unitFactor: resultFactor,
    measure: () => m.measuresAreNotEvaluatedByThis
  }))
  cohorts.put({ id: 'cohort', definition })
  const names = cohortNames(population, {
    list: (id) => lists.find(id)?.title,
    measure: () => undefined,
    cohort: () => undefined
  })
  const funnel = suppressFunnel(funnelOf(cohorts.evaluate('cohort', asOf)), limit)
  const counts: CohortCounts = {
    cohort: definition.title,
    asOf: isoOfDay(asOf),
    start: funnel.start,
    ...(definition.index === undefined
      ? {}
      : { index: indexText(definition.index, names), entry: funnel.entry, entryReason: funnel.entryReason }),
    steps: definition.steps.map((node, index) => ({ text: nodeText(node, names), ...funnel.steps[index]! })),
    people: funnel.people,
    unknown: funnel.unknown
  }
  return { counts, cohorts }
}
