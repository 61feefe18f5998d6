import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { limitsOf, type Baseline } from '../../../base/stats/count-chart.ts'
import { funnelLimits } from '../../../base/stats/funnel.ts'
import { reliabilities } from '../../../base/stats/reliability.ts'
import { filterOn } from '../base/figures.ts'
import type { Funnel, FunnelRow } from '../results/overview-result.ts'
import type { DimensionValue } from '../../selection/dimension.ts'
import type { Indicator } from './signal-indicators.ts'
import type { View } from '../base/view.ts'

/** Points that the limits are drawn through. */
const CURVE_POINTS = 48
/** The dispersion is known from many people. */
const MANY_DEGREES = 1e6

const sources: Definition['sources'] = [
  {
    title: m.funnelPlotsForComparingInstitutionalPerformance,
    publisher: m.spiegelhalterStatMed2411851202,
    year: 2005
  },
  { title: m.theReliabilityOfProviderProfiling, publisher: m.adamsRANDTR653, year: 2009 }
]

const rule = m.limitsAreAroundTheValueOf

/**
 * Practices against all of them, per indicator.
 * @param expectedFalse practices of all funnels together that lie outside by chance alone, on average, where none differs
 */
export function funnelsOf(
  view: View,
  indicators: readonly Indicator[],
  practices: readonly DimensionValue[],
  expectedFalse: number
): readonly Funnel[] {
  const used = (indicator: Indicator): number[] =>
    practices.flatMap(({ value }, practice) =>
      value !== 'unknown' && indicator.funnel.of[practice]! > 0 ? [practice] : []
    )
  const compared = indicators.reduce((sum, indicator) => sum + used(indicator).length, 0)
  return indicators.flatMap((indicator) => {
    const list = used(indicator)
    return list.length < 2 ? [] : [funnelOf(view, indicator, practices, list, expectedFalse / compared)]
  })
}

function funnelOf(
  view: View,
  indicator: Indicator,
  practices: readonly DimensionValue[],
  used: readonly number[],
  level: number
): Funnel {
  const { kind, better, funnel } = indicator
  const { dispersion } = funnel
  const provenance = view.provenance({
    id: `funnel/${indicator.id}`,
    version: '1.0.0',
    title: funnel.title,
    text: `${funnel.text} ${rule}`,
    calculated: m.limitsAtAFalseAlarmProbability((100 * level).toPrecision(2)),
    sources: [...indicator.sources, ...sources]
  })
  const units = used.map((practice) => ({ events: funnel.events[practice]!, of: funnel.of[practice]! }))
  const all = {
    events: units.reduce((sum, { events }) => sum + events, 0),
    of: units.reduce((sum, { of }) => sum + of, 0)
  }
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
  const rows = used.map((practice, index): FunnelRow => {
    const { value, label } = practices[practice]!
    const unit = units[index]!
    const { lower, upper } = limitsAt(unit.of)
    const rate = unit.events / unit.of
    const outside = rate > upper ? 'above' : rate < lower ? 'below' : undefined
    return {
      practice: value,
      label,
      figure: indicator.yearly(unit.events, unit.of, [filterOn('practice', value)], provenance),
      reliability: reliability[index]!,
      ...(outside === undefined ? {} : { outside })
    }
  })
  return {
    id: indicator.id,
    title: funnel.title,
    better,
    overall: indicator.yearly(
      all.events,
      all.of,
      [{ dimension: 'practice', values: ['unknown'], exclude: true }],
      provenance
    ),
    rows: rows.toSorted((a, b) => (b.figure.denominator ?? 0) - (a.figure.denominator ?? 0)),
    limits: sizes(
      units.map(({ of }) => of),
      kind === 'share'
    ).map((of) => {
      const { lower, upper } = limitsAt(of)
      return { of, lower: lower * scale, upper: upper * scale }
    }),
    provenance
  }
}

/** Sizes from the smallest to the largest unit, closer where limits bend most. */
function sizes(of: readonly number[], areWhole: boolean): readonly number[] {
  const least = Math.max(1, Math.min(...of))
  const most = Math.max(...of)
  const all = Array.from({ length: CURVE_POINTS }, (_, i) => least * (most / least) ** (i / (CURVE_POINTS - 1)))
  return areWhole ? [...new Set(all.map(Math.round))] : all
}
