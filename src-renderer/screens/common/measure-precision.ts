import type { MeasureInfo } from '#engine/population/panels/person/person-measures.ts'
import type { Format } from '../../ui/format/format.ts'
import { formatDecimal } from '../../ui/format/number.ts'

/** What a number is of, as far as its text depends on it; people without a measure. */
export type Measured = Pick<MeasureInfo, 'unit'> | undefined

/** Decimals that suit all of some values of a measure, so that they stand below each other with one precision. */
export function measureDecimals(values: readonly number[], measure: Measured): number {
  const largest = Math.max(0, ...values.map(Math.abs))
  if (measure === undefined || values.every(Number.isInteger)) return 0
  if (measure.unit === 'USD') return largest >= 10 ? 0 : 2
  return largest < 10 ? 2 : 1
}

/** A value of a measure with so many decimals; dollars with their sign. */
export function formatMeasure(value: number, measure: Measured, decimals: number, { locale }: Format): string {
  const text = formatDecimal(value, decimals, locale)
  if (measure?.unit !== 'USD') return text
  return text.startsWith('\u2212') ? `\u2212$${text.slice(1)}` : `$${text}`
}
