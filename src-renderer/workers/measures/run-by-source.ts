import { undecidableRates } from '#engine/measures/requirements/cannot-compute.ts'
import { storeOfSource } from '#engine/measures/requirements/store-of-source.ts'
import type { EvidenceSource } from '#engine/measures/records/evidence-source.ts'
import { measureSources, type SourceRun, type SourceRuns } from '#engine/measures/scorecard/measure-sources.ts'
import { measuredView } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { MeasureSourcesPanel } from '#engine/measures/results/measure-sources-result.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { OpenedMeasure } from '#engine/measures/packs/open-packs.ts'
import { defined } from '#shared/language/defined.ts'
import type { InstalledContent } from './installed-content.ts'
import type { MeasureSession } from './measure-session.ts'

/** Evaluates the measures of an input again, with the chart alone and with claims alone, and sets the rates side by side. */
export async function runBySource(
  session: MeasureSession,
  content: InstalledContent,
  input: MeasureInput,
  context: Context
): Promise<MeasureSourcesPanel> {
  const measures = input.measures.flatMap(({ id, definition }): OpenedMeasure[] =>
    definition.composition === undefined ? [content.measureCalled(id)] : []
  )
  const [first] = input.measures
  const of = async (source: EvidenceSource): Promise<ReadonlyMap<string, SourceRun>> => {
    if (first === undefined) return new Map()
    const { store } = session.population.shards[0]!
    const runs = await session.ofSource(measures, first.run.key, source)
    return new Map(
      runs.map((run) => {
        const measure = defined(measures.find(({ definition }) => definition.url === run.key.measure))
        const undecidable = undecidableRates(measure.definition, measure.content, storeOfSource(store, source), {
          groups: run.groups,
          period: run.key.period
        })
        const reasons = Object.entries(undecidable).map(([group, { reason }]) => [group, reason] as const)
        return [run.key.measure, { run, cannotCompute: Object.fromEntries(reasons) }]
      })
    )
  }
  const runs: SourceRuns = { chart: await of('chart'), claims: await of('claims') }
  return measureSources(measuredView(input, context), input, runs)
}
