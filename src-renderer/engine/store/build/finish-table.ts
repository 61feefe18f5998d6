import { translate } from '../texts/translate-codes.ts'
import type { ArrangedResources } from './arrange-resources.ts'
import type { ArrangedTable } from './arrange-table.ts'
import { codesOfChunk } from '../model/chunk.ts'
import { NONE, type Column } from '../model/column.ts'
import type { Dictionaries } from '../texts/dictionaries.ts'
import { idColumn, idsOfRows } from '../model/id-column.ts'
import type { KeyTable } from '../model/key-table.ts'
import { rankTexts } from '../texts/rank-texts.ts'
import type { ReferenceCollector } from './reference-collector.ts'
import { spread16, spread32, spread64, spread8 } from './scatter-rows.ts'
import { releaseArrays } from '../model/release-arrays.ts'
import { SharedMissing } from '../model/shared-missing.ts'
import { usedCodes } from '../../base/kernels/used-codes.ts'

/** What columns are finished with. */
export interface FinishSources {
  readonly keys: KeyTable
  readonly dictionaries: Pick<Dictionaries, 'values'>
  readonly arranged: ArrangedResources
  readonly references: ReferenceCollector
}

/**
 * Finishes the columns of one table, and lets go of what they are made from. References are left to the collector; concepts
 * are still numbered as they arrived.
 * @param position index of the table in the plan
 */
export function finishTable(table: ArrangedTable, position: number, sources: FinishSources): Map<string, Column> {
  const { dictionaries, references } = sources
  const columns = new Map<string, Column>()
  const missing = new SharedMissing()
  table.plan.columns.forEach(({ name, kind }, column) => {
    switch (kind) {
      case 'id':
        columns.set(name, finishIds(table, column, sources))
        break
      case 'dictionary':
        columns.set(
          name,
          missing.share(dictionaryColumn(spread32(table, column, codesOfChunk), dictionaries.values(position, column)))
        )
        break
      case 'concept':
        columns.set(name, { kind, ids: spread32(table, column, codesOfChunk) })
        break
      case 'reference':
        references.add(table, position, column)
        break
      default:
        columns.set(name, missing.share(plainColumn(table, column, kind)))
    }
    for (const part of table.parts) {
      if (part.columns[column] !== undefined) releaseArrays(part.columns[column])
      part.columns[column] = undefined
    }
  })
  return columns
}

/** Ids of the rows' own resources are shared with the resources' index; others stand in the column. */
function finishIds(table: ArrangedTable, column: number, { keys, arranged, references }: FinishSources): Column {
  const type = arranged.typeNamed(table.plan.resourceType)
  if (type !== undefined && !table.hasContained && standForThemselves(table, column, arranged.key)) {
    references.addRows(table, noKeys)
    return idsOfRows(type.ids, table.resource)
  }
  const keyOfRow = spread32(table, column, codesOfChunk)
  references.addRows(table, keyOfRow)
  return idColumn(keys, keyOfRow)
}

const noKeys = new Int32Array(0)

/** Whether each row's id is that of the resource it comes from. */
function standForThemselves({ parts }: ArrangedTable, column: number, keys: Int32Array): boolean {
  for (const { columns, rows, resource, firstResource } of parts) {
    const codes = columns[column] && codesOfChunk(columns[column])
    if (rows > 0 && (codes === undefined || !areKeysOf(codes, rows, resource, firstResource, keys))) return false
  }
  return true
}

function areKeysOf(codes: Int32Array, rows: number, resource: Int32Array, first: number, keys: Int32Array): boolean {
  for (let row = 0; row < rows; row++) if (codes[row] !== keys[first + resource[row]!]) return false
  return true
}

/** A column whose values need no translation. */
function plainColumn(
  table: ArrangedTable,
  column: number,
  kind: 'date' | 'dateTime' | 'number' | 'integer' | 'boolean'
): Column {
  const days = () => spread32(table, column, (chunk) => ('days' in chunk ? chunk.days : undefined))
  const precision = () => spread8(table, column, (chunk) => ('precision' in chunk ? chunk.precision : undefined))
  switch (kind) {
    case 'date':
      return { kind, days: days(), precision: precision() }
    case 'dateTime':
      return {
        kind,
        days: days(),
        millis: spread32(table, column, (chunk) => ('millis' in chunk ? chunk.millis : undefined)),
        offset: spread16(table, column, (chunk) => ('offset' in chunk ? chunk.offset : undefined)),
        precision: precision()
      }
    case 'number':
      return { kind, values: spread64(table, column, (chunk) => (chunk.kind === kind ? chunk.values : undefined)) }
    case 'integer':
      return { kind, values: spread32(table, column, (chunk) => (chunk.kind === kind ? chunk.values : undefined)) }
    case 'boolean':
      return { kind, values: spread8(table, column, (chunk) => (chunk.kind === kind ? chunk.values : undefined)) }
  }
}

/** Keeps the texts that rows use, sorted. */
function dictionaryColumn(codes: Int32Array, texts: readonly string[]): Column {
  const used = usedCodes([codes], texts.length)
  const { order, sorted } = rankTexts(used.kept.map((place) => texts[place]!))
  const final = used.place.map((place) => (place < 0 ? NONE : order[place]!))
  translate(codes, final)
  return { kind: 'dictionary', codes, values: sorted }
}
