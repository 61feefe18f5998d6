import { rankTexts } from './arrange-resources.ts'
import { codesOf, type ArrangedTable } from './arrange-table.ts'
import type { Column } from './column.ts'
import { finishConcepts } from './finish-concepts.ts'
import { finishReferences, type Dangling } from './finish-references.ts'
import type { FinishSources } from './finish-sources.ts'
import { idColumn } from './id-column.ts'
import type { CodingIndex, ConceptTable } from './store.ts'
import { usedCodes } from './used-codes.ts'

/** The columns of all tables in their final form. */
export interface FinishedColumns {
  /** By table, then by name. */
  readonly columns: readonly ReadonlyMap<string, Column>[]
  readonly concepts: ConceptTable
  /** In the order of the plan's codings. */
  readonly codings: readonly CodingIndex[]
  readonly dangling: Dangling
}

/** Gathers every column, and numbers texts, concepts and references in an order that depends on the data alone. */
export function finishColumns(
  tables: readonly ArrangedTable[],
  codings: readonly CodingIndex[],
  sources: FinishSources
): FinishedColumns {
  const { keys, dictionaries } = sources
  const columns = tables.map((): Map<string, Column> => new Map())
  const idKeys: (Int32Array | undefined)[] = tables.map(() => undefined)
  tables.forEach((table, at) => {
    table.plan.columns.forEach(({ name, kind }, place) => {
      const set = (column: Column) => columns[at]!.set(name, column)
      switch (kind) {
        case 'id': {
          const codes = table.gather(place, Int32Array, codesOf)
          idKeys[at] = codes
          return set(idColumn(keys, codes))
        }
        case 'dictionary':
          return set(dictionaryColumn(table.gather(place, Int32Array, codesOf), dictionaries.values(at, place)))
        case 'concept':
          return set({ kind, ids: table.gather(place, Int32Array, codesOf) })
        case 'reference':
          // Filled in below, when all id columns are known.
          return set({ kind, codes: table.gather(place, Int32Array, codesOf), keys: [], targets: new Int32Array(0) })
        default:
          return set(plainColumn(table, place, kind))
      }
    })
  })
  const dangling = finishReferences(tables, columns, idKeys, sources)
  const concepts = finishConcepts(columns, codings, sources.concepts)
  return { columns, concepts, codings, dangling }
}

/** A column whose values need no translation. */
function plainColumn(
  table: ArrangedTable,
  place: number,
  kind: 'date' | 'dateTime' | 'number' | 'integer' | 'boolean'
): Column {
  const days = () => table.gather(place, Int32Array, (chunk) => ('days' in chunk ? chunk.days : undefined))
  const precision = () =>
    table.gather(place, Uint8Array, (chunk) => ('precision' in chunk ? chunk.precision : undefined))
  switch (kind) {
    case 'date':
      return { kind, days: days(), precision: precision() }
    case 'dateTime':
      return {
        kind,
        days: days(),
        millis: table.gather(place, Int32Array, (chunk) => ('millis' in chunk ? chunk.millis : undefined)),
        offset: table.gather(place, Int16Array, (chunk) => ('offset' in chunk ? chunk.offset : undefined)),
        precision: precision()
      }
    case 'number':
      return {
        kind,
        values: table.gather(place, Float64Array, (chunk) => (chunk.kind === kind ? chunk.values : undefined))
      }
    case 'integer':
      return {
        kind,
        values: table.gather(place, Int32Array, (chunk) => (chunk.kind === kind ? chunk.values : undefined))
      }
    case 'boolean':
      return {
        kind,
        values: table.gather(place, Uint8Array, (chunk) => (chunk.kind === kind ? chunk.values : undefined))
      }
  }
}

/** Keeps the texts that rows use, sorted. */
function dictionaryColumn(codes: Int32Array, texts: readonly string[]): Column {
  const used = usedCodes([codes], texts.length)
  const { order, sorted } = rankTexts(used.kept.map((place) => texts[place]!))
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code >= 0) codes[row] = order[used.place[code]!]!
  }
  return { kind: 'dictionary', codes, values: sorted }
}
