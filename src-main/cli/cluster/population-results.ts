import { dayOfIso, isoOfDay } from '#engine/measures/rates/iso-day.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { isSmallFigure } from '#engine/base/privacy/small-cells.ts'
import { codeListSource } from '#engine/cohorts/events/code-lists.ts'
import type { CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { cannotCompute } from '#engine/measures/requirements/cannot-compute.ts'
import { mergeCounted } from '#engine/measures/run/merge-counted.ts'
import { scoreCounted } from '#engine/measures/run/measure-score.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import type { RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import { riskReport, type RiskReport } from '#engine/risk/panels/risk-report.ts'
import { openRisk } from '#engine/risk/panels/run-risk-panel.ts'
import { applyTables } from '#engine/risk/tables/risk-imports.ts'
import { peopleInShards, type PopulationShard } from '#engine/shards/shard.ts'
import type { LoadReport } from '#engine/store/model/store.ts'
import { countCohort, type CohortCounts } from '../report/count-cohort.ts'
import { lastDayOf } from '../data/last-day.ts'
import { shownGroups, type ShownGroup } from '../measure/shown-results.ts'
import type { BuiltInValueSet } from '../measure/read-value-sets.ts'
import type { MeasuresPart, MergeTask } from './shard-task.ts'

/** What results of a population rest on besides its data. */
export interface ResultDefinitions {
  readonly registries: readonly Registry[]
  readonly risk: RiskDefinitions
  readonly valueSets: readonly BuiltInValueSet[]
  readonly content: MeasureContent
  readonly cohorts: readonly CohortDefinition[]
}

/** A figure as it may leave; null where it cannot be computed or is small. */
interface ShownFigure {
  readonly id: string
  readonly label: string
  readonly value: number | null
  readonly numerator?: number
  readonly denominator?: number
  readonly low?: number
  readonly high?: number
  readonly cannotCompute?: string
  readonly suppressed?: true
}

/** A measure over the population, as `populus measure --json` prints it. */
interface MeasureResult {
  readonly measure: string
  readonly version: string | undefined
  readonly period: { readonly start: string; readonly end: string; readonly asOf?: string }
  readonly groups: readonly ShownGroup[]
  readonly patients: number
  /** People whose evaluation failed in part. */
  readonly errors: number
}

/** Counts of a whole population without any person. */
export interface PopulationResults {
  readonly asOf: string
  readonly source: string
  readonly people: number
  readonly resources: Readonly<Record<string, number>>
  readonly rejects: LoadReport['rejectCounts']
  readonly registries: readonly {
    readonly id: string
    readonly title: string
    readonly figures: readonly ShownFigure[]
  }[]
  readonly risk: RiskReport
  readonly cohorts: readonly CohortCounts[]
  readonly measures: readonly MeasureResult[]
  /** Measures that could not be evaluated in some shard. */
  readonly failed: readonly { readonly measure: string; readonly reason: string }[]
}

/** The date of results: the one that was asked for, else the last day with data. */
export function resultDate(shards: readonly PopulationShard[], { asOf }: Pick<MergeTask, 'asOf'>): Day {
  return asOf === undefined ? lastDayOf(shards) : dayOfIso(asOf)
}

/**
 * The results of a population.
 * @param parts what the measures of each shard came to, one for each shard where measures were evaluated
 */
export function populationResults(
  shards: readonly PopulationShard[],
  parts: readonly MeasuresPart[],
  task: MergeTask,
  definitions: ResultDefinitions
): PopulationResults {
  const { registries, risk, valueSets, cohorts } = definitions
  const limit = task.smallCells
  const asOf = resultDate(shards, task)
  const { report, snapshot } = shards[0]!.store
  const { definitions: withTables, imports } = applyTables(shards, risk, [])
  const lists = codeListSource(registries, valueSets)
  return {
    asOf: isoOfDay(asOf),
    source: snapshot.label,
    people: peopleInShards(shards),
    resources: Object.fromEntries(Object.entries(report.types).map(([type, { resources }]) => [type, resources])),
    rejects: report.rejectCounts,
    registries: registries.map(({ id, title }) => ({
      id,
      title,
      figures: runPanel(shards, registries, 'registry', { asOf, filters: [] }, { id }).keyFigures.map((key) =>
        shownFigure(key.id, key.label, key.figure, limit)
      )
    })),
    risk: riskReport(openRisk(shardedPopulation(shards, registries)[0]!, withTables, imports), asOf, limit),
    cohorts: cohorts.map((cohort) => countCohort(cohort, shards, { registries, lists, asOf, limit }).counts),
    ...measureResultsOf(shards, parts, task, definitions.content)
  }
}

function shownFigure(id: string, label: string, figure: Figure, limit: number): ShownFigure {
  const { value, numerator, denominator, interval, missing } = figure
  if (value === undefined)
    return { id, label, value: null, ...(missing === undefined ? {} : { cannotCompute: missing }) }
  if (limit > 0 && isSmallFigure(figure, limit)) return { id, label, value: null, suppressed: true }
  return {
    id,
    label,
    value,
    ...(numerator === undefined ? {} : { numerator }),
    ...(denominator === undefined ? {} : { denominator }),
    ...(interval === undefined ? {} : { low: interval.low, high: interval.high })
  }
}

function measureResultsOf(
  shards: readonly PopulationShard[],
  parts: readonly MeasuresPart[],
  { period, asOf, smallCells }: MergeTask,
  content: MeasureContent
): Pick<PopulationResults, 'measures' | 'failed'> {
  if (period === undefined) return { measures: [], failed: [] }
  const failed = new Map(parts.flatMap((part) => part.failed.map((each) => [each.measure, each] as const)))
  const measures = content.measures.flatMap((definition): readonly MeasureResult[] => {
    const { url, version } = definition
    const partResults = parts.flatMap((part) => part.measures.filter(({ measure }) => measure === url))
    if (partResults.length < shards.length) return []
    const groups = mergeCounted(
      partResults.map(({ groups: counted }) =>
        counted.map((group) => ({
          ...group,
          strata: group.strata.map((stratum) => ({ ...stratum, value: stratum.value ?? undefined }))
        }))
      )
    )
    const missing = cannotCompute(definition, content, shards[0]!.store, { groups, period })
    return [
      {
        measure: url,
        version,
        period: { ...period, ...(asOf === undefined ? {} : { asOf }) },
        groups: shownGroups(scoreCounted(definition, groups), { missing, unapplied: {} }, smallCells),
        patients: peopleInShards(shards),
        errors: partResults.reduce((sum, { errors }) => sum + errors, 0)
      }
    ]
  })
  return { measures, failed: [...failed.values()] }
}
