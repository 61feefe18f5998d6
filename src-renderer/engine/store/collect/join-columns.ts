import { defined } from '#shared/language/defined.ts'
import { codesOfChunk, type CodingChunk, type ColumnChunk, type TableChunk } from '../model/chunk.ts'
import {
  dependentRows,
  joinCodes,
  joinColumnTexts,
  joinFloat64,
  joinInt16,
  joinInt32,
  joinPlaces,
  joinUint8,
  pluck,
  type RowRuns
} from './join-rows.ts'

/** The order in which the resources of some chunks are joined. */
export interface JoinOrder {
  readonly rows: RowRuns
  /** Place of each resource of each chunk. */
  readonly places: readonly Int32Array[]
  /** What the keys of each chunk are moved by, and its concepts. */
  readonly keyShifts: readonly number[]
  readonly conceptShifts: readonly number[]
}

/** Joins what each chunk has of a table, which at least one of them has. */
export function joinTable(table: number, parts: readonly (TableChunk | undefined)[], order: JoinOrder): TableChunk {
  const resources = pluck(parts, 'resource')
  const rows = dependentRows(order.rows, order.places, resources)
  const width = defined(parts.find((part) => part !== undefined)).columns.length
  const columns = Array.from({ length: width }, (_, index) =>
    joinColumn(
      parts.map((part) => part?.columns[index]),
      rows,
      order
    )
  )
  return { table, rows: rows.count, resource: joinPlaces(resources, rows, order.places), columns }
}

/** The same of all codings of a table. */
export function joinCodings(
  coding: number,
  parts: readonly (CodingChunk | undefined)[],
  order: JoinOrder
): CodingChunk {
  const resources = pluck(parts, 'resource')
  const rows = dependentRows(order.rows, order.places, resources)
  return {
    coding,
    resource: joinPlaces(resources, rows, order.places),
    concept: joinCodes(pluck(parts, 'concept'), rows, order.conceptShifts)
  }
}

/** The chunks of a column that are of a kind, which all of them are. */
export function ofKind<K extends ColumnChunk['kind']>(
  parts: readonly (ColumnChunk | undefined)[],
  kind: K
): readonly (Extract<ColumnChunk, { readonly kind: K }> | undefined)[] {
  const isOfKind = (part: ColumnChunk | undefined): part is Extract<ColumnChunk, { readonly kind: K }> =>
    part?.kind === kind
  return parts.map((part) => (isOfKind(part) ? part : undefined))
}

function joinColumn(
  parts: readonly (ColumnChunk | undefined)[],
  rows: RowRuns,
  { keyShifts, conceptShifts }: JoinOrder
): ColumnChunk {
  const { kind } = defined(parts.find((part) => part !== undefined))
  switch (kind) {
    case 'dictionary': {
      const lists = ofKind(parts, kind)
      const { texts, places } = joinColumnTexts(pluck(lists, 'values'), rows.count)
      return { kind, codes: joinPlaces(pluck(lists, 'codes'), rows, places), values: texts }
    }
    case 'id':
    case 'reference':
    case 'concept': {
      const codes = parts.map((part) => part && codesOfChunk(part))
      return { kind, codes: joinCodes(codes, rows, kind === 'concept' ? conceptShifts : keyShifts) }
    }
    case 'date': {
      const chunks = ofKind(parts, kind)
      return {
        kind,
        days: joinInt32(pluck(chunks, 'days'), rows),
        precision: joinUint8(pluck(chunks, 'precision'), rows)
      }
    }
    case 'dateTime': {
      const chunks = ofKind(parts, kind)
      return {
        kind,
        days: joinInt32(pluck(chunks, 'days'), rows),
        millis: joinInt32(pluck(chunks, 'millis'), rows),
        offset: joinInt16(pluck(chunks, 'offset'), rows),
        precision: joinUint8(pluck(chunks, 'precision'), rows)
      }
    }
    case 'number':
      return {
        kind,
        values: joinFloat64(pluck(ofKind(parts, kind), 'values'), rows)
      }
    case 'integer':
      return {
        kind,
        values: joinInt32(pluck(ofKind(parts, kind), 'values'), rows)
      }
    case 'boolean':
      return {
        kind,
        values: joinUint8(pluck(ofKind(parts, kind), 'values'), rows)
      }
  }
}
