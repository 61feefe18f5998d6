import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Table } from '../../store/model/store.ts'
import { claimOfRows, type ClaimRecords } from './claim-tables.ts'

/** The last day of service of each claim: that of its period, else of its lines; the smallest integer where none is written. */
export function lastDays({ claims, items, key }: ClaimRecords): Int32Array {
  const last = Int32Array.from(claims.column('billable_end', 'dateTime').days)
  if (items === undefined) return last
  const claim = claimOfRows(items, key)
  const served: readonly (Int32Array | undefined)[] = [days(items, 'serviced_end'), days(items, 'serviced_start')]
  const written = last.map((day) => (day === NO_DAY ? 0 : 1))
  for (let row = 0; row < items.rows; row++) {
    const of = claim[row]!
    if (of < 0 || written[of] === 1) continue
    for (const each of served) last[of] = Math.max(last[of]!, each?.[row] ?? NO_DAY)
  }
  return last
}

function days(table: Table, name: string): Int32Array | undefined {
  const column = table.columns.get(name)
  return column?.kind === 'date' || column?.kind === 'dateTime' ? column.days : undefined
}
