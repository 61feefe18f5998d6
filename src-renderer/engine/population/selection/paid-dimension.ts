import { monthName } from '#shared/messages/month-name.ts'
import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { civilFromDay } from '../../base/fhir/calendar.ts'
import { toMoneyUnits, toDollars } from '../../base/kernels/money.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import type { Store } from '../../store/model/store.ts'
import type { Dimension } from './dimension.ts'
import type { Day } from '../../base/figures/filter.ts'
import { costBases, type CostBasis } from '../claims/claim-amounts.ts'
import { memberRows } from '../claims/member-rows.ts'
import { paidClaims } from '../claims/paid-claims.ts'

/** What was paid for each person for service on the days of a stretch, whether covered then or not. */
export function paidByPerson(store: Store, from: Day, to: Day): Float64Array {
  return sumByPerson(store, from, to, 'paid', false)
}

/** What the care of each person cost in the months of membership of a stretch of days. */
export function costByPerson(store: Store, from: Day, to: Day, basis: CostBasis): Float64Array {
  return sumByPerson(store, from, to, basis, true)
}

function sumByPerson(store: Store, from: Day, to: Day, basis: CostBasis, membersOnly: boolean): Float64Array {
  const sums = new Float64Array(store.patients)
  const claims = paidClaims(store)
  if (claims === undefined) return sums
  const { days, patient, counts, table } = claims
  const amounts = claims.amounts(basis)
  const isMember = membersOnly ? memberRows(store, table) : undefined
  for (let row = 0; row < days.length; row++) {
    if (counts[row] === 0 || patient[row]! < 0 || days[row]! < from || days[row]! > to) continue
    if (isMember !== undefined && isMember[row] !== 1) continue
    if (!Number.isNaN(amounts[row])) sums[patient[row]!]! += toMoneyUnits(amounts[row]!)
  }
  return sums.map(toDollars)
}

/** The id of {@link costDimension}. @param least US dollars */
export function costDimensionId(basis: CostBasis, from: Day, to: Day, least: number): string {
  return `cost:${basis}:${from}:${to}:${least}`
}

const pattern = /^cost:([a-z]+):(-?\d+):(-?\d+):(\d+(?:\.\d+)?)$/
const month = (day: Day): string => {
  const { year, month: number } = civilFromDay(day)
  return `${monthName(number)} ${year}`
}

/** Whether a person's care between two days cost at least an amount. @returns undefined for other ids */
export function costDimension(store: Store, id: string): Dimension | undefined {
  const [, name, ...numbers] = pattern.exec(id) ?? []
  const [from, to, least] = numbers.map(Number)
  const basis = costBases.find(({ value }) => value === name)
  if (basis === undefined || from === undefined || to === undefined || least === undefined) return undefined
  const dollars = `$${Math.round(least).toLocaleString(activeLocale)}`
  return {
    id,
    label: m.labelFromToTo(basis.label, month(from), month(to)),
    group: 'place-and-payer',
    hidden: true,
    fixed: true,
    values: [
      { value: 'no', label: m.lessThanDollars(dollars) },
      { value: 'yes', label: m.dollarsOrMore(dollars) }
    ],
    codes: () => {
      const codes = emptyCodes(store.patients, 2)
      costByPerson(store, from, to, basis.value).forEach((sum, person) => {
        codes[person] = sum >= least ? 1 : 0
      })
      return codes
    }
  }
}
