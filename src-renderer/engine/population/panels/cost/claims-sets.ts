import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import type { Provenance } from '../../../base/figures/figure.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { actionCode, claimActions } from '../../claims/claim-actions.ts'
import { inOtherCurrency } from '../../claims/claim-currency.ts'
import { claimsThatCount } from '../../claims/paid-claims.ts'
import { memberRows, ownMembership } from '../../claims/member-rows.ts'
import { countFigure } from '../base/figures.ts'
import type { ClaimsSet } from '../results/cost-result.ts'
import type { CostTally } from './cost-tally.ts'
import { toMoneyUnits, toDollars } from '../../../base/kernels/money.ts'
import { daysOf, sumClaimsViews, type ClaimsView } from './claims-view.ts'
import { claimsOfMembers } from './cost-figure.ts'

/** Final claims by whether they count for a member, and by what is known of their amount. */
const finalSets = [
  { id: 'members', isPart: false, label: m.finalClaimsThatCount, about: m.theNumeratorOfCostPerMonth },
  {
    id: 'unknown',
    isPart: true,
    label: m.ofTheseAmountUnknown,
    about: m.addNothingSoThatTheCost
  },
  { id: 'currency', isPart: true, label: m.ofTheseInAnotherCurrency, about: m.addNothingNoRateOfExchange },
  {
    id: 'zero',
    isPart: true,
    label: m.ofTheseAmount0,
    about: m.eGCareUnderCapitationWhich
  },
  {
    id: 'elsewhere',
    isPart: true,
    label: m.ofTheseOfAnotherPayer,
    about: m.thanThePersonsCoverageInThe
  },
  {
    id: 'outside',
    isPart: false,
    label: m.outsideOfEnrollment,
    about: m.inAMonthWithoutCoverageNever
  },
  { id: 'absent', isPart: false, label: m.peopleNotInTheData, about: m.theirMembersMonthsAreNotKnown }
] as const

/** What names a set. */
type SetText = Pick<ClaimsSet, 'id' | 'label' | 'about' | 'isPart'>

type FinalSet = (typeof finalSets)[number]['id']

/** Tests that name the rows of each set. */
function testsOf(id: FinalSet, basis: string): readonly ColumnTest[] {
  const amount = `@amount:${basis}`
  switch (id) {
    case 'members':
      return claimsOfMembers
    case 'unknown':
      return [
        ...claimsOfMembers,
        { column: `@unknown:${basis}`, in: ['yes'] },
        { column: '@currency', in: ['other'], exclude: true }
      ]
    case 'currency':
      return [...claimsOfMembers, { column: '@currency', in: ['other'] }]
    case 'zero':
      return [...claimsOfMembers, { column: amount, from: 0, to: 0 }]
    case 'elsewhere':
      return [...claimsOfMembers, { column: '@own-payer', in: ['no'] }]
    case 'outside':
      return [...claimsThatCount, { column: '@member', in: ['no'] }]
    case 'absent':
      return [...claimsThatCount, { column: '@member', in: [''] }]
  }
}

/** Claims of a set, with what is known of their amounts in units of money. */
interface SetSum {
  readonly count: number
  readonly units: number
}

const nothing: SetSum = { count: 0, units: 0 }

/** The claims of a set in the period. */
interface SetClaims {
  /** Ordinal of the person of each claim, -1 for people who are not in the data. */
  readonly people: Int32Array
  /** Units of money; 0 where the amount is not known. */
  readonly units: Float64Array
}

