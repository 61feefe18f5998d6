import type { ReserveOf } from '../../../src-renderer/board-reports/build-report.ts'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import { figureFitness, fitnessSentence } from '#engine/population/panels/data/figure-fitness.ts'
import { figureReads } from '#engine/population/panels/data/figure-reads.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { defaultSettings } from '#shared/settings-schema.ts'

/** What reports need besides the data to tell whether figures are fit for use. */
interface ReportFitness {
  readonly registries: readonly Registry[]
  /** The last day with data. */
  readonly lastDay: number
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
  /** FHIR types that the measures of the report retrieve. */
  readonly measureTypes: readonly string[]
}

/** Tells what each figure of a report says whose data are not fit for use without reserve, by the limits of a fresh installation. */
export function reportReserve(
  shards: readonly PopulationShard[],
  { registries, lastDay, absent, measureTypes }: ReportFitness
): ReserveOf {
  const facts = runPanel(shards, registries, 'fitness', { asOf: lastDay, filters: [] }, {}, absent)
  const checks = [...runChecks(shards)].map((outcome) => checkResult(shards[0]!.store, registries, outcome))
  const limits = { caution: defaultSettings.fitnessCaution, unfit: defaultSettings.fitnessUnfit }
  return ({ definition, asOf, filters }, figures) => {
    const rows = figures.flatMap((figure) => figure.rows ?? [])
    const reads = figureReads({ definition, rows, asOf, filters }, facts, () => measureTypes)
    if (reads === undefined) return ''
    return fitnessSentence(figureFitness(reads, facts, checks, limits), limits)
  }
}
