import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { civilFromDay } from '../../../base/fhir/calendar.ts'
import { addMonths } from '../../../base/fhir/calendar.ts'
import { runtimeError } from '../library/elm-error.ts'
import { durationUnit, unitPrecision } from '../units/duration-unit.ts'
import type { Precision } from '../values/precision.ts'
import type { Quantity } from '../values/quantity.ts'
import { dayMillis, Temporal, Time, truncateMillis } from '../values/temporal.ts'

/** How many of a unit make one of the next coarser precision (CQL 1.5, appendix B, "Add" on dates and times). */
const toCoarser: Readonly<Record<number, number>> = { 2: 12, 3: 30, 4: 24, 5: 60, 6: 60, 7: 1000 }
const millis: Readonly<Record<number, number>> = { 3: dayMillis, 4: 3_600_000, 5: 60_000, 6: 1000, 7: 1 }

/**
 * A date or time moved by a duration, forth (`sign` 1) or back. A duration finer than the value's precision is turned
 * into whole units of it first; the last day of a shorter month takes the place of a day that it lacks.
 * @throws ElmError when the unit is no duration, or the result lies outside the years 1 to 9999
 */
export function addDuration(value: Temporal, quantity: Quantity, sign: 1 | -1): Temporal {
  const unit = durationUnit(quantity.unit)
  if (unit === undefined) throw runtimeError(m.isNoUnitOfTime(quantity.unit))
  let precision = unitPrecision[unit]
  let amount = quantity.value.toNumber() * sign * (unit === 'week' ? 7 : 1)
  if (precision !== 6) amount = Math.trunc(amount)
  if (unit === 'week' && value.precision < 3) amount = Math.trunc(amount)
  const floor = value instanceof Time ? 4 : 1
  if (precision === 3 && value.precision === 1) {
    amount = Math.trunc(amount / 365)
    precision = 1
  }
  while (precision > value.precision && precision > floor) {
    amount = Math.trunc(amount / toCoarser[precision]!)
    precision = (precision - 1) as Precision
    if (precision === 3 && value.precision === 1) {
      amount = Math.trunc(amount / 365)
      precision = 1
    }
  }
  const size = millis[precision]
  const moved =
    size === undefined
      ? moveMonths(value.local, precision === 1 ? amount * 12 : amount)
      : value.local + Math.round(amount * size)
  if (value instanceof Time) return value.at(((moved % dayMillis) + dayMillis) % dayMillis, value.precision)
  const { year } = civilFromDay(Math.floor(moved / dayMillis))
  if (!(year >= 1 && year <= 9999)) throw runtimeError(m.aDateOutsideTheYears1)
  return value.at(truncateMillis(moved, value.precision), value.precision)
}

function moveMonths(local: number, months: number): number {
  const day = Math.floor(local / dayMillis)
  return addMonths(day, months) * dayMillis + (local - day * dayMillis)
}
