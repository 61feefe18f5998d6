import { fewerOf, fullBitset, type Bitset } from '../../../base/kernels/bitset.ts'
import type { RatioSums } from '../../../base/stats/ratio-interval.ts'
import { ownMembership } from '../../claims/member-rows.ts'
import { coveragePlans } from '../../claims/coverage-plans.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import type { Period } from '../base/periods.ts'
import { toCents, toDollars, toMoneyUnits } from '../../../base/kernels/money.ts'
import type { Store } from '../../../store/model/store.ts'
import { addLists } from '../base/view.ts'
import { daysOf, sumClaimsViews, type ClaimsView } from './claims-view.ts'
import { eachCountedClaim, smallNumbers, type SmallNumbers } from './counted-claims.ts'
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

/**
 * Sums of a group, one after another in a list of all groups: claims, those whose amount is not known, units of money, months of members,
 * products of cents and months, squares of months, squares of cents as those of high and low parts ((high · 2^15 + low)²), and people with a
 * member month. They are whole numbers, whose sums over shards are exact.
 */
const [CLAIMS, UNKNOWN, UNITS, MONTHS, CENT_MONTHS, MONTH_SQUARES, HIGH_SQUARES, HIGH_LOW, LOW_SQUARES, MEMBERS] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9
]
const SUMS = 10

/** What each person's care cost in some months, by group: that of person p is at `[offsets[p], offsets[p + 1])`. */
interface CostsOfPeople {
  readonly offsets: Int32Array
  readonly groups: SmallNumbers
  readonly claims: Int32Array
  /** Claims whose amount is not known. */
  readonly unknown: Int32Array
  /** Units of money. */
  readonly units: Float64Array
  /** Months in which the person was a member: of the group, or of any for types of service. */
  readonly months: Uint8Array
  /** The sums of everybody. */
  readonly totals: Float64Array
}

/** Prepared once for each basis and period. @param groups only all together without */
function costsOfPeople(claimsOf: ClaimsView, months: readonly Period[], groups: CostGroups | undefined): CostsOfPeople {
  const { from, to } = daysOf(months)
  const name = `costs-of-people:${groups === undefined ? 'all' : 'groups'}:${claimsOf.basis}`
  return claimsOf.view.population.prepared(name, `${from}-${to}`, () => readCosts(claimsOf, months, groups))
}

function readCosts(claimsOf: ClaimsView, months: readonly Period[], groups: CostGroups | undefined): CostsOfPeople {
  const { claims, amounts, view } = claimsOf
  const { population, store } = view
  const { table, payers, services } = claims
  const size = groups?.size ?? 1
  const firstService = groups?.firstService ?? size
  const members = memberMonths(population, months, groups && memberGroups(groups))
  const membership = groups && {
    ofPayer: ownMembership(store, table, 'payer', payers),
    ofPlan: ownMembership(store, table, 'plan', claims.plans),
    plans: claims.plans
  }
  const offsets = new Int32Array(store.patients + 1)
  const found = { groups: [] as number[], claims: [] as number[], unknown: [] as number[], months: [] as number[] }
  const units: number[] = []
  /** The last entry of each group. */
  const lastOf = new Int32Array(size).fill(-1)
  let begin = 0
  const entryOf = (group: number, ofMonths: number): number => {
    if (lastOf[group]! < begin) {
      lastOf[group] = units.length
      found.groups.push(group)
      found.claims.push(0)
      found.unknown.push(0)
      found.months.push(ofMonths)
      units.push(0)
    }
    return lastOf[group]!
  }
  const add = (group: number, amount: number): void => {
    const entry = entryOf(group, group < firstService ? 0 : found.months[begin]!)
    found.claims[entry]!++
    if (Number.isNaN(amount)) found.unknown[entry]!++
    else units[entry]! += toMoneyUnits(amount)
  }
  let next = 0
  const open = (person: number): void => {
    for (; next <= person; next++) {
      offsets[next] = begin = units.length
      for (let index = members.offsets[next]!; index < members.offsets[next + 1]!; index++)
        entryOf(members.groups[index]!, members.months[index]!)
    }
  }
  eachCountedClaim(claimsOf, daysOf(months), (person, row) => {
    open(person)
    const amount = amounts[row]!
    add(0, amount)
    if (groups === undefined || membership === undefined) return
    const [payer, plan] = [payers[row]!, membership.plans[row]!]
    if (membership.ofPayer(row) === 1) add(1 + (payer < 0 ? groups.payers - 1 : payer), amount)
    if (membership.ofPlan(row) === 1) add(1 + groups.payers + (plan < 0 ? groups.plans - 1 : plan), amount)
    add(firstService + services[row]!, amount)
  })
  open(store.patients - 1)
  offsets[store.patients] = units.length
  const narrow = smallNumbers(units.length, size)
  narrow.set(found.groups)
  const read = {
    offsets,
    groups: narrow,
    claims: Int32Array.from(found.claims),
    unknown: Int32Array.from(found.unknown),
    units: Float64Array.from(units),
    months: Uint8Array.from(found.months)
  }
  return { ...read, totals: addCosts(read, size, fullBitset(store.patients)) }
}

