import { dateTimeParts, parseDateTime } from '../../base/fhir/dates.ts'
import type { ColumnChunk } from '../model/chunk.ts'
import { NO_INTEGER, NONE } from '../model/column.ts'
import { growableFloat64, growableInt16, growableInt32, growableUint8 } from '../model/growable.ts'
import type { PlannedColumn, PlannedSource } from '../model/plan.ts'
import type { RejectReason } from '../model/store.ts'

/** What a column needs to know of the chunk that it is a part of. */
export interface ChunkScope {
  /** Place of a concept in the chunk's list. */
  concept(system: string, code: string, display: string): number
  /** Key of the current resource, or of one contained in it (`<id>#<contained id>`). */
  ownKey(type: string, id: string): number
  /** Key of the resource that `value` (a Reference, or a key) points to; -1 when it is another type than `targets`. */
  reference(value: unknown, targets: readonly string[]): number
  /** Notes that a value of the current resource was left out. */
  finding(reason: RejectReason, path: string): void
}

/** Collects one column of a chunk. */
export interface ColumnBuilder {
  /** @param row of the view */
  push(row: readonly unknown[], source: PlannedSource): void
  /** The column so far; the builder starts over. */
  take(): ColumnChunk
}

const NOTHING = undefined

/** The first item of a collection, else the value; undefined for null. */
function firstItem(value: unknown): unknown {
  const item: unknown = Array.isArray(value) ? value[0] : value
  return item === null ? NOTHING : item
}

function valueAt(row: readonly unknown[], source: PlannedSource, part = 0): unknown {
  const place = source.places[part]!
  return place < 0 ? NOTHING : firstItem(row[place])
}

/**
 * A builder for one column of a table.
 * @param resourceType whose ids an id column holds
 */
export function columnBuilder(column: PlannedColumn, resourceType: string, scope: ChunkScope): ColumnBuilder {
  switch (column.kind) {
    case 'dictionary':
      return dictionaryBuilder(scope)
    case 'id':
      return codesBuilder('id', (row, from) => {
        const id = valueAt(row, from)
        return typeof id === 'string' ? scope.ownKey(resourceType, id) : NONE
      })
    case 'reference':
      return codesBuilder('reference', (row, from) => {
        const place = from.places[0]!
        return place < 0 ? NONE : scope.reference(row[place], from.column.targets)
      })
    case 'concept':
      return codesBuilder('concept', (row, from) => conceptOf(row, from, scope))
    case 'date':
      return dateBuilder(scope)
    case 'dateTime':
      return dateTimeBuilder(scope)
    case 'number':
      return numberBuilder(scope)
    case 'integer':
      return integerBuilder(scope)
    case 'boolean':
      return booleanBuilder(scope)
  }
}

/** Place of the concept whose system, code and display the row holds; -1 when it has neither code nor display. */
export function conceptOf(row: readonly unknown[], source: PlannedSource, scope: ChunkScope): number {
  const text = (part: number): string => {
    const value = valueAt(row, source, part)
    if (typeof value === 'string') return value
    if (value !== NOTHING) scope.finding('wrong-type', source.path)
    return ''
  }
  const [system, code, display] = [text(0), text(1), text(2)]
  return code === '' && display === '' ? NONE : scope.concept(system, code, display)
}

function codesBuilder(
  kind: 'id' | 'reference' | 'concept',
  codeOf: (row: readonly unknown[], source: PlannedSource) => number
): ColumnBuilder {
  const codes = growableInt32()
  return {
    push(row, source) {
      codes.push(codeOf(row, source))
    },
    take: () => ({ kind, codes: codes.take() })
  }
}

function dictionaryBuilder(scope: ChunkScope): ColumnBuilder {
  const codes = growableInt32()
  let known = new Map<string, number>()
  return {
    push(row, source) {
      const value = valueAt(row, source)
      if (typeof value !== 'string') {
        if (value !== NOTHING) scope.finding('wrong-type', source.path)
        codes.push(NONE)
        return
      }
      let code = known.get(value)
      if (code === undefined) {
        code = known.size
        known.set(value, code)
      }
      codes.push(code)
    },
    take() {
      const values = Array.from(known.keys())
      known = new Map()
      return { kind: 'dictionary', codes: codes.take(), values }
    }
  }
}

const parts = dateTimeParts()

/** Reads a date into {@link parts}; a value that is none counts as missing and is noted. */
function readDate(row: readonly unknown[], source: PlannedSource, scope: ChunkScope): void {
  const value = valueAt(row, source)
  const good = parseDateTime(typeof value === 'string' ? value : '', parts)
  if (!good && value !== NOTHING) scope.finding('bad-date', source.path)
}

function dateBuilder(scope: ChunkScope): ColumnBuilder {
  const days = growableInt32()
  const precision = growableUint8()
  return {
    push(row, source) {
      readDate(row, source, scope)
      days.push(parts.day)
      precision.push(Math.min(parts.precision, 3))
    },
    take: () => ({ kind: 'date', days: days.take(), precision: precision.take() })
  }
}

function dateTimeBuilder(scope: ChunkScope): ColumnBuilder {
  const days = growableInt32()
  const millis = growableInt32()
  const offset = growableInt16()
  const precision = growableUint8()
  return {
    push(row, source) {
      readDate(row, source, scope)
      days.push(parts.day)
      millis.push(parts.millis)
      offset.push(parts.offset)
      precision.push(parts.precision)
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

function numberBuilder(scope: ChunkScope): ColumnBuilder {
  const values = growableFloat64()
  return {
    push(row, source) {
      const value = valueAt(row, source)
      const good = typeof value === 'number' && Number.isFinite(value)
      if (!good && value !== NOTHING) scope.finding('bad-number', source.path)
      values.push(good ? value : Number.NaN)
    },
    take: () => ({ kind: 'number', values: values.take() })
  }
}

function integerBuilder(scope: ChunkScope): ColumnBuilder {
  const values = growableInt32()
  return {
    push(row, source) {
      const value = valueAt(row, source)
      const good = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31
      if (!good && value !== NOTHING) scope.finding('bad-number', source.path)
      values.push(good ? value : NO_INTEGER)
    },
    take: () => ({ kind: 'integer', values: values.take() })
  }
}

function booleanBuilder(scope: ChunkScope): ColumnBuilder {
  const values = growableUint8()
  return {
    push(row, source) {
      const value = valueAt(row, source)
      if (typeof value !== 'boolean' && value !== NOTHING) scope.finding('wrong-type', source.path)
      values.push(typeof value === 'boolean' ? Number(value) : 2)
    },
    take: () => ({ kind: 'boolean', values: values.take() })
  }
}
