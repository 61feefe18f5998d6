import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import { nounFor } from '#shared/messages/plural.ts'
import type { Noun } from '#shared/messages/message.ts'
import type { Figure, Provenance, Unit } from '#engine/base/figures/figure.ts'
import type { DimensionInfo } from '#engine/population/selection/dimension-info.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'
import type { Day, Filter } from '#engine/base/figures/filter.ts'
import { formatAge, formatClock, formatDay, formatMoment, formatMonth } from './day.ts'
import { formatFigure, formatRange, formatValue, type FigureText } from './figure.ts'
import { describeFilter, sourceLine } from './filter.ts'
import { formatBytes, formatCount, formatDuration, formatPercent, formatQuantity } from './number.ts'

/** Numbers and dates in the user's locale, with small groups kept back as the settings say. */
export interface Format {
  readonly locale: string
  count(value: number): string
  /** Groups of 1 to this many people are suppressed; 0 on a screen of one's own. */
  readonly smallCellLimit: number
  /** What leaves with what is written now; it is asked about counts that stand in no figure. */
  readonly release?: FigureRelease | undefined
  /** A number of people; "<11" when the group is suppressed. */
  people(value: number): string
  /** "1 person", "1,204 people"; "<11 people" when the group is suppressed. */
  quantity(value: number, noun: Noun): string
  /** @param share 0..1 */
  percent(share: number): string
  value(value: number, unit: Unit): string
  range(low: number, high: number, unit: Unit): string
  figure(figure: Figure): FigureText
  day(day: Day): string
  month(day: Day): string
  /** @param millis milliseconds since 1970 */
  moment(millis: number): string
  /** The local time of day, with seconds where they matter. */
  clock(millis: number, withSeconds?: boolean): string
  age(days: number): string
  bytes(bytes: number): string
  duration(seconds: number): string
  /** Name and value of a filter in the words of the loaded data. */
  filter(filter: Filter): { readonly name: string; readonly value: string }
  /** Last line of every copy and export: source, as-of date and filters. Without a snapshot it is the loaded one. */
  source(provenance: Pick<Provenance, 'asOf' | 'filters'> & { readonly snapshot?: Provenance['snapshot'] }): string
}

/** What formats depend on. The functions are called each time, so that what they give may change. */
export interface FormatOptions {
  readonly locale: string
  /** Groups of 1 to this many people are suppressed. */
  readonly smallCellLimit: () => number
  /** What leaves with the figures that are written now; undefined on the screen. */
  readonly release?: () => FigureRelease | undefined
  readonly dimensions: () => readonly DimensionInfo[]
  /** Name of the loaded data, where a provenance names no snapshot. */
  readonly label: () => string
  /** Sentences after the source of copies and exports: the rule for small cells, what is incomplete. */
  readonly notes: () => readonly (string | undefined)[]
}

/** Formats without a page, for reports that are written outside of one. */
export function createFormat({ locale, smallCellLimit, release, dimensions, label, notes }: FormatOptions): Format {
  const withheldGroup = (value: number): string | undefined => {
    const limit = smallCellLimit()
    return isSmallCount(value, limit) ? `<${limit + 1}` : undefined
  }
  return {
    locale,
    count: (value) => formatCount(value, locale),
    get smallCellLimit() {
      return smallCellLimit()
    },
    get release() {
      return release?.()
    },
    people: (value) => withheldGroup(value) ?? formatCount(value, locale),
    quantity: (value, noun) => {
      const few = noun.people === true ? withheldGroup(value) : undefined
      // It is less than a number of which there is more than one.
      return few === undefined ? formatQuantity(value, noun, locale) : `${few} ${nounFor(smallCellLimit() + 1, noun)}`
    },
    percent: (share) => formatPercent(share, locale),
    value: (value, unit) => formatValue(value, unit, locale),
    range: (low, high, unit) => formatRange(low, high, unit, locale),
    figure: (figure) => formatFigure(figure, { locale, smallCellLimit: smallCellLimit(), release: release?.() }),
    day: (day) => formatDay(day, locale),
    month: (day) => formatMonth(day, locale),
    moment: (millis) => formatMoment(millis, locale),
    clock: (millis, withSeconds = false) => formatClock(millis, withSeconds, locale),
    age: formatAge,
    bytes: (bytes) => formatBytes(bytes, locale),
    duration: formatDuration,
    filter: (filter) => describeFilter(filter, dimensions()),
    source: ({ snapshot, ...context }) =>
      [sourceLine({ ...context, label: snapshot?.label ?? label() }, dimensions(), locale), ...notes()]
        .filter((part) => part !== undefined)
        .join('. ')
  }
}