/** The sums of some people by group. */
function addCosts(costs: Omit<CostsOfPeople, 'totals'>, size: number, people: Bitset): Float64Array {
  const sums = new Float64Array(size * SUMS)
  for (let word = 0; word < people.length; word++) addWord(costs, word << 5, people[word]!, sums)
  return sums
}

/** Adds the sums of 32 people. A function of its own: it is compiled once, however often a long loop around it begins anew. */
function addWord(
  { offsets, groups, claims, unknown, units, months }: Omit<CostsOfPeople, 'totals'>,
  first: number,
  people: number,
  sums: Float64Array
): void {
  for (let left = people | 0; left !== 0; left &= left - 1) {
    const person = first + 31 - Math.clz32(left & -left)
    for (let entry = offsets[person]!; entry < offsets[person + 1]!; entry++) {
      const position = groups[entry]! * SUMS
      const m = months[entry]!
      const y = units[entry]!
      const cents = toCents(y)
      const high = Math.floor(cents / HIGH)
      const low = cents - high * HIGH
      if (m > 0) sums[position + MEMBERS]!++
      sums[position + CLAIMS]! += claims[entry]!
      sums[position + UNKNOWN]! += unknown[entry]!
      sums[position + UNITS]! += y
      sums[position + MONTHS]! += m
      sums[position + CENT_MONTHS]! += cents * m
      sums[position + MONTH_SQUARES]! += m * m
      sums[position + HIGH_SQUARES]! += high * high
      sums[position + HIGH_LOW]! += high * low
      sums[position + LOW_SQUARES]! += low * low
    }
  }
}

/** The sums of the people in view of one shard. Those of most people cost as little as those of the few others. */
function countCosts(claimsOf: ClaimsView, months: readonly Period[], groups: CostGroups | undefined): Float64Array {
  const { population, store, asOf, filters } = claimsOf.view
  const size = groups?.size ?? 1
  if (months.length === 0) return new Float64Array(size * SUMS)
  const costs = costsOfPeople(claimsOf, months, groups)
  const { people, isMost } = fewerOf(population.select(asOf, filters), store.patients)
  const sums = addCosts(costs, size, people)
  return isMost ? costs.totals.map((all, index) => all - sums[index]!) : sums
}

/** The claims and member months of all people together who match the view's filters on its date. */
export function tallyAllCost(claimsOf: ClaimsView, months: readonly Period[]): CostTally {
  const counts = sumClaimsViews(claimsOf, (shard) => countCosts(shard, months, undefined), addLists)
  return tallyOf(counts, 0, 0)
}

/** Adds up the claims and member months of the people who match the view's filters on its date. */
export function tallyCost(claimsOf: ClaimsView, months: readonly Period[]): CostTallies {
  const groups = costGroups(claimsOf.view.store)
  const { payers, plans, firstService } = groups
  const counts = sumClaimsViews(claimsOf, (shard) => countCosts(shard, months, groups), addLists)
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
function tallyOf(counts: Float64Array, group: number, base: number): CostTally {
  const ofGroup = (sum: number): number => counts[group * SUMS + sum]!
  const ofBase = (sum: number): number => counts[base * SUMS + sum]!
  const squares = ofGroup(HIGH_SQUARES) * HIGH * HIGH + 2 * ofGroup(HIGH_LOW) * HIGH + ofGroup(LOW_SQUARES)
  const amount = toDollars(ofGroup(UNITS))
  return {
    amount,
    claims: ofGroup(CLAIMS),
    unknown: ofGroup(UNKNOWN),
    memberMonths: ofBase(MONTHS),
    members: ofBase(MEMBERS),
    sums: {
      people: ofBase(MEMBERS),
      y: amount,
      m: ofBase(MONTHS),
      yy: squares / 1e4,
      ym: ofGroup(CENT_MONTHS) / 100,
      mm: ofBase(MONTH_SQUARES)
    }
  }
}
