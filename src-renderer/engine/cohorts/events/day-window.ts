import { addMonths, addYears } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { TimeOffset, Window } from '../definition/criteria.ts'

/** Days from and to, both included. `from` is `NO_DAY` where also events without a day count. */
export interface DayRange {
  readonly from: Day
  readonly to: Day
}

/**
 * The day that an offset names as the start or the end of a window. Months and years up to the anchor end with it: the 12
 * months up to Oct 31, 2026 begin on Nov 1, 2025, as everywhere in the application. Days are counted: 90 days before is that day.
 */
function offsetDay(anchor: Day, { amount, unit }: TimeOffset, end: 'from' | 'to'): Day {
  if (unit === 'days') return anchor + amount
  const add = unit === 'months' ? addMonths : addYears
  if (amount >= 0) return add(anchor, amount)
  const start = add(anchor + 1, amount)
  return end === 'from' ? start : start - 1
}

const isoDay = (text: string): Day => Math.floor(Date.parse(`${text}T00:00:00Z`) / 86_400_000)

/** The days of a window. Nothing after the as-of date counts. @param index the index date, for windows from it */
export function windowDays(window: Window | undefined, asOf: Day, index: Day): DayRange {
  if (window === undefined) return { from: NO_DAY, to: asOf }
  if (window.type === 'dates')
    return {
      from: window.from === undefined ? NO_DAY : isoDay(window.from),
      to: Math.min(asOf, window.to === undefined ? asOf : isoDay(window.to))
    }
  const anchor = window.anchor === 'index' ? index : asOf
  const from = window.from === undefined ? NO_DAY : offsetDay(anchor, window.from, 'from')
  const to = window.to === undefined ? (window.anchor === 'index' ? anchor : asOf) : offsetDay(anchor, window.to, 'to')
  return { from, to: Math.min(asOf, to) }
}

/** Whether the days of a window differ from person to person. */
export function isFromIndex(window: Window | undefined): boolean {
  return window?.type === 'relative' && window.anchor === 'index'
}
