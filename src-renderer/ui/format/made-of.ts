import { uiFormatMessages as m } from '#messages/ui/format.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { Format } from './format.ts'

/** What a figure was computed from, e.g. "23 of 100", "$1,593,348 ÷ 1,177"; undefined when it is a plain count. */
export function madeOf(figure: Figure, format: Pick<Format, 'value'>): string | undefined {
  const { numerator, denominator, unit, numeratorUnit = 'number' } = figure
  if (numerator === undefined || denominator === undefined || unit === 'people') return undefined
  const part = format.value(numerator, numeratorUnit)
  const plain = format.value(denominator, 'number')
  switch (unit) {
    case 'proportion':
      return m.labelsOfTotal(part, format.value(denominator, numeratorUnit))
    case 'ratio':
      return m.partFoundPlainExpected(part, plain)
    case 'per1000PersonYears':
      return m.partInPlainPersonYears(part, plain)
    case 'per1000MemberYears':
      return m.partInPlainMemberYears(part, plain)
    case 'per1000':
      return m.partInPlain(part, plain)
    default:
      return `${part} ÷ ${plain}`
  }
}
