import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { runtimeError } from '../library/elm-error.ts'
import { isNode, text, type ElmNode } from '../library/elm-node.ts'
import { asDateTime } from '../operators/compare-temporal.ts'
import { differenceBetween, durationBetween } from '../operators/duration.ts'
import { retyped } from '../operators/conversions.ts'
import type { Evaluate } from '../runtime/run.ts'
import type { NodeCompiler, NodeFamily, Scope } from '../runtime/scope.ts'
import { durationUnitFromName, type DurationUnit } from '../units/duration-unit.ts'
import { Decimal } from '../values/decimal.ts'
import { precisionFromName } from '../values/precision.ts'
import { componentOf, CqlDate, DateTime, dayMillis, Temporal, Time, truncateMillis } from '../values/temporal.ts'
import { dateOf, dateTimeOf, timeOf } from '../values/temporal-text.ts'
import { typeName, type Value } from '../values/value.ts'
import { unary } from './strict.ts'

function components(
  node: ElmNode,
  scope: Scope,
  names: readonly string[]
): (run: Parameters<Evaluate>[0]) => (number | undefined)[] {
  const parts = names.map((name) => scope.optional(node, name))
  return (run) =>
    parts.map((part) => {
      const value = part?.(run) ?? undefined
      return typeof value === 'number' ? value : undefined
    })
}

function constructed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw runtimeError(m.thereIsNoSuch(what))
  return value
}

function temporal(value: Value): Temporal {
  if (value instanceof Temporal) return value
  throw runtimeError(m.aDateOrTimeWasExpected(typeName(value)))
}

function unitOf(node: ElmNode, scope: Scope): DurationUnit {
  const name = text(node, 'precision') ?? 'Year'
  const unit = durationUnitFromName(name)
  if (unit === undefined) throw scope.error(node, m.thereIsNoUnitOfTime(name))
  return unit
}

/** Distance between two dates or times; a Date against a DateTime is taken as a DateTime. */
function distance(measure: (a: Temporal, b: Temporal, unit: DurationUnit) => Value): NodeCompiler {
  return (node, scope) => {
    const [a, b] = scope.pair(node)
    const unit = unitOf(node, scope)
    return (run) => {
      const [from, to] = [a(run), b(run)]
      if (from === null || to === null) return null
      const [left, right] = [temporal(from), temporal(to)]
      if (left instanceof CqlDate && right instanceof DateTime) return measure(asDateTime(left, right), right, unit)
      if (left instanceof DateTime && right instanceof CqlDate) return measure(left, asDateTime(right, left), unit)
      return measure(left, right, unit)
    }
  }
}

/** Age is reckoned in days: a time of day at either end does not count unless hours are asked for. */
function ageBetween(birth: Value, date: Value, unit: DurationUnit): Value {
  if (birth === null || date === null) return null
  const [from, to] = [temporal(birth), temporal(date)]
  if (from instanceof CqlDate && to instanceof DateTime && isDayOrLonger(unit)) {
    return durationBetween(from, retyped(to, 'Date') as CqlDate, unit)
  }
  if (from instanceof CqlDate && to instanceof DateTime) return durationBetween(asDateTime(from, to), to, unit)
  if (from instanceof DateTime && to instanceof CqlDate) return durationBetween(from, asDateTime(to, from), unit)
  return durationBetween(from, to, unit)
}

function isDayOrLonger(unit: DurationUnit): boolean {
  return unit === 'year' || unit === 'month' || unit === 'week' || unit === 'day'
}

function birthDate(node: ElmNode, scope: Scope): Evaluate {
  const operand = node['operand']
  if (isNode(operand)) return scope.compile(operand)
  throw scope.error(node, m.thisAgeNeedsABirthDate)
}

function today(now: DateTime): CqlDate {
  return new CqlDate(truncateMillis(now.normal, 3), 3)
}

/** Construction and parts of dates and times, and the time between them. */
export const temporalNodes: NodeFamily = {
  DateTime: (node, scope) => {
    const parts = components(node, scope, ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'])
    const offset = scope.optional(node, 'timezoneOffset')
    const { zone } = scope.linker
    return (run) => {
      const values = parts(run)
      if (values[0] === undefined) return null
      const hours = offset?.(run) ?? null
      const size = hours instanceof Decimal ? hours.toNumber() : typeof hours === 'number' ? hours : undefined
      const minutes = size === undefined ? undefined : Math.round(size * 60)
      return constructed(dateTimeOf(values, minutes, zone), m.dateAndTime)
    }
  },
  Date: (node, scope) => {
    const parts = components(node, scope, ['year', 'month', 'day'])
    return (run) => {
      const [year, month, day] = parts(run)
      return year === undefined ? null : constructed(dateOf(year, month, day), 'date')
    }
  },
  Time: (node, scope) => {
    const parts = components(node, scope, ['hour', 'minute', 'second', 'millisecond'])
    return (run) => {
      const [hour, minute, second, millisecond] = parts(run)
      return hour === undefined ? null : constructed(timeOf(hour, minute, second, millisecond), m.timeOfDay)
    }
  },
  Now: () => (run) => run.now,
  Today: () => (run) => today(run.now),
  TimeOfDay: () => (run) => new Time(((run.now.local % dayMillis) + dayMillis) % dayMillis, 7),
  DateFrom: unary((value) => retyped(temporal(value), 'Date')),
  TimeFrom: unary((value) => retyped(temporal(value), 'Time')),
  TimezoneFrom: unary(offsetOf),
  TimezoneOffsetFrom: unary(offsetOf),
  DateTimeComponentFrom: (node, scope) => {
    const operand = scope.required(node, 'operand')
    const precision = precisionFromName(text(node, 'precision') ?? '')
    if (precision === undefined) throw scope.error(node, m.thisComponentOfADateIs)
    return (run) => {
      const value = operand(run)
      if (value === null) return null
      const moment = temporal(value)
      return moment.precision < precision ? null : componentOf(moment.local, precision)
    }
  },
  DurationBetween: distance(durationBetween),
  DifferenceBetween: distance(differenceBetween),
  CalculateAge: (node, scope) => {
    const [birth, unit] = [birthDate(node, scope), unitOf(node, scope)]
    return (run) => ageBetween(birth(run), today(run.now), unit)
  },
  CalculateAgeAt: (node, scope) => {
    const [[birth, date], unit] = [scope.pair(node), unitOf(node, scope)]
    return (run) => ageBetween(birth(run), date(run), unit)
  }
}

function offsetOf(value: Value): Value {
  const moment = temporal(value)
  return moment instanceof DateTime ? (Decimal.fromNumber(moment.offset / 60) ?? null) : null
}
