import { chartsPartsMessages as m } from '#messages/charts/parts.ts'
import type { Unit } from '#engine/base/figures/figure.ts'
import { numberWithUnit } from '../../ui/format/figure.ts'
import { formatDecimal } from '../../ui/format/number.ts'
import type { Format } from '../../ui/format/format.ts'
import type { Scale } from '../model/scale.ts'

/** A tick of a value axis with its unit: as many decimals as the distance of the ticks needs. */
export function axisText(
  value: number,
  unit: Unit,
  scale: Pick<Scale, 'interval'>,
  format: Pick<Format, 'locale'>
): string {
  const factor = unit === 'proportion' ? 100 : 1
  const step = scale.interval * factor
  const digits = [0, 1, 2, 3].find((places) => Math.abs(step - Number(step.toFixed(places))) < step * 1e-6) ?? 4
  return numberWithUnit(formatDecimal(value * factor, digits, format.locale), unit)
}

/** For the caption: says so where a value axis does not start at zero. */
export function axisStart(unit: Unit, scale: Scale, format: Pick<Format, 'locale'>): string {
  return scale.min > 0 ? m.axisStartsAt(axisText(scale.min, unit, scale, format)) : ''
}
