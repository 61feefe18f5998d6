import { civilFromDay } from '../../base/fhir/calendar.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import type { Store } from '../../store/model/store.ts'
import type { Dimension } from './dimension.ts'
import type { Day } from '../../base/figures/filter.ts'
import { paidClaims } from '../claims/paid-claims.ts'

/** What was paid for each person for service on the days of a stretch. */
export function paidByPerson(store: Store, from: Day, to: Day): Float64Array {
  const sums = new Float64Array(store.patients)
  const claims = paidClaims(store)
  if (claims === undefined) return sums
  const { days, patient, counts, paid } = claims
  for (let row = 0; row < days.length; row++)
    if (counts[row] === 1 && patient[row]! >= 0 && days[row]! >= from && days[row]! <= to)
      sums[patient[row]!]! += paid[row]!
  return sums
}

/** The id of {@link paidDimension}. @param least US dollars */
export function paidDimensionId(from: Day, to: Day, least: number): string {
  return `paid:${from}:${to}:${least}`
}

const pattern = /^paid:(-?\d+):(-?\d+):(\d+(?:\.\d+)?)$/
const month = (day: Day): string => {
  const { year, month: number } = civilFromDay(day)
  return `${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][number - 1]!} ${year}`
}

/** Whether at least an amount was paid for a person's care between two days. @returns undefined for other ids */
export function paidDimension(store: Store, id: string): Dimension | undefined {
  const [, from, to, least] = (pattern.exec(id) ?? []).map(Number)
  if (from === undefined || to === undefined || least === undefined) return undefined
  const dollars = `$${Math.round(least).toLocaleString('en-US')}`
  return {
    id,
    label: `Paid, ${month(from)} to ${month(to)}`,
    group: 'Place and payer',
    hidden: true,
    fixed: true,
    values: [
      { value: 'no', label: `less than ${dollars}` },
      { value: 'yes', label: `${dollars} or more` }
    ],
    codes: () => {
      const codes = emptyCodes(store.patients, 2)
      paidByPerson(store, from, to).forEach((sum, person) => {
        codes[person] = sum >= least ? 1 : 0
      })
      return codes
    }
  }
}
