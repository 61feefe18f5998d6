import type { Store, Table } from '../../store/model/store.ts'
import { FAILED, NOT_CHECKED, type DataCheck } from './data-check.ts'
import { duplicateChecks } from './duplicate-checks.ts'
import { patternChecks } from './pattern-checks.ts'
import { presenceChecks } from './presence-checks.ts'
import { referenceChecks } from './reference-checks.ts'
import { temporalChecks } from './temporal-checks.ts'
import { valueChecks } from './value-checks.ts'

const lists = new WeakMap<Store, readonly DataCheck[]>()

/** Every check that suits these data. */
export function checksOf(store: Store): readonly DataCheck[] {
  const list = lists.get(store) ?? [
    ...temporalChecks(store),
    ...valueChecks(store),
    ...patternChecks(store),
    ...duplicateChecks(store),
    ...presenceChecks(store),
    ...referenceChecks(store)
  ]
  lists.set(store, list)
  return list
}

/** Prefix of the columns that say what a check found about each row. */
export const checkColumn = '@check:'

/**
 * The verdicts of a check as a column of its table: `passed`, `failed`, or nothing for rows that are not checked. They are
 * worked out each time: kept for all checks, they would take more memory than the data.
 * @returns undefined when there is no such check of this table
 */
export function verdictColumn(
  store: Store,
  table: Table,
  id: string
): { readonly codes: Int8Array; readonly values: readonly string[] } | undefined {
  const check = checksOf(store).find((each) => each.id === id && each.table === table.name)
  if (check === undefined) return undefined
  const codes = Int8Array.from(check.verdicts(store), (verdict) =>
    verdict === NOT_CHECKED ? -1 : verdict === FAILED ? 1 : 0
  )
  return { codes, values: ['passed', 'failed'] }
}
