import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import type { RatioSums } from '../../../base/stats/ratio-interval.ts'
import { coveragePlans } from '../../claims/coverage-plans.ts'
import { memberRows } from '../../claims/member-rows.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import type { Period } from '../base/periods.ts'
import { daysOf, type ClaimsView } from './claims-view.ts'
import { tallyMembers } from '../base/member-months.ts'

/** What one figure of cost is made of. */
export interface CostTally {
  /** US dollars of the claims whose amount is known. */
  readonly amount: number
  /** Final claims for care in months of membership, and those among them whose amount is not known. */
  readonly claims: number
  readonly unknown: number
  readonly memberMonths: number
  /** People with a member month. */
  readonly members: number
  /** For the interval. */
  readonly sums: RatioSums
}

/** The cost of some months by group. */
export interface CostTallies {
  readonly all: CostTally
  /** In the order of `serviceTypes`, each over all member months, so that they add up to the whole. */
  readonly services: readonly CostTally[]
  /** In the order of the names of `payerRows` and `coveragePlans`, each over its own member months; the last is unknown. */
  readonly payers: readonly CostTally[]
  readonly plans: readonly CostTally[]
}

/** Adds up the claims and member months of the people who match the view's filters on its date. */
export function tallyCost(claimsOf: ClaimsView, months: readonly Period[]): CostTallies {
  const { view, claims, amounts } = claimsOf
  const { store } = view
  const payers = payerRows(store).names.length + 1
  const plans = coveragePlans(store).names.length + 1
  const payerGroup = (payer: number): number => 1 + (payer < 0 ? payers - 1 : payer)
  const planGroup = (plan: number): number => 1 + payers + (plan < 0 ? plans - 1 : plan)
  const firstService = 1 + payers + plans
  const groups = firstService + serviceTypes.length
  const people = view.population.select(view.asOf, view.filters)
  const monthsOf = new Map<number, Map<number, number>>()
  const members = tallyMembers(
    store,
    people,
    months,
    firstService,
    ({ payer, plan }) => [0, payerGroup(payer), planGroup(plan)],
    (person, group, count) => {
      const own = monthsOf.get(person) ?? new Map<number, number>()
      own.set(group, count)
      monthsOf.set(person, own)
    }
  )
  const { from, to } = daysOf(months)
  const isMember = memberRows(store, claims.table)
  const cost = new Float64Array(groups)
  const sums = Array.from({ length: groups }, () => ({ y: 0, m: 0, yy: 0, ym: 0, mm: 0, claims: 0, unknown: 0 }))
  const offsets = claims.table.patientOffsets!
  for (const person of ordinalsOf(people)) {
    const own = monthsOf.get(person)
    if (own === undefined) continue
    cost.fill(0)
    for (let row = offsets[person]!; row < offsets[person + 1]!; row++) {
      if (claims.counts[row] === 0 || isMember[row] !== 1 || claims.days[row]! < from || claims.days[row]! > to)
        continue
      for (const group of [
        0,
        payerGroup(claims.payers[row]!),
        planGroup(claims.plans[row]!),
        firstService + claims.services[row]!
      ]) {
        if (group > 0 && group < firstService && !claimsOf.isOwnMember(row, group <= payers ? 'payer' : 'plan'))
          continue
        sums[group]!.claims++
        if (Number.isNaN(amounts[row])) sums[group]!.unknown++
        else cost[group]! += amounts[row]!
      }
    }
    for (let group = 0; group < groups; group++) {
      const m = own.get(group < firstService ? group : 0) ?? 0
      const y = cost[group]!
      if (m === 0 && y === 0) continue
      const sum = sums[group]!
      sum.y += y
      sum.m += m
      sum.yy += y * y
      sum.ym += y * m
      sum.mm += m * m
    }
  }
  const tallyOf = (group: number): CostTally => {
    const base = group < firstService ? group : 0
    const { claims: count, unknown, ...sum } = sums[group]!
    const own = members.counts.subarray(base * months.length, (base + 1) * months.length)
    return {
      amount: sum.y,
      claims: count,
      unknown,
      memberMonths: own.reduce((all, each) => all + each, 0),
      members: members.people[base]!,
      sums: { people: members.people[base]!, ...sum }
    }
  }
  const range = (start: number, length: number): CostTally[] =>
    Array.from({ length }, (_, index) => tallyOf(start + index))
  return {
    all: tallyOf(0),
    payers: range(1, payers),
    plans: range(1 + payers, plans),
    services: range(firstService, serviceTypes.length)
  }
}
