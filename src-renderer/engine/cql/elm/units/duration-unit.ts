import type { Precision } from '../values/precision.ts'

/** Units of calendar durations, in CQL's singular form. */
export type DurationUnit = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond'

/** Precision at which a date or time counts in a unit. */
export const unitPrecision: Readonly<Record<DurationUnit, Precision>> = {
  year: 1,
  month: 2,
  week: 3,
  day: 3,
  hour: 4,
  minute: 5,
  second: 6,
  millisecond: 7
}

const calendarUnits: Readonly<Record<string, DurationUnit>> = {
  year: 'year',
  years: 'year',
  month: 'month',
  months: 'month',
  week: 'week',
  weeks: 'week',
  day: 'day',
  days: 'day',
  hour: 'hour',
  hours: 'hour',
  minute: 'minute',
  minutes: 'minute',
  second: 'second',
  seconds: 'second',
  millisecond: 'millisecond',
  milliseconds: 'millisecond'
}

const ucumUnits: Readonly<Record<string, DurationUnit>> = {
  a: 'year',
  mo: 'month',
  wk: 'week',
  d: 'day',
  h: 'hour',
  min: 'minute',
  s: 'second',
  ms: 'millisecond'
}

const definite: Readonly<Record<DurationUnit, string | undefined>> = {
  year: undefined,
  month: undefined,
  week: 'wk',
  day: 'd',
  hour: 'h',
  minute: 'min',
  second: 's',
  millisecond: 'ms'
}

const names = Object.keys(definite)

/** A calendar unit as written in CQL (`years`), in the singular; undefined for any other unit. */
export function calendarUnit(unit: string): DurationUnit | undefined {
  return Object.hasOwn(calendarUnits, unit) ? calendarUnits[unit] : undefined
}

/** The duration that a unit stands for in date arithmetic, calendar or UCUM; undefined for any other unit. */
export function durationUnit(unit: string): DurationUnit | undefined {
  return calendarUnit(unit) ?? (Object.hasOwn(ucumUnits, unit) ? ucumUnits[unit] : undefined)
}

/** The unit of an ELM `precision` attribute (`Week`, `Day`); undefined when there is none of the name. */
export function durationUnitFromName(name: string): DurationUnit | undefined {
  const lower = name.toLowerCase()
  return names.includes(lower) ? (lower as DurationUnit) : undefined
}

/**
 * The UCUM unit that a calendar duration equals: `days` is `d`. Years and months equal none, for they have no fixed
 * length (CQL 1.5, "Quantity"); then, and for other units, undefined.
 */
export function definiteUnit(unit: string): string | undefined {
  const calendar = calendarUnit(unit)
  return calendar === undefined ? undefined : definite[calendar]
}

/** The UCUM unit closest to a calendar duration, years and months included; other units as they are. */
export function nearestUcum(unit: string): string {
  const calendar = calendarUnit(unit)
  return calendar === undefined ? unit : (definite[calendar] ?? (calendar === 'year' ? 'a' : 'mo'))
}
