import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import { ELSEWHERE, NONE, type ReferenceColumn } from '../store/model/column.ts'
import type { Store } from '../store/model/store.ts'
import { tablesOfTypes, typesOfKeys } from './key-types.ts'

/** A panel follows a reference from a record of one person to one of another, which a shard does not have. */
export class ReferenceElsewhere extends AppError {
  constructor() {
    super('not-allowed', m.recordsOfSomePeopleReferTo)
  }
}

/** Rows of a table that belong to a shard, from `first` to `end` (excluded). */
export interface RowRange {
  readonly first: number
  readonly end: number
}

/** Where references lead among the rows of a shard. */
export interface ShardTargets {
  /**
   * The targets of a column of the population as rows of the shard.
   * @param codes of the shard's rows
   * @throws ReferenceElsewhere when one of these rows refers to a record of somebody in another shard
   */
  of(column: ReferenceColumn, codes: Int32Array): Int32Array
}

/** @param rows of the shard, by table; undefined for tables of no person, which are whole in every shard */
export function shardTargets(store: Store, rows: ReadonlyMap<string, RowRange | undefined>): ShardTargets {
  const tables = tablesOfTypes(store)
  // Columns that share their targets go on sharing them.
  const known = new Map<Int32Array, Int32Array>()
  const checked = new WeakSet<Int32Array>()
  return {
    of(column, codes) {
      const targets = known.get(column.targets) ?? translate(column, tables, rows)
      known.set(column.targets, targets)
      if (!checked.has(codes)) refuseElsewhere(codes, targets)
      checked.add(codes)
      return targets
    }
  }
}

function translate(
  { keys, targets }: ReferenceColumn,
  tables: ReadonlyMap<string, string>,
  rows: ReadonlyMap<string, RowRange | undefined>
): Int32Array {
  const here = new Int32Array(targets.length).fill(NONE)
  const move = (from: number, to: number, type: string | undefined): void => {
    const table = tables.get(type ?? '')
    if (table === undefined) return
    const range = rows.get(table) ?? { first: 0, end: Number.POSITIVE_INFINITY }
    for (let code = from; code < to; code++) {
      const row = targets[code]!
      if (row >= 0) here[code] = row >= range.first && row < range.end ? row - range.first : ELSEWHERE
    }
  }
  let stored = 0
  for (const { type, ids } of keys.stored) move(stored, (stored += ids.length), type)
  // Of what is not stored, only contained resources lead to a row.
  const typeOf = typesOfKeys(keys)
  for (let code = stored; code < targets.length; code++) if (targets[code]! >= 0) move(code, code + 1, typeOf(code))
  return here
}

function refuseElsewhere(codes: Int32Array, targets: Int32Array): void {
  for (const code of codes) if (code >= 0 && targets[code] === ELSEWHERE) throw new ReferenceElsewhere()
}
