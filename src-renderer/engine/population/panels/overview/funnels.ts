import { enginePopulationPanelsBaseMessages as base } from '#messages/engine/population/panels/base.ts'
import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import { againstAll, funnelSources, sumOfUnits, type FunnelUnit } from '../base/funnel-limits.ts'
import { filterOn } from '../base/figures.ts'
import type { Funnel } from '../results/funnel-result.ts'
import type { DimensionValue } from '../../selection/dimension.ts'
import type { Indicator } from './signal-indicators.ts'
import type { View } from '../base/view.ts'

const rule = base.limitsAreAroundTheValueOf(m.allPractices, m.aPractice)

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
    calculated: base.limitsAtAFalseAlarmProbability((100 * level).toPrecision(2), m.practice),
    sources: [...indicator.sources, ...funnelSources]
  })
  const units = used.map((practice): FunnelUnit => {
    const [events, of] = [funnel.events[practice]!, funnel.of[practice]!]
    const { value, label } = practices[practice]!
    return {
      unit: value,
      label,
      events,
      of,
      figure: indicator.yearly(events, of, [filterOn('practice', value)], provenance)
    }
  })
  const { events, of } = sumOfUnits(units)
  return {
    id: indicator.id,
    title: funnel.title,
    better,
    units: 'practices',
    sizes: funnel.sizes,
    overall: indicator.yearly(events, of, [{ dimension: 'practice', values: ['unknown'], exclude: true }], provenance),
    ...againstAll(units, { kind, dispersion, level }),
    provenance
  }
}
