import { spend } from '../library/budget.ts'
import { Code, Concept } from '../values/code.ts'
import { Decimal } from '../values/decimal.ts'
import { Quantity, Ratio } from '../values/quantity.ts'
import { CqlDate, DateTime, dayMillis, Temporal, Time, truncateMillis } from '../values/temporal.ts'
import {
  formatTemporal,
  parseCqlDate,
  parseCqlDateTime,
  parseCqlTime,
  type ZoneOffset
} from '../values/temporal-text.ts'
import { isList, type Value } from '../values/value.ts'
import { toDecimal } from './compare.ts'
import { inIntegerRange, inLongRange } from './successor.ts'
import type { Precision } from '../values/precision.ts'

/** The date, or the time of day, of a date and time. Null when it is too coarse to have one. */
export function retyped(value: Temporal, type: 'Date' | 'Time'): Temporal | null {
  if (type === 'Time') {
    if (value instanceof Time) return value
    return value.precision < 4 ? null : new Time(((value.local % dayMillis) + dayMillis) % dayMillis, value.precision)
  }
  if (value instanceof CqlDate) return value
  const precision = Math.min(3, value.precision) as Precision
  return new CqlDate(truncateMillis(value.local, precision), precision)
}

const trueTexts = new Set(['true', 't', 'yes', 'y', '1'])
const falseTexts = new Set(['false', 'f', 'no', 'n', '0'])
const quantityPattern = /^\s*([+-]?\d+(?:\.\d+)?)\s*(?:'([^']*)'|([A-Za-z]+))?\s*$/

function toBoolean(value: Value): Value {
  if (typeof value === 'string') {
    const lower = value.toLowerCase()
    return trueTexts.has(lower) ? true : falseTexts.has(lower) ? false : null
  }
  const number = toDecimal(value)
  if (number !== undefined) return number.units === 0n ? false : number.units === 10n ** 8n ? true : null
  return typeof value === 'boolean' ? value : null
}

function toInteger(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') return /^[+-]?\d+$/.test(value) && inIntegerRange(Number(value)) ? Number(value) : null
  if (typeof value === 'bigint') return inIntegerRange(Number(value)) ? Number(value) : null
  return typeof value === 'number' ? value : null
}

function toLong(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'string') return /^[+-]?\d+$/.test(value) && inLongRange(BigInt(value)) ? BigInt(value) : null
  return typeof value === 'number' ? BigInt(value) : typeof value === 'bigint' ? value : null
}

function decimal(value: Value): Value {
  if (typeof value === 'string') return /^[+-]?\d+(\.\d+)?$/.test(value) ? (Decimal.parse(value) ?? null) : null
  if (typeof value === 'boolean') return Decimal.fromInteger(value ? 1 : 0)
  return toDecimal(value) ?? null
}

function toQuantity(value: Value): Value {
  if (value instanceof Quantity) return value
  if (value instanceof Ratio) return null
  if (typeof value === 'string') {
    const match = quantityPattern.exec(value)
    const number = match === null ? undefined : Decimal.parse(match[1]!)
    return number === undefined ? null : new Quantity(number, match?.[2] ?? match?.[3] ?? '1')
  }
  const number = toDecimal(value)
  return number === undefined ? null : new Quantity(number, '1')
}

function toRatio(value: Value): Value {
  if (value instanceof Ratio) return value
  if (typeof value !== 'string') return null
  const parts = value.split(':')
  if (parts.length !== 2) return null
  const [numerator, denominator] = [toQuantity(parts[0]!), toQuantity(parts[1]!)]
  return numerator instanceof Quantity && denominator instanceof Quantity ? new Ratio(numerator, denominator) : null
}

/** CQL `ToString`; null for values without a text. */
export function toText(value: Value): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (value instanceof Decimal) return value.toString()
  if (value instanceof Quantity) return `${quantityNumber(value.value)} '${value.unit}'`
  if (value instanceof Ratio) {
    const [numerator, denominator] = [toText(value.numerator), toText(value.denominator)]
    return numerator === null || denominator === null ? null : `${numerator}:${denominator}`
  }
  return value instanceof CqlDate || value instanceof DateTime || value instanceof Time ? formatTemporal(value) : null
}

/** The value of a quantity is written without a point where it is whole and was written so. */
function quantityNumber(value: Decimal): string {
  return value.scale === 0 ? String(value.truncate()) : value.toString()
}

function toConcept(value: Value): Value {
  if (value instanceof Concept) return value
  if (value instanceof Code) return new Concept([value])
  if (!isList(value)) return null
  spend(value.length)
  return new Concept(value.filter((item) => item instanceof Code))
}

/** A System type's conversion; null when the value has no counterpart in it (CQL 1.5, appendix B, "Type Operators"). */
export function convertTo(value: Value, type: string, zone: ZoneOffset): Value {
  if (value === null) return null
  switch (type) {
    case 'Boolean':
      return toBoolean(value)
    case 'Integer':
      return toInteger(value)
    case 'Long':
      return toLong(value)
    case 'Decimal':
      return decimal(value)
    case 'String':
      return toText(value)
    case 'Quantity':
      return toQuantity(value)
    case 'Ratio':
      return toRatio(value)
    case 'Concept':
      return toConcept(value)
    case 'Date':
      if (value instanceof Temporal) return value instanceof Time ? null : retyped(value, 'Date')
      return typeof value === 'string' ? (parseCqlDate(value) ?? retypedText(value, zone)) : null
    case 'DateTime':
      if (value instanceof CqlDate) return new DateTime(value.local, value.precision, zone(value.local), 0)
      return value instanceof DateTime
        ? value
        : typeof value === 'string'
          ? (parseCqlDateTime(value, zone) ?? null)
          : null
    case 'Time':
      if (value instanceof Temporal) return retyped(value, 'Time')
      return typeof value === 'string' ? (parseCqlTime(value) ?? null) : null
    default:
      return null
  }
}

function retypedText(value: string, zone: ZoneOffset): Value {
  const parsed = parseCqlDateTime(value, zone)
  return parsed === undefined ? null : retyped(parsed, 'Date')
}
