import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import type { RatioSums } from '../../../base/stats/ratio-interval.ts'
import { coveragePlans } from '../../claims/coverage-plans.ts'
import { memberRows } from '../../claims/member-rows.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import type { Period } from '../base/periods.ts'
import { toCents, toDollars, toMoneyUnits } from '../../../base/kernels/money.ts'
import type { Store } from '../../../store/model/store.ts'
import { addLists } from '../base/view.ts'
import { daysOf, sumClaimsViews, type ClaimsView } from './claims-view.ts'
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

/** Which groups a claim or a stretch of coverage belongs to: all, payers, plans and services, one after another. */
interface CostGroups {
  readonly payers: number
  readonly plans: number
  readonly firstService: number
  readonly size: number
}

function costGroups(store: Store): CostGroups {
  const payers = payerRows(store).names.length + 1
  const plans = coveragePlans(store).names.length + 1
  const firstService = 1 + payers + plans
  return { payers, plans, firstService, size: firstService + serviceTypes.length }
}

function payerGroup({ payers }: CostGroups, payer: number): number {
  return 1 + (payer < 0 ? payers - 1 : payer)
}

function planGroup({ payers, plans }: CostGroups, plan: number): number {
  return 1 + payers + (plan < 0 ? plans - 1 : plan)
}

/** Cents are divided for their squares, which would be too great for a whole number otherwise. */
const HIGH = 2 ** 15

/** Whole numbers by group: their sums over shards are exact. */
interface CostCounts {
  readonly claims: Float64Array
  readonly unknown: Float64Array
  /** Units of money. */
  readonly amount: Float64Array
  /** Sums over people of months, and of the products of their cents and months. */
  readonly months: Float64Array
  readonly centMonths: Float64Array
  readonly monthSquares: Float64Array
  /** Squares of cents as those of high and low parts: (high · 2^15 + low)². */
  readonly highSquares: Float64Array
  readonly highLow: Float64Array
  readonly lowSquares: Float64Array
  /** Member months by group and month, and members by group. */
  readonly memberMonths: Int32Array
  readonly members: Int32Array
}

function addCosts(left: CostCounts, right: CostCounts): CostCounts {
  return {
    claims: addLists(left.claims, right.claims),
    unknown: addLists(left.unknown, right.unknown),
    amount: addLists(left.amount, right.amount),
    months: addLists(left.months, right.months),
    centMonths: addLists(left.centMonths, right.centMonths),
    monthSquares: addLists(left.monthSquares, right.monthSquares),
    highSquares: addLists(left.highSquares, right.highSquares),
    highLow: addLists(left.highLow, right.highLow),
    lowSquares: addLists(left.lowSquares, right.lowSquares),
    memberMonths: addLists(left.memberMonths, right.memberMonths),
    members: addLists(left.members, right.members)
  }
}

/** Adds up the claims and member months of the people of one shard. */
function countCosts(claimsOf: ClaimsView, months: readonly Period[], groups: CostGroups): CostCounts {
  const { view, claims, amounts } = claimsOf
  const { store } = view
  const { firstService, size, payers } = groups
  const people = view.population.select(view.asOf, view.filters)
  const monthsOf = new Map<number, Map<number, number>>()
  const members = tallyMembers(
    store,
    people,
    months,
    firstService,
    ({ payer, plan }) => [0, payerGroup(groups, payer), planGroup(groups, plan)],
    (person, group, count) => {
      const own = monthsOf.get(person) ?? new Map<number, number>()
      own.set(group, count)
      monthsOf.set(person, own)
    }
  )
  const { from, to } = daysOf(months)
  const isMember = memberRows(store, claims.table)
  const cost = new Float64Array(size)
  const list = (): Float64Array => new Float64Array(size)
  const counts: CostCounts = {
    claims: list(),
    unknown: list(),
    amount: list(),
    months: list(),
    centMonths: list(),
    monthSquares: list(),
    highSquares: list(),
    highLow: list(),
    lowSquares: list(),
    memberMonths: members.counts,
    members: members.people
  }
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
        payerGroup(groups, claims.payers[row]!),
        planGroup(groups, claims.plans[row]!),
        firstService + claims.services[row]!
      ]) {
        if (group > 0 && group < firstService && !claimsOf.isOwnMember(row, group <= payers ? 'payer' : 'plan'))
          continue
        counts.claims[group]!++
        if (Number.isNaN(amounts[row])) counts.unknown[group]!++
        else cost[group]! += toMoneyUnits(amounts[row]!)
      }
    }
    for (let group = 0; group < size; group++) {
      const m = own.get(group < firstService ? group : 0) ?? 0
      const y = cost[group]!
      if (m === 0 && y === 0) continue
      const cents = toCents(y)
      const high = Math.floor(cents / HIGH)
      const low = cents - high * HIGH
      counts.amount[group]! += y
      counts.months[group]! += m
      counts.centMonths[group]! += cents * m
      counts.monthSquares[group]! += m * m
      counts.highSquares[group]! += high * high
      counts.highLow[group]! += high * low
      counts.lowSquares[group]! += low * low
    }
  }
  return counts
}

/** Adds up the claims and member months of the people who match the view's filters on its date. */
export function tallyCost(claimsOf: ClaimsView, months: readonly Period[]): CostTallies {
  const groups = costGroups(claimsOf.view.store)
  const { payers, plans, firstService } = groups
  const counts = sumClaimsViews(claimsOf, (shard) => countCosts(shard, months, groups), addCosts)
  const tallyOf = (group: number): CostTally => {
    const base = group < firstService ? group : 0
    const own = counts.memberMonths.subarray(base * months.length, (base + 1) * months.length)
    const squares =
      counts.highSquares[group]! * HIGH * HIGH + 2 * counts.highLow[group]! * HIGH + counts.lowSquares[group]!
    const amount = toDollars(counts.amount[group]!)
    return {
      amount,
      claims: counts.claims[group]!,
      unknown: counts.unknown[group]!,
      memberMonths: own.reduce((all, each) => all + each, 0),
      members: counts.members[base]!,
      sums: {
        people: counts.members[base]!,
        y: amount,
        m: counts.months[group]!,
        yy: squares / 1e4,
        ym: counts.centMonths[group]! / 100,
        mm: counts.monthSquares[group]!
      }
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
