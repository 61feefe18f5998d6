import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { memberRows } from '../../claims/member-rows.ts'
import type { ClaimsView } from './claims-view.ts'

/** Numbers below a limit, in the narrowest kind of array. */
export type SmallNumbers = Uint8Array | Uint16Array | Int32Array

/** Room for numbers below a limit, in the narrowest kind of array. */
export function smallNumbers(length: number, limit: number): SmallNumbers {
  return limit <= 256 ? new Uint8Array(length) : limit <= 65_536 ? new Uint16Array(length) : new Int32Array(length)
}

/**
 * Names the final claims of a shard for care in months of membership, which are those that figures of cost count, person by person.
 * @param from first day; `to` is the last one
 */
export function eachCountedClaim(
  { view, claims }: ClaimsView,
  { from, to }: { readonly from: Day; readonly to: Day },
  visit: (person: number, row: number, day: Day) => void
): void {
  const { table, days, counts } = claims
  const isMember = memberRows(view.store, table)
  const offsets = defined(table.patientOffsets)
  for (let person = 0; person < offsets.length - 1; person++)
    for (let row = offsets[person]!; row < offsets[person + 1]!; row++) {
      const day = days[row]!
      if (day >= from && day <= to && day !== NO_DAY && counts[row] === 1 && isMember[row] === 1)
        visit(person, row, day)
    }
}
