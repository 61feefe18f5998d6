import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { civilFromDay } from '../../../base/fhir/calendar.ts'
import { runtimeError } from '../library/elm-error.ts'
import type { DurationUnit } from '../units/duration-unit.ts'
import { CqlDate, dayMillis, Time, type Temporal } from '../values/temporal.ts'
import { Uncertainty, type Value } from '../values/value.ts'
import { inIntegerRange } from './successor.ts'

const unitMillis: Readonly<Record<string, number>> = {
  week: 7 * dayMillis,
  day: dayMillis,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1
}

/** Whole units from one civil moment to another, towards zero. */
function wholeUnits(from: number, to: number, unit: DurationUnit): number {
  const size = unitMillis[unit]
  if (size !== undefined) return Math.trunc((to - from) / size) + 0
  if (to < from) return -calendarMonths(to, from, unit) + 0
  return calendarMonths(from, to, unit)
}

function calendarMonths(from: number, to: number, unit: DurationUnit): number {
  const [fromDay, toDay] = [Math.floor(from / dayMillis), Math.floor(to / dayMillis)]
  const [a, b] = [civilFromDay(fromDay), civilFromDay(toDay)]
  let months = (b.year - a.year) * 12 + b.month - a.month
  // A day that the last month lacks is not reached in it: from February 29, 2012 to February 28, 2014 it is one year.
  if (b.day < a.day || (b.day === a.day && to - toDay * dayMillis < from - fromDay * dayMillis)) months--
  return unit === 'year' ? Math.trunc(months / 12) : months
}

/** Boundaries of a unit that lie between two civil moments. */
function boundaries(from: number, to: number, unit: DurationUnit): number {
  if (unit === 'week') return (weekStart(to) - weekStart(from)) / (7 * dayMillis)
  if (unit !== 'year' && unit !== 'month') {
    const size = unitMillis[unit]!
    return Math.floor(to / size) - Math.floor(from / size)
  }
  const [a, b] = [civilFromDay(Math.floor(from / dayMillis)), civilFromDay(Math.floor(to / dayMillis))]
  return unit === 'year' ? b.year - a.year : (b.year - a.year) * 12 + b.month - a.month
}

/** Weeks begin on Sunday; 1970-01-01 was a Thursday. */
function weekStart(millis: number): number {
  const day = Math.floor(millis / dayMillis)
  return (day - ((((day + 4) % 7) + 7) % 7)) * dayMillis
}

function measured(
  a: Temporal,
  b: Temporal,
  unit: DurationUnit,
  count: (from: number, to: number, unit: DurationUnit) => number
): Value {
  if (a instanceof Time !== b instanceof Time) throw runtimeError(m.aTimeOfDayHasNo)
  const onDays = a instanceof CqlDate && b instanceof CqlDate
  if (onDays && (unit === 'hour' || unit === 'minute' || unit === 'second' || unit === 'millisecond')) {
    throw runtimeError(m.datesHaveNoDistanceInS(unit))
  }
  const low = count(a.latest, b.normal, unit)
  const high = count(a.normal, b.latest, unit)
  if (low === high) return inIntegerRange(low) ? low : null
  return new Uncertainty(low, high)
}

/** Whole units of time from `a` to `b`: an Integer, or an uncertainty where a precision is too coarse. */
export function durationBetween(a: Temporal, b: Temporal, unit: DurationUnit): Value {
  return measured(a, b, unit, wholeUnits)
}

/** Boundaries of a unit crossed from `a` to `b`: an Integer, or an uncertainty where a precision is too coarse. */
export function differenceBetween(a: Temporal, b: Temporal, unit: DurationUnit): Value {
  return measured(a, b, unit, boundaries)
}