/** The claims of one shard by set: those whose action is not final, and those that are out of the ordinary. */
function readSets(claimsOf: ClaimsView): ReadonlyMap<string, SetClaims> {
  const { view, claims, amounts, period, enrollment } = claimsOf
  const { days, patient, actions } = claims
  const { from, to } = daysOf(period)
  const isMember = memberRows(view.store, claims.table)
  const ofPayer = ownMembership(view.store, claims.table, 'payer', claims.payers)
  const isOther = inOtherCurrency(claims.table)
  const sets = new Map<string, { readonly people: number[]; readonly units: number[] }>()
  const add = (id: string, row: number): void => {
    const set = sets.get(id) ?? { people: [], units: [] }
    sets.set(id, set)
    set.people.push(patient[row]!)
    set.units.push(Number.isNaN(amounts[row]) ? 0 : toMoneyUnits(amounts[row]!))
  }
  for (let row = 0; row < days.length; row++) {
    if (days[row]! < from || days[row]! > to) continue
    const action = actions[row]!
    if (action !== actionCode.final) add(claimActions[action]!.value, row)
    else if (isMember[row] !== 1) add(isMember[row] === 0 ? 'outside' : 'absent', row)
    else {
      if (enrollment === 'coverage' && ofPayer(row) !== 1) add('elsewhere', row)
      if (isOther(row)) add('currency', row)
      else if (Number.isNaN(amounts[row])) add('unknown', row)
      else if (amounts[row] === 0) add('zero', row)
    }
  }
  return new Map(
    Array.from(sets, ([id, { people, units }]) => [
      id,
      { people: Int32Array.from(people), units: Float64Array.from(units) }
    ])
  )
}

/** The claims of one shard by set, of the people in view; prepared once for each basis and period. */
function countSets(claimsOf: ClaimsView): ReadonlyMap<string, SetSum> {
  const { view, basis, period } = claimsOf
  const { from, to } = daysOf(period)
  const sets = view.population.prepared(`claims-sets:${basis}`, `${from}-${to}`, () => readSets(claimsOf))
  const chosen = view.filters.length === 0 ? undefined : view.population.select(view.asOf, view.filters)
  const sums = new Map<string, SetSum>()
  for (const [id, { people, units }] of sets) {
    let [count, sum] = [0, 0]
    for (let index = 0; index < people.length; index++) {
      const person = people[index]!
      if (chosen !== undefined && (person < 0 || !hasBit(chosen, person))) continue
      count++
      sum += units[index]!
    }
    if (count > 0) sums.set(id, { count, units: sum })
  }
  return sums
}

function addSets(left: ReadonlyMap<string, SetSum>, right: ReadonlyMap<string, SetSum>): ReadonlyMap<string, SetSum> {
  const sums = new Map(left)
  for (const [id, { count, units }] of right) {
    const known = sums.get(id) ?? nothing
    sums.set(id, { count: known.count + count, units: known.units + units })
  }
  return sums
}

/**
 * Which claims of the period count in the figures of cost and which do not; sets without claims are left out.
 * @param counted what those that count come to
 */
export function claimsSets(
  claimsOf: ClaimsView,
  counted: Pick<CostTally, 'amount' | 'claims'>,
  provenance: Provenance
): ClaimsSet[] {
  const { view, basis, period } = claimsOf
  const { from, to } = daysOf(period)
  const sums = sumClaimsViews(claimsOf, countSets, addSets)
  const setFor = ({ id, label, about, isPart }: SetText, tests: readonly ColumnTest[]): ClaimsSet => {
    const { count, units } = sums.get(id) ?? nothing
    const [number, amount] = id === 'members' ? [counted.claims, counted.amount] : [count, toDollars(units)]
    const where = [...tests, { column: '@day', from, to }]
    const rows = { table: 'explanation_of_benefit', asOf: view.asOf, filters: view.filters, where }
    return { id, label, about, isPart, figure: countFigure(number, 'events', rows, provenance), amount }
  }
  return [
    ...finalSets.map((set) => setFor(set, testsOf(set.id, basis))),
    ...claimActions.flatMap(({ value, label, about }) =>
      value === 'final'
        ? []
        : [setFor({ id: value, label, about, isPart: false }, [{ column: '@action', in: [value] }])]
    )
  ].filter(({ id, figure }) => id === 'members' || figure.value !== 0)
}
