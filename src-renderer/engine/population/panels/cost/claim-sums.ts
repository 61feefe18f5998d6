import { addMonths, dayFromCivil } from '../../../base/fhir/calendar.ts'
import { fewerOf, fullBitset, hasBit, type Bitset } from '../../../base/kernels/bitset.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import { toDollars, toMoneyUnits } from '../../../base/kernels/money.ts'
import { knownDay } from '../../claims/paid-claims.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { pharmacyService } from '../../claims/service-types.ts'
import { addLists } from '../base/view.ts'
import { daysOf, sumClaimsViews, type ClaimsView } from './claims-view.ts'
import { eachCountedClaim, smallNumbers, type SmallNumbers } from './counted-claims.ts'

/** Final claims for care in months of membership by part, payer and month of service. */
export interface ClaimSums {
  /** US dollars: `[(part * payers + payer) * months + month]`, part 0 medical and 1 pharmacy, the last payer unknown. */
  readonly amount: Float64Array
  readonly claims: Int32Array
  /** Claims whose amount is not known. */
  readonly unknown: Int32Array
  /** US dollars of those that had become known by the valuation of the lag triangles. */
  readonly settled: Float64Array
}

/**
 * Adds up final claims for care in months of membership, of the people who match the view's filters on its date, over all months of
 * the view.
 */
export function sumClaims(claimsOf: ClaimsView): ClaimSums {
  const { claims, unknown, units, late } = sumClaimsViews(claimsOf, sumUnits, (left, right) => ({
    claims: addLists(left.claims, right.claims),
    unknown: addLists(left.unknown, right.unknown),
    units: addLists(left.units, right.units),
    late: addLists(left.late, right.late)
  }))
  return {
    amount: units.map(toDollars),
    claims,
    unknown,
    settled: units.map((sum, cell) => toDollars(sum - late[cell]!))
  }
}

/** Claims by cell. */
interface CellSums {
  readonly claims: Int32Array
  /** Those of them whose amount is not known. */
  readonly unknown: Int32Array
  /** Units of money, and those of claims that became known after the valuation. */
  readonly units: Float64Array
  readonly late: Float64Array
}

/** The claims of people by part, payer and month of service: those of person p are at `[offsets[p], offsets[p + 1])`. */
interface ClaimCells {
  /** How many cells there are. */
  readonly size: number
  readonly offsets: Int32Array
  readonly cells: SmallNumbers
  /** How many claims, at most 255; a cell may come several times. */
  readonly claims: Uint8Array
  /** Units of money of those whose amount is known. */
  readonly units: Float64Array
  /** Claims whose amount is not known. */
  readonly unknown: { readonly people: Int32Array; readonly cells: Int32Array }
  /** What became known after the valuation of the lag triangles. */
  readonly late: { readonly people: Int32Array; readonly cells: Int32Array; readonly units: Float64Array }
  /** Of everybody. */
  readonly totals: CellSums
}

/** The most that one entry can hold. */
const MOST = 255

/** Prepared once for each basis and the months of the view. */
function claimCells(claimsOf: ClaimsView): ClaimCells {
  const { view, basis, months } = claimsOf
  const { from, to } = daysOf(months)
  return view.population.prepared(`claim-cells:${basis}`, `${from}-${to}`, () => readCells(claimsOf))
}

