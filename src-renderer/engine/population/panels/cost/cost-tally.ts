import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import type { RatioSums } from '../../../base/stats/ratio-interval.ts'
import { coveragePlans } from '../../claims/coverage-plans.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import type { Period } from '../base/periods.ts'
import { toCents, toDollars } from '../../../base/kernels/money.ts'
import type { Store } from '../../../store/model/store.ts'
import { addLists } from '../base/view.ts'
import { sumClaimsViews, type ClaimsView } from './claims-view.ts'
import { countedClaims, countedDetails, OWN_PAYER, OWN_PLAN } from './counted-claims.ts'
import { memberMonths, type MemberGroups } from '../base/member-months.ts'

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

/** How stretches of coverage are told apart: all, payers and plans. */
function memberGroups({ payers, plans, firstService }: CostGroups): MemberGroups {
  return {
    name: 'payer-and-plan',
    count: firstService,
    of: ({ payer, plan }) => [0, 1 + (payer < 0 ? payers - 1 : payer), 1 + payers + (plan < 0 ? plans - 1 : plan)]
  }
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
  /** People with a member month. */
  readonly members: Float64Array
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
    members: addLists(left.members, right.members)
  }
}

function noCosts(size: number): CostCounts {
  const list = (): Float64Array => new Float64Array(size)
  return {
    claims: list(),
    unknown: list(),
    amount: list(),
    months: list(),
    centMonths: list(),
    monthSquares: list(),
    highSquares: list(),
    highLow: list(),
    lowSquares: list(),
    members: list()
  }
}

/** Adds up the claims and member months of the people of one shard. @param groups only all together without */
function countCosts(claimsOf: ClaimsView, months: readonly Period[], groups: CostGroups | undefined): CostCounts {
  const { population, asOf, filters } = claimsOf.view
  const size = groups?.size ?? 1
  const counts = noCosts(size)
  const [first] = months
  if (first === undefined) return counts
  const { offsets, units, months: monthOf, payers } = countedClaims(claimsOf)
  const details = groups && countedDetails(claimsOf)
  const members = memberMonths(population, months, groups && memberGroups(groups))
  const from = claimsOf.months.findIndex(({ start }) => start === first.start)
  const firstService = groups?.firstService ?? size
  // Of the person at hand: what each group cost, its months, and the groups that have any of it.
  const cost = new Float64Array(size)
  const own = new Uint8Array(size)
  const lastSeen = new Int32Array(size).fill(-1)
  const touched = new Int32Array(size)
  let count = 0
  const touch = (group: number, person: number): void => {
    if (lastSeen[group] === person) return
    lastSeen[group] = person
    touched[count++] = group
  }
  const add = (group: number, person: number, amount: number): void => {
    touch(group, person)
    counts.claims[group]!++
    if (Number.isNaN(amount)) counts.unknown[group]!++
    else cost[group]! += amount
  }
  for (const person of ordinalsOf(population.select(asOf, filters))) {
    count = 0
    for (let at = members.offsets[person]!; at < members.offsets[person + 1]!; at++) {
      const group = members.groups[at]!
      own[group] = members.months[at]!
      touch(group, person)
    }
    if (count === 0) continue
    for (let at = offsets[person]!; at < offsets[person + 1]!; at++) {
      const month = monthOf[at]! - from
      if (month < 0 || month >= months.length) continue
      const amount = units[at]!
      add(0, person, amount)
      if (groups === undefined || details === undefined) continue
      const marks = details.own[at]!
      if ((marks & OWN_PAYER) !== 0) add(1 + payers[at]!, person, amount)
      if ((marks & OWN_PLAN) !== 0) add(1 + groups.payers + details.plans[at]!, person, amount)
      add(firstService + details.services[at]!, person, amount)
    }
    const all = own[0]!
    for (let at = 0; at < count; at++) {
      const group = touched[at]!
      addPerson(counts, group, group < firstService ? own[group]! : all, cost[group]!)
      own[group] = 0
      cost[group] = 0
    }
  }
  return counts
}

/** Adds what one person cost in a group. @param m months @param y units of money */
function addPerson(counts: CostCounts, group: number, m: number, y: number): void {
  const cents = toCents(y)
  const high = Math.floor(cents / HIGH)
  const low = cents - high * HIGH
  if (m > 0) counts.members[group]!++
  counts.amount[group]! += y
  counts.months[group]! += m
  counts.centMonths[group]! += cents * m
  counts.monthSquares[group]! += m * m
  counts.highSquares[group]! += high * high
  counts.highLow[group]! += high * low
  counts.lowSquares[group]! += low * low
}

/** The claims and member months of all people together who match the view's filters on its date. */
export function tallyAllCost(claimsOf: ClaimsView, months: readonly Period[]): CostTally {
  const counts = sumClaimsViews(claimsOf, (shard) => countCosts(shard, months, undefined), addCosts)
  return tallyOf(counts, 0, 0)
}

/** Adds up the claims and member months of the people who match the view's filters on its date. */
export function tallyCost(claimsOf: ClaimsView, months: readonly Period[]): CostTallies {
  const groups = costGroups(claimsOf.view.store)
  const { payers, plans, firstService } = groups
  const counts = sumClaimsViews(claimsOf, (shard) => countCosts(shard, months, groups), addCosts)
  const range = (start: number, length: number): CostTally[] =>
    Array.from({ length }, (_, index) =>
      tallyOf(counts, start + index, start + index < firstService ? start + index : 0)
    )
  return {
    all: tallyOf(counts, 0, 0),
    payers: range(1, payers),
    plans: range(1 + payers, plans),
    services: range(firstService, serviceTypes.length)
  }
}

/** @param base the group whose people and months count, which for services are those of all */
function tallyOf(counts: CostCounts, group: number, base: number): CostTally {
  const squares =
    counts.highSquares[group]! * HIGH * HIGH + 2 * counts.highLow[group]! * HIGH + counts.lowSquares[group]!
  const amount = toDollars(counts.amount[group]!)
  return {
    amount,
    claims: counts.claims[group]!,
    unknown: counts.unknown[group]!,
    memberMonths: counts.months[base]!,
    members: counts.members[base]!,
    sums: {
      people: counts.members[base]!,
      y: amount,
      m: counts.months[base]!,
      yy: squares / 1e4,
      ym: counts.centMonths[group]! / 100,
      mm: counts.monthSquares[base]!
    }
  }
}
