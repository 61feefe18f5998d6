import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { limitsOf, type Baseline, type Counts, type CountSeries } from '../../../base/stats/count-chart.ts'
import { funnelLimits } from '../../../base/stats/funnel.ts'
import { reliabilities } from '../../../base/stats/reliability.ts'
import type { Funnel, FunnelRow } from '../results/funnel-result.ts'

/** Points that the limits are drawn through. */
const CURVE_POINTS = 48
/** The curve begins at the smallest unit, or at this part of the largest one where all are about as large. */
const SMALLEST_PART = 10
/** The dispersion is known from many people. */
const MANY_DEGREES = 1e6

/** Where the method is from. */
export const funnelSources: Definition['sources'] = [
  {
    title: m.funnelPlotsForComparingInstitutionalPerformance,
    publisher: m.spiegelhalterStatMed2411851202,
    year: 2005
  },
  { title: m.theReliabilityOfProviderProfiling, publisher: m.adamsRANDTR653, year: 2009 }
]

/** A practice or hospital with what was counted in it. */
export interface FunnelUnit extends Counts {
  readonly unit: string
  readonly label: string
  readonly figure: Figure
}

/** What units are compared by. */
export interface FunnelMethod {
  readonly kind: CountSeries['kind']
  /** How many times more counts vary than those of independent cases, because one person can have several. */
  readonly dispersion: number
  /** Probability of a false alarm of one unit, both directions together. */
  readonly level: number
}

/** What all units come to. */
export function sumOfUnits(units: readonly Counts[]): Counts {
  return {
    events: units.reduce((sum, { events }) => sum + events, 0),
    of: units.reduce((sum, { of }) => sum + of, 0)
  }
}

/**
 * How many times more cases vary than those of as many different people, at least 1: who has been a case once is one again more easily
 * (variance of a ratio of sums over people, Cochran WG, Sampling Techniques, section 2.11).
 * @param counted how many people have as many events of as many cases
 */
export function shareDispersion(counted: readonly (Counts & { readonly people: number })[]): number {
  const sum = (value: (each: Counts) => number): number =>
    counted.reduce((all, each) => all + each.people * value(each), 0)
  const of = sum((each) => each.of)
  const share = of === 0 ? 0 : sum(({ events }) => events) / of
  const single = of * share * (1 - share)
  return single === 0 ? 1 : Math.max(1, sum((each) => (each.events - share * each.of) ** 2) / single)
}

/** Sets units against the value of all, the largest first, with limits by size. @param units two or more */
export function againstAll(
  units: readonly FunnelUnit[],
  { kind, dispersion, level }: FunnelMethod
): Pick<Funnel, 'rows' | 'limits'> {
  const all = sumOfUnits(units)
  const base: Baseline = { ...all, kind, dispersion: Math.sqrt(dispersion), degrees: MANY_DEGREES }
  const independent =
    kind === 'rate' ? units : units.map(({ events, of }) => ({ events: events / dispersion, of: of / dispersion }))
  const reliability = reliabilities(kind, independent, dispersion)
  const scale = kind === 'rate' ? 1000 : 1
  const limitsAt = (of: number): { readonly lower: number; readonly upper: number } => {
    if (kind === 'rate') return limitsOf(of, base, level)
    // Cases of the same people tell less than as many of different ones.
    const [lower, upper] = funnelLimits(Math.max(1, Math.floor(of / dispersion)), all.events / all.of, level)
    return { lower, upper }
  }
  const rows = units.map(({ unit, label, figure, events, of }, index): FunnelRow => {
    const { lower, upper } = limitsAt(of)
    const rate = events / of
    const outside = rate > upper ? 'above' : rate < lower ? 'below' : undefined
    return {
      unit,
      label,
      figure,
      reliability: reliability[index]!,
      ...(outside === undefined ? {} : { outside })
    }
  })
  return {
    rows: rows.toSorted((a, b) => (b.figure.denominator ?? 0) - (a.figure.denominator ?? 0)),
    limits: curveSizes(
      units.map(({ of }) => of),
      kind === 'share'
    ).map((of) => {
      const { lower, upper } = limitsAt(of)
      return { of, lower: lower * scale, upper: upper * scale }
    })
  }
}

/** Sizes from the smallest to the largest unit, closer where limits bend most. */
function curveSizes(of: readonly number[], areWhole: boolean): readonly number[] {
  const maximum = Math.max(...of)
  const minimum = Math.max(1, Math.min(maximum / SMALLEST_PART, ...of))
  const all = Array.from({ length: CURVE_POINTS }, (_, i) => minimum * (maximum / minimum) ** (i / (CURVE_POINTS - 1)))
  return areWhole ? [...new Set(all.map(Math.round))] : all
}
