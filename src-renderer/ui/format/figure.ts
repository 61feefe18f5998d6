import { commonMessages as common } from '#messages/common.ts'
import { uiFormatMessages as m } from '#messages/ui/format.ts'
import type { Figure, ConfidenceInterval, Unit } from '#engine/base/figures/figure.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'
import { formatDecimal, percentDigits } from './number.ts'
import { isSmallFigure } from '#engine/base/privacy/small-cells.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'

/** A figure in words. */
export interface FigureText {
  /** The value; "–" when there is none, "<11" or "suppressed" when it is not shown. */
  readonly text: string
  /** The interval, e.g. "12.1–12.7%". */
  readonly interval: string | undefined
  readonly hidden: boolean
}

interface Style {
  readonly locale: string
  /** Largest group of people that is hidden; 0 shows everything. */
  readonly smallCellLimit: number
  /** What leaves with the figure; undefined on the screen. */
  readonly release?: FigureRelease | undefined
}

function digits(value: number, unit: Unit): number {
  const size = Math.abs(value)
  switch (unit) {
    case 'people':
    case 'events':
      return 0
    case 'proportion':
      return percentDigits(value)
    case 'per1000':
    case 'per1000PersonYears':
    case 'per1000MemberYears':
      return size >= 100 || size === 0 ? 0 : 1
    case 'usd':
      return size >= 10 || size === 0 ? 0 : 2
    case 'ratio':
      return size < 0.1 && size > 0 ? 2 : 1
    case 'days':
      return Number.isInteger(value) ? 0 : 1
    case 'stars':
      // A rating is rounded to half a star, what it is made of is not.
      return Number.isInteger(value * 2) ? 1 : 2
    case 'number':
      return Number.isInteger(value) ? 0 : size < 10 ? 2 : 1
  }
}

function bare(value: number, unit: Unit, places: number, locale: string): string {
  return formatDecimal(unit === 'proportion' ? value * 100 : value, places, locale)
}

/** A value in its unit, e.g. "12.4%", "$612", "8.7". */
export function formatValue(value: number, unit: Unit, locale: string): string {
  return numberWithUnit(bare(value, unit, digits(value, unit), locale), unit)
}

/** A number that is written, with its unit; a minus sign stands before the currency. */
export function numberWithUnit(text: string, unit: Unit): string {
  if (unit === 'proportion') return `${text}%`
  if (unit === 'usd') return text.startsWith('\u2212') ? `\u2212$${text.slice(1)}` : `$${text}`
  return text
}

/** Both ends of a range with the unit once, e.g. "12.1–12.7%". @param middle the value between them */
export function formatRange(low: number, high: number, unit: Unit, locale: string, middle?: number): string {
  // Rates have as many decimals as the value that the range is about.
  const places =
    middle === undefined || unit === 'proportion' || unit === 'ratio'
      ? Math.max(digits(low, unit), digits(high, unit))
      : digits(middle, unit)
  const [from, to] = [bare(low, unit, places, locale), bare(high, unit, places, locale)]
  if (unit === 'proportion') return `${from}\u2013${to}%`
  return unit === 'usd' ? `$${from}\u2013${to}` : `${from}\u2013${to}`
}

/** A figure in words, with small groups kept back. */
export function formatFigure(figure: Figure, style: Style): FigureText {
  // It is asked about every figure that leaves, small or not.
  const isWithheld = style.release?.hides(figure) === true
  const isSmall = isSmallFigure(figure, style.smallCellLimit)
  if (isWithheld || isSmall) {
    const isFew = figure.unit === 'people' && isSmallCount(figure.people ?? figure.value, style.smallCellLimit)
    const text = isFew ? `<${style.smallCellLimit + 1}` : common.suppressed
    return { text, interval: undefined, hidden: true }
  }
  if (figure.value === undefined || Number.isNaN(figure.value))
    return { text: '\u2013', interval: undefined, hidden: false }
  const { interval } = figure
  return {
    text: formatValue(figure.value, figure.unit, style.locale),
    interval: interval && formatRange(interval.low, interval.high, figure.unit, style.locale, figure.value),
    hidden: false
  }
}

/** What a unit counts, for column heads and spoken names. */
export function describeUnit(unit: Unit): string {
  const words: Record<Unit, string> = {
    people: common.peopleInText,
    proportion: m.percent,
    per1000: m.per1000People,
    per1000PersonYears: m.per1000PersonYears,
    per1000MemberYears: m.per1000MemberYears,
    events: m.events,
    usd: m.usDollars,
    ratio: m.ratio,
    days: m.days,
    stars: m.stars,
    number: ''
  }
  return words[unit]
}

/** The name of an interval's method, e.g. "95% interval, Wilson". */
export function describeInterval(interval: ConfidenceInterval, locale: string): string {
  const names: Record<ConfidenceInterval['method'], string> = {
    wilson: m.wilson,
    'exact-poisson': m.exactPoisson,
    'compound-poisson': m.compoundPoisson,
    newcombe: m.newcombe,
    katz: m.katz,
    byar: m.byar,
    'fay-feuer': m.fayFeuer,
    ratio: m.ratioOfSumsOverPeople,
    'beta-binomial': 'beta-binomial',
    delong: m.deLong,
    wald: m.wald,
    'wald-log': m.waldOfTheLogarithm,
    recovered: m.recovered,
    mack: m.chainLadderMack,
    prediction: m.prediction
  }
  return m.localeIntervalNames(
    formatDecimal(interval.level * 100, Number.isInteger(interval.level * 100) ? 0 : 1, locale),
    names[interval.method]
  )
}
