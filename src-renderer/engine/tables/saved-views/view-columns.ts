import { dateTimeParts, parseDateTime } from '../../base/fhir/dates.ts'
import { isObject } from '../../views/path-value.ts'
import type { CompiledColumn } from '../../views/compiled-view.ts'
import type { ColumnChunk } from '../../store/model/chunk.ts'
import { NO_INTEGER, NONE, type Column, type ColumnKind } from '../../store/model/column.ts'
import {
  growableFloat64,
  growableInt16,
  growableInt32,
  growableUint8,
  type Growable
} from '../../store/model/growable.ts'

/** Why a value of a view was left out of its column. */
export type ValueFault = 'not-primitive' | 'bad-date' | 'bad-number'

/** Takes rows `[from, to)` of a column over. */
export type DrainRows = (from: number, to: number) => void

/** Collects the values of one column of a view. */
export interface ViewColumnBuilder {
  readonly kind: ColumnKind
  /** @returns why the value counts as missing, undefined when all is well */
  push(value: unknown): ValueFault | undefined
  /** Takes over a column that was read straight from bytes. @returns what takes its rows `[from, to)` */
  scanned(column: ColumnChunk): DrainRows
  /** The column; call it once. */
  take(): Column
}

const dates = new Set(['date', 'dateTime', 'instant'])
const wholes = new Set(['integer', 'positiveInt', 'unsignedInt'])

/** The kind of column that a view's column becomes: by its declared type, text without one. */
export function viewColumnKind({ type, collection }: Pick<CompiledColumn, 'type' | 'collection'>): ColumnKind {
  if (collection || type === undefined) return 'dictionary'
  if (dates.has(type)) return type === 'date' ? 'date' : 'dateTime'
  if (wholes.has(type)) return 'integer'
  return type === 'decimal' ? 'number' : type === 'boolean' ? 'boolean' : 'dictionary'
}

/** A builder for one column. Collections become JSON text: a list in one cell. */
export function viewColumnBuilder(column: CompiledColumn): ViewColumnBuilder {
  switch (viewColumnKind(column)) {
    case 'date':
      return dateBuilder()
    case 'dateTime':
      return dateTimeBuilder()
    case 'integer':
      return integerBuilder()
    case 'number':
      return numberBuilder()
    case 'boolean':
      return booleanBuilder()
    default:
      return textBuilder(column.collection)
  }
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined
}

function textBuilder(collection: boolean): ViewColumnBuilder {
  const codes = growableInt32()
  const known = new Map<string, number>()
  const codeOf = (text: string): number => {
    const code = known.get(text) ?? known.size
    if (code === known.size) known.set(text, code)
    return code
  }
  return {
    kind: 'dictionary',
    push(value) {
      const isList = collection && Array.isArray(value)
      if (isMissing(value) || (isList && value.length === 0)) {
        codes.push(NONE)
        return undefined
      }
      if (isObject(value) || (isList && value.some(isObject))) {
        codes.push(NONE)
        return 'not-primitive'
      }
      codes.push(codeOf(isList ? JSON.stringify(value) : String(value)))
      return undefined
    },
    scanned(column) {
      const { codes: scanned, values } = expected(column, 'dictionary')
      const codeOfValue = new Int32Array(values.length).fill(NONE)
      return (first, end) => {
        for (let row = first; row < end; row++) {
          const code = scanned[row]!
          if (code >= 0 && codeOfValue[code] === NONE) codeOfValue[code] = codeOf(values[code]!)
          codes.push(code < 0 ? NONE : codeOfValue[code]!)
        }
      }
    },
    take: () => ({ kind: 'dictionary', codes: codes.take(), values: [...known.keys()] })
  }
}

const parts = dateTimeParts()

function readDate(value: unknown): ValueFault | undefined {
  const good = parseDateTime(typeof value === 'string' ? value : '', parts)
  return good || isMissing(value) ? undefined : 'bad-date'
}

function dateBuilder(): ViewColumnBuilder {
  const days = growableInt32()
  const precision = growableUint8()
  return {
    kind: 'date',
    push(value) {
      const fault = readDate(value)
      days.push(parts.day)
      precision.push(Math.min(parts.precision, 3))
      return fault
    },
    scanned(column) {
      const from = expected(column, 'date')
      return (first, end) => {
        take(from.days, days, first, end)
        take(from.precision, precision, first, end)
      }
    },
    take: () => ({ kind: 'date', days: days.take(), precision: precision.take() })
  }
}

function dateTimeBuilder(): ViewColumnBuilder {
  const days = growableInt32()
  const millis = growableInt32()
  const offset = growableInt16()
  const precision = growableUint8()
  return {
    kind: 'dateTime',
    push(value) {
      const fault = readDate(value)
      days.push(parts.day)
      millis.push(parts.millis)
      offset.push(parts.offset)
      precision.push(parts.precision)
      return fault
    },
    scanned(column) {
      const from = expected(column, 'dateTime')
      return (first, end) => {
        take(from.days, days, first, end)
        take(from.millis, millis, first, end)
        take(from.offset, offset, first, end)
        take(from.precision, precision, first, end)
      }
    },
    take: () => ({
      kind: 'dateTime',
      days: days.take(),
      millis: millis.take(),
      offset: offset.take(),
      precision: precision.take()
    })
  }
}

function numberBuilder(): ViewColumnBuilder {
  const values = growableFloat64()
  return {
    kind: 'number',
    push(value) {
      const good = typeof value === 'number' && Number.isFinite(value)
      values.push(good ? value : Number.NaN)
      return good || isMissing(value) ? undefined : 'bad-number'
    },
    scanned: (column) => numbersOf(expected(column, 'number'), values),
    take: () => ({ kind: 'number', values: values.take() })
  }
}

function integerBuilder(): ViewColumnBuilder {
  const values = growableInt32()
  return {
    kind: 'integer',
    push(value) {
      const good = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31
      values.push(good ? value : NO_INTEGER)
      return good || isMissing(value) ? undefined : 'bad-number'
    },
    scanned: (column) => numbersOf(expected(column, 'integer'), values),
    take: () => ({ kind: 'integer', values: values.take() })
  }
}

function booleanBuilder(): ViewColumnBuilder {
  const values = growableUint8()
  return {
    kind: 'boolean',
    push(value) {
      const good = typeof value === 'boolean'
      values.push(good ? Number(value) : 2)
      return good || isMissing(value) ? undefined : 'not-primitive'
    },
    scanned: (column) => numbersOf(expected(column, 'boolean'), values),
    take: () => ({ kind: 'boolean', values: values.take() })
  }
}

function numbersOf({ values: from }: { readonly values: ArrayLike<number> }, to: Growable<unknown>): DrainRows {
  return (first, end) => take(from, to, first, end)
}

function take(from: ArrayLike<number>, to: Growable<unknown>, first: number, end: number): void {
  for (let row = first; row < end; row++) to.push(from[row]!)
}

/** The scanned column of the kind that the view's column has. */
function expected<K extends ColumnChunk['kind']>(column: ColumnChunk, kind: K): Extract<ColumnChunk, { kind: K }> {
  if (column.kind !== kind) throw new Error(`a column of the kind ${kind} was planned`)
  return column as Extract<ColumnChunk, { kind: K }>
}