function readCells(claimsOf: ClaimsView): ClaimCells {
  const { view, claims, amounts, triangles } = claimsOf
  const { store } = view
  const { payers: payerOf, services } = claims
  const known = knownDay(claims)
  const { binOf, count: width } = dayBins(claimsOf.months)
  const unknown = payerRows(store).names.length
  const size = 2 * (unknown + 1) * width
  const valuation = dayFromCivil(Math.floor(triangles.valuation / 12), (triangles.valuation % 12) + 1, 1)
  const after = addMonths(valuation, 1)
  const days = daysOf(claimsOf.months)
  let room = 0
  for (const day of claims.days) if (day >= days.from && day <= days.to) room++
  const offsets = new Int32Array(store.patients + 1)
  const cells = smallNumbers(room, size)
  const counts = new Uint8Array(room)
  const units = new Float64Array(room)
  const without = { people: [] as number[], cells: [] as number[] }
  const late = { people: [] as number[], cells: [] as number[], units: [] as number[] }
  const lastOf = new Int32Array(size).fill(-1)
  let [count, begin, current] = [0, 0, -1]
  eachCountedClaim(claimsOf, days, (person, row, day) => {
    if (person !== current) begin = count
    current = person
    const payer = payerOf[row]!
    const part = services[row] === pharmacyService ? 1 : 0
    const cell = (part * (unknown + 1) + (payer < 0 ? unknown : payer)) * width + binOf[day - days.from]!
    if (lastOf[cell]! < begin || counts[lastOf[cell]!] === MOST) {
      lastOf[cell] = count
      cells[count++] = cell
      offsets[person + 1] = count
    }
    const index = lastOf[cell]!
    counts[index]!++
    const amount = amounts[row]!
    if (Number.isNaN(amount)) {
      without.people.push(person)
      without.cells.push(cell)
      return
    }
    units[index]! += toMoneyUnits(amount)
    if (known(row) < after) return
    late.people.push(person)
    late.cells.push(cell)
    late.units.push(toMoneyUnits(amount))
  })
  for (let person = 0; person < store.patients; person++)
    if (offsets[person + 1]! < offsets[person]!) offsets[person + 1] = offsets[person]!
  const read = {
    size,
    offsets,
    cells: cells.slice(0, count),
    claims: counts.slice(0, count),
    units: units.slice(0, count),
    unknown: { people: Int32Array.from(without.people), cells: Int32Array.from(without.cells) },
    late: {
      people: Int32Array.from(late.people),
      cells: Int32Array.from(late.cells),
      units: Float64Array.from(late.units)
    }
  }
  return { ...read, totals: addCells(read, fullBitset(store.patients)) }
}

/** Adds the claims of 32 people. A function of its own: it is compiled once, however often a long loop around it begins anew. */
function addWord(
  { offsets, cells, claims, units }: Omit<ClaimCells, 'totals'>,
  first: number,
  people: number,
  sums: CellSums
): void {
  const { claims: claimSums, units: unitSums } = sums
  for (let left = people | 0; left !== 0; left &= left - 1) {
    const person = first + 31 - Math.clz32(left & -left)
    const end = offsets[person + 1]!
    for (let index = offsets[person]!; index < end; index++) {
      const cell = cells[index]!
      claimSums[cell]! += claims[index]!
      unitSums[cell]! += units[index]!
    }
  }
}

function addCells(read: Omit<ClaimCells, 'totals'>, people: Bitset): CellSums {
  const { size } = read
  const sums = {
    claims: new Int32Array(size),
    unknown: new Int32Array(size),
    units: new Float64Array(size),
    late: new Float64Array(size)
  }
  for (let word = 0; word < people.length; word++) addWord(read, word << 5, people[word]!, sums)
  const { unknown, late } = read
  for (let index = 0; index < unknown.people.length; index++)
    if (hasBit(people, unknown.people[index]!)) sums.unknown[unknown.cells[index]!]!++
  for (let index = 0; index < late.people.length; index++)
    if (hasBit(people, late.people[index]!)) sums.late[late.cells[index]!]! += late.units[index]!
  return sums
}

/** The sums of a shard. Those of most people cost as little as those of the few others. */
function sumUnits(claimsOf: ClaimsView): CellSums {
  const { view } = claimsOf
  const cells = claimCells(claimsOf)
  const { people, isMost } = fewerOf(view.population.select(view.asOf, view.filters), view.store.patients)
  const sums = addCells(cells, people)
  if (!isMost) return sums
  const { totals } = cells
  return {
    claims: totals.claims.map((all, cell) => all - sums.claims[cell]!),
    unknown: totals.unknown.map((all, cell) => all - sums.unknown[cell]!),
    units: totals.units.map((all, cell) => all - sums.units[cell]!),
    late: totals.late.map((all, cell) => all - sums.late[cell]!)
  }
}
