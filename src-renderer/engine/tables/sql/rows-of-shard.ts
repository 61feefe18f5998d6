import { defined } from '#shared/language/defined.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { NOBODY } from '../model/row-order.ts'

/** What tables ask of a shard. */
export interface ShardOfRows {
  readonly store: Store
  /** The number in the population of a person. */
  readonly personNumber: (person: number) => number
  /** The place in the population's index of resources of a type. */
  readonly resourceNumber: (resourceType: string, row: number) => number
  /** Whether records of no person are listed here. */
  readonly ownsCommon: boolean
}

/** The numbers of the people whom rows of a table are about. @param rows all when absent */
export function numbersOfRows(
  table: Table,
  personNumber: ShardOfRows['personNumber'],
  rows: Int32Array = Int32Array.from(defined(table.patient).keys())
): Int32Array {
  const patient = defined(table.patient)
  return rows.map((row) => (patient[row]! < 0 ? NOBODY : personNumber(patient[row]!)))
}
