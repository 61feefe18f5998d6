import { enginePopulationPanelsEquityMessages as m } from '#messages/engine/population/panels/equity.ts'
import type { ConfidenceInterval, Figure, Provenance, Unit } from '../../../base/figures/figure.ts'
import { compareMeans } from '../../../base/stats/compare-means.ts'
import {
  differenceProbability,
  proportionDifference,
  proportionRatio,
  splitGap,
  type Proportion
} from '../../../base/stats/compare-proportions.ts'
import { rateDifference, rateProbability, rateRatio, type EventRate } from '../../../base/stats/compare-rates.ts'
import type { EquityKind } from '../results/equity-result.ts'
import type { EquitySums } from './equity-figure.ts'
import type { GroupTally } from './equity-tally.ts'

/** What gaps are multiplied by to be shown: points of percent, events per 1,000, dollars. */
const shownBy: Readonly<Record<EquityKind, number>> = { proportion: 100, rate: 1000, mean: 1 }

/** A value with its interval. */
interface Compared {
  readonly value: number
  readonly interval: ConfidenceInterval | undefined
}

/** How a group differs from the one of comparison. */
export interface GroupComparison {
  readonly gap: Figure
  readonly ratio: Figure
  readonly between: number | undefined
  readonly within: number | undefined
  /** Of a gap at least as large if both were the same; undefined where the kind gives none for so few people. */
  readonly probability: number | undefined
}

/** The numbers of a comparison before they are figures. */
interface Statistics {
  readonly gap: Compared | undefined
  readonly ratio: Compared | undefined
  readonly probability: number | undefined
}

/**
 * How many times greater the variance of a count is than that of cases or events of different people: for events that of a compound
 * Poisson distribution, for cases at most, as if those of a person always ended alike.
 */
export function dispersionOf(
  kind: EquityKind,
  hasRepeats: boolean,
  { sums: { y, yy, m: over, mm } }: EquitySums
): number {
  if (!hasRepeats || kind === 'mean') return 1
  const [sum, squares] = kind === 'rate' ? [y, yy] : [over, mm]
  return sum === 0 ? 1 : squares / sum
}

function statisticsOf(kind: EquityKind, group: EquitySums, reference: EquitySums, dispersion: number): Statistics {
  switch (kind) {
    case 'proportion': {
      const fewer = ({ parts, over }: EquitySums): Proportion => ({ met: parts / dispersion, of: over / dispersion })
      const counted = ({ parts, over }: EquitySums): Proportion => ({ met: parts, of: over })
      return {
        gap: proportionDifference(fewer(group), fewer(reference)),
        ratio: proportionRatio(fewer(group), fewer(reference)),
        probability: differenceProbability(counted(group), counted(reference), dispersion)
      }
    }
    case 'rate': {
      const rateOf = ({ parts, over }: EquitySums): EventRate => ({ events: parts, time: over })
      return {
        gap: rateDifference(rateOf(group), rateOf(reference), dispersion),
        ratio: rateRatio(rateOf(group), rateOf(reference), dispersion),
        probability: rateProbability(rateOf(group), rateOf(reference), dispersion)
      }
    }
    case 'mean': {
      const compared = compareMeans(group.sums, reference.sums)
      return { gap: compared?.difference, ratio: compared?.ratio, probability: compared?.probability }
    }
  }
}

/**
 * Compares a group with another.
 * @param rate the figure of the group, whose rows the gap opens
 * @param dispersion from {@link dispersionOf}
 */
export function compareGroups(
  kind: EquityKind,
  group: GroupTally,
  reference: GroupTally,
  rate: Figure,
  dispersion: number,
  provenance: Provenance
): GroupComparison {
  const { gap, ratio, probability } = statisticsOf(kind, group, reference, dispersion)
  const scale = shownBy[kind]
  const split = splitGap(group.places.map((place, index) => [place, reference.places[index]!]))
  const figureOf = (compared: Compared | undefined, unit: Unit, times: number, missing: string): Figure => ({
    value: compared && compared.value * times,
    ...(compared === undefined ? { missing } : {}),
    unit,
    ...(compared?.interval === undefined ? {} : { interval: scaled(compared.interval, times) }),
    people: group.people,
    fewest: fewestOf(kind, [group, reference]),
    ...(rate.rows === undefined ? {} : { rows: rate.rows, opens: rate.opens ?? rate.numerator ?? 0 }),
    provenance
  })
  return {
    gap: figureOf(gap, kind === 'mean' ? 'usd' : 'number', scale, m.nobodyCountsInOneOfThe),
    ratio: figureOf(ratio, 'ratio', 1, m.oneOfTheGroupsHasNone),
    between: split && split.between * scale,
    within: split && split.within * scale,
    probability
  }
}

function scaled({ low, high, ...about }: ConfidenceInterval, times: number): ConfidenceInterval {
  return { low: low * times, high: high * times, ...about }
}

/** The smallest count that a gap is made of, which it could tell; none counts as nobody's. */
function fewestOf(kind: EquityKind, groups: readonly EquitySums[]): number {
  const counts = groups.flatMap(({ parts, over, people }) =>
    kind === 'proportion' ? [parts, over - parts, people] : kind === 'rate' ? [parts, people] : [people]
  )
  return Math.min(...counts.filter((count) => count > 0), Number.MAX_SAFE_INTEGER)
}
