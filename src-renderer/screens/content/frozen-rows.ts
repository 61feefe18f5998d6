import type { RunSummary } from '#engine/measures/content/installed-measure.ts'
import { frozenPopulations } from './population-columns.ts'
import type { FrozenRun } from '#shared/governance/agreement.ts'

/** One rate that was signed, next to the same rate of the present results. */
export interface FrozenRow {
  readonly key: string
  readonly title: string
  readonly version: string | undefined
  readonly period: FrozenRun['period']
  readonly state: FrozenRun['measure']['state']
  /** Cases in order of {@link frozenPopulations}; undefined where the measure has no such population. */
  readonly signed: readonly (number | undefined)[]
  /** The same of the present results; undefined where there are none for this measure and period. */
  readonly now: readonly (number | undefined)[] | undefined
  /** The present results are of other content of the measure. */
  readonly otherContent: boolean
  /** Numerator by eligible cases, of a proportion. */
  readonly rate: number | undefined
  readonly rateNow: number | undefined
  /** Whether any number differs. */
  readonly differs: boolean
}

type Counts = readonly { readonly code: string; readonly count: number }[]

/** Signed results as rows, each with what the present results have in its place. */
export function frozenRows(runs: readonly FrozenRun[], present: readonly RunSummary[]): FrozenRow[] {
  return runs.flatMap((run) => {
    const same = present.filter(
      ({ url, period, zone }) =>
        url === run.measure.id &&
        period.start === run.period.start &&
        period.end === run.period.end &&
        zone === run.zone
    )
    const now = same.find(({ content }) => content === run.measure.hash) ?? same[0]
    return run.rates.map(({ id, scoring, populations }): FrozenRow => {
      const other = now?.rates.find((rate) => rate.id === id)?.populations
      const signed = countsOf(populations)
      const present = other && countsOf(other)
      return {
        key: `${run.measure.id} ${run.measure.hash} ${run.period.start} ${run.period.end} ${id}`,
        title: run.rates.length === 1 ? run.title : `${run.title}, ${id}`,
        version: run.measure.version,
        period: run.period,
        state: run.measure.state,
        signed,
        now: present,
        otherContent: now !== undefined && now.content !== run.measure.hash,
        rate: rateOf(scoring, populations),
        rateNow: other && rateOf(scoring, other),
        differs: present !== undefined && signed.some((count, index) => count !== present[index])
      }
    })
  })
}

function countsOf(populations: Counts): (number | undefined)[] {
  return frozenPopulations.map(([code]) => populations.find((each) => each.code === code)?.count)
}

/** As HL7's Quality Measure IG defines a proportion; undefined for other scores, and where nobody is eligible. */
function rateOf(scoring: string, populations: Counts): number | undefined {
  if (scoring !== 'proportion') return undefined
  const of = (code: string): number => populations.find((each) => each.code === code)?.count ?? 0
  const eligible = of('denominator') - of('denominator-exclusion') - of('denominator-exception')
  return eligible <= 0 ? undefined : (of('numerator') - of('numerator-exclusion')) / eligible
}
