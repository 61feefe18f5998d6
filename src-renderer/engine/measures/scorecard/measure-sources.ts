import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import { countBits } from '../../base/kernels/bitset.ts'
import type { Definition, Figure, Provenance } from '../../base/figures/figure.ts'
import { viewOfRun } from '../rates/run-view.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { membersOf, tallyRate } from '../rates/rate-tally.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import { evidenceSourceRule, type EvidenceSource } from '../records/evidence-source.ts'
import type { MeasureSourcesPanel } from '../results/measure-sources-result.ts'
import type { MeasureRun } from '../run/measure-run.ts'

/** A measure as it came out with the records of one source alone. */
export interface SourceRun {
  readonly run: MeasureRun
  /** Why a group cannot be computed from that source, by group id. */
  readonly cannotCompute: Readonly<Record<string, string>>
}

/** Runs with one source alone, by address of the measure. */
export type SourceRuns = Readonly<Record<EvidenceSource, ReadonlyMap<string, SourceRun>>>

const text = m.theRateOfEachMeasureWhen(evidenceSourceRule)

/** The rates of the measures that were run, by source; only proportions, whose numerators can be told apart. */
export function measureSources(given: PeopleView, input: MeasureInput, runs: SourceRuns): MeasureSourcesPanel {
  const rows = ratesOfRun(input).flatMap((rate): MeasureSourcesPanel['rows'][number][] => {
    if (rate.definition.scoring !== 'proportion') return []
    const [chart, claims] = [runs.chart.get(rate.run.key.measure), runs.claims.get(rate.run.key.measure)]
    if (chart === undefined || claims === undefined) return []
    const view = viewOfRun(given, rate.run)
    const provenance = view.provenance(sourcesDefinition(rate))
    const people = view.population.select(view.asOf, view.filters)
    return [
      {
        id: rate.key,
        title: rate.title,
        both: scoreFigure(view, rate, tallyRate(rate.group, rate.definition, people), provenance),
        chart: sourceFigure(view, rate, chart, provenance),
        claims: sourceFigure(view, rate, claims, provenance),
        onlyTogether: onlyTogether(rate, [chart, claims], people, provenance)
      }
    ]
  })
  return { rows, provenance: given.provenance({ ...base, id: 'reconciliation/measures', title: m.measuresBySource }) }
}

const base: Pick<Definition, 'version' | 'text' | 'sources'> = {
  version: '1.0.0',
  text,
  sources: [
    {
      title: m.aHarmonizedDataQualityAssessmentTerminology,
      publisher: m.kahnAndOthersEGEMs41,
      year: 2016
    }
  ]
}

function sourcesDefinition(rate: Rate): Definition {
  const about = rateDefinition(rate)
  return {
    ...about,
    id: `${about.id}/sources`,
    text: `${about.text} ${text}`,
    sources: [...about.sources, ...base.sources]
  }
}

/** The rate of a source. Its people cannot be opened: the dimensions of a population are about results with all records. */
function sourceFigure(view: PeopleView, rate: Rate, { run, cannotCompute }: SourceRun, provenance: Provenance): Figure {
  const group = run.groups[rate.at]!
  const reason = cannotCompute[rate.definition.id]
  const people = view.population.select(view.asOf, view.filters)
  const tally = tallyRate(group, rate.definition, people)
  const {
    rows: _rows,
    opens: _opens,
    ...figure
  } = scoreFigure(view, { ...rate, run, group, cannotCompute: reason }, tally, provenance)
  return figure
}

function onlyTogether(rate: Rate, alone: readonly SourceRun[], people: Uint32Array, provenance: Provenance): Figure {
  if (rate.cannotCompute !== undefined)
    return { value: undefined, unit: 'people', missing: rate.cannotCompute, provenance }
  const found = Uint32Array.from(people)
  and(found, membersOf(rate.group, 'numerator')?.members, false)
  for (const { run } of alone) and(found, membersOf(run.groups[rate.at]!, 'numerator')?.members, true)
  return { value: countBits(found), unit: 'people', provenance }
}

function and(target: Uint32Array, members: Uint32Array | undefined, without: boolean): void {
  for (let word = 0; word < target.length; word++) {
    const other = members?.[word] ?? 0
    target[word]! &= without ? ~other : other
  }
}
