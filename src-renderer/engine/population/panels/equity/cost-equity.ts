import { enginePopulationPanelsEquityMessages as m } from '#messages/engine/population/panels/equity.ts'
import { defined } from '#shared/language/defined.ts'
import { emptyBitset } from '../../../base/kernels/bitset.ts'
import { toMoneyUnits } from '../../../base/kernels/money.ts'
import { memberRows } from '../../claims/member-rows.ts'
import { monthsByPerson } from '../base/member-months.ts'
import type { View } from '../base/view.ts'
import { claimsView, daysOf, type ClaimsView } from '../cost/claims-view.ts'
import { perMemberMonth } from '../cost/cost-figure.ts'
import { costDefinition, costTitle } from '../cost/cost-definitions.ts'
import type { EquityFigure, PersonAmounts } from './equity-figure.ts'

/** Months of a whole year. */
const YEAR = 12

/** What was paid per member per month, as groups are compared by it. */
export function costEquity(view: View): EquityFigure {
  const claimsOf = claimsView(view)
  const of = {
    kind: 'mean',
    unit: 'usd',
    direction: undefined,
    hasRepeats: false,
    date: view.asOf,
    view,
    perPart: toMoneyUnits(1),
    perOver: 1
  } as const
  if (claimsOf === undefined) {
    return {
      ...of,
      definition: {
        id: 'cost/total',
        version: '2.0.0',
        title: m.paidPerMemberPerMonth,
        text: m.whatWasPaid,
        sources: []
      },
      missing: m.theDataContainNoClaims,
      isWhole: false,
      people: ({ store }) => emptyBitset(store.patients),
      amounts: () => ({ parts: [], over: [] }),
      figureOf: (_sums, _more, provenance) => ({ value: undefined, unit: 'usd', provenance })
    }
  }
  const { period } = claimsOf
  return {
    ...of,
    definition: costDefinition(claimsOf, 'total', costTitle(claimsOf)),
    missing: period.length === 0 ? m.noMonthIsComplete : undefined,
    isWhole: period.length === YEAR,
    people: ({ population }) => population.select(view.asOf, view.filters),
    amounts: (shard) => amountsOf(defined(claimsView(shard)), period),
    figureOf: ({ parts, over, people, more: [claims = 0, unknown = 0], sums }, more, provenance) =>
      perMemberMonth(
        { ...claimsOf, view: { ...view, filters: [...view.filters, ...more] } },
        { amount: parts, claims, unknown, memberMonths: over, members: people, sums, months: period, where: [] },
        provenance
      )
  }
}

/** Units of money and member months of each person of a shard; then the claims, and those of them without an amount. */
function amountsOf({ view: { store }, claims, amounts }: ClaimsView, period: ClaimsView['period']): PersonAmounts {
  const { table, counts, days } = claims
  const over = monthsByPerson(store, period)
  const { from, to } = daysOf(period)
  const isMember = memberRows(store, table)
  const offsets = defined(table.patientOffsets)
  const parts = new Float64Array(store.patients)
  const counted = new Int32Array(store.patients)
  const unknown = new Int32Array(store.patients)
  for (let person = 0; person < store.patients; person++) {
    if (over[person] === 0) continue
    // Claims of a person stand in the order of their days.
    for (let row = offsets[person + 1]! - 1; row >= offsets[person]! && days[row]! >= from; row--) {
      if (days[row]! > to || counts[row] === 0 || isMember[row] !== 1) continue
      counted[person]!++
      if (Number.isNaN(amounts[row])) unknown[person]!++
      else parts[person]! += toMoneyUnits(amounts[row]!)
    }
  }
  return { parts, over, more: [counted, unknown] }
}
