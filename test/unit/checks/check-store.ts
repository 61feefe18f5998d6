import { expect } from 'vitest'
import { runChecks, type CheckOutcome } from '#engine/population/checks/run-checks.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import type { Store } from '#engine/store/model/store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { onlyShard } from '#engine/shards/shard.ts'

export const loinc = 'http://loinc.org'
/** When the stores were loaded. */
const loadedAt = Date.UTC(2020, 5, 30)

/** A living person, `a`. */
export const alive: PlainRow = { id: 'a', birth_date: '1960-05-01', gender: 'female', family: 'Okafor', given: 'Ada' }
/** A person who died on March 10, 2019, `b`. */
export const dead: PlainRow = {
  id: 'b',
  birth_date: '1950-05-01',
  gender: 'male',
  family: 'Zed',
  given: 'Al',
  deceased_at: '2019-03-10T08:00:00Z'
}

/** A store with both people and more rows. */
export function open(tables: PlainTables): Store {
  return plainStore({ patient: [alive, dead], ...tables }, loadedAt)
}

/** What one check found. */
export function outcome(store: Store, id: string): CheckOutcome {
  const found = [...runChecks([onlyShard(store)])].find(({ check }) => check.id === id)
  if (found === undefined) throw new Error(`no check ${id}`)
  return found
}

/** Ids of the rows that the figure of a check opens. */
export function opened(store: Store, id: string): string[] {
  const result = checkResult(store, shippedRegistries, outcome(store, id))
  const rows = resolveRows(populationOf(store, shippedRegistries), result.failed.rows!)
  expect(rows).toHaveLength(result.failed.value!)
  const ids = store.table(result.failed.rows!.table).column('id', 'id')
  return Array.from(rows, (row) => ids.others.get(row)!)
}

/** Rows that were checked, and those that failed. */
export const tally = ({ checked, failed }: CheckOutcome): [number, number] => [checked, failed]

/** A finished visit. */
export const visit = (id: string, patient_id: string, period_start: string, more: PlainRow = {}): PlainRow => ({
  id,
  patient_id,
  status: 'finished',
  period_start,
  ...more
})
/** A final result of the living person. */
export const result = (id: string, code: string, value: number, unit: string, more: PlainRow = {}): PlainRow => ({
  id,
  patient_id: 'a',
  status: 'final',
  code: `${loinc}|${code}|Test`,
  effective: '2019-01-01T08:00:00Z',
  value,
  unit,
  ...more
})
