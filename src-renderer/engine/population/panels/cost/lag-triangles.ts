import type { Day } from '../../../base/figures/filter.ts'
import { addMonths, monthStart } from '../../../base/fhir/calendar.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { toMoneyUnits, toDollars } from '../../../base/kernels/money.ts'
import type { CostBasis } from '../../claims/claim-amounts.ts'
import { knownDay, paidClaims } from '../../claims/paid-claims.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { Store } from '../../../store/model/store.ts'
import { lagSpread, relativeVariance, type LagDevelopment } from './lag-spread.ts'
import { pharmacyService, type ClaimPart } from '../../claims/service-types.ts'

/** What comes in after so many months is taken to be everything. */
export const MAX_LAG = 12
/** Months of service that completion factors are learned from. */
export const TRIANGLE_MONTHS = 36
/** A triangle of fewer claims is not read by itself. */
export const MIN_CLAIMS = 100
/** The last month is complete when payments reach into so many of its last days. */
const LAST_DAYS = 7
/** No number of a person, and not that of people who are not in the data. */
const NOBODY = -2

/** Amounts of one payer's claims by month of service and by months until they became known. */
export interface LagTriangle extends LagDevelopment {
  /** Index of the payer in the names of `payerRows`, -1 when unknown; undefined for all payers together. */
  readonly payer: number | undefined
  readonly part: ClaimPart | 'all'
  readonly claims: number
  /** People whose claims these are; all who are not in the data count as one. */
  readonly members: number
  /** What became known in each month of lag: `amounts[serviceMonth][lag]`, the oldest month of service first. */
  readonly amounts: readonly Float64Array[]
  /** Of how many people's claims each of these amounts is; all who are not in the data count as one. */
  readonly people: readonly Float64Array[]
  /** Share that is known at each lag, up to {@link MAX_LAG}; undefined where nothing tells. */
  readonly completion: readonly (number | undefined)[]
}

/** How claims came in after the service. */
export interface LagTriangles {
  /** Last day on which a claim became known; undefined where no claim says when. */
  readonly through: Day | undefined
  /** The month up to whose end the triangles are read, as a number. */
  readonly valuation: number
  /** The triangles that can be read, of each payer and part and of all payers together; undefined where nothing tells. */
  readonly triangles: readonly LagTriangle[] | undefined
}

/** Up to when claims became known, and how many did after the day of service. */
interface LagEnd {
  readonly through: Day
  readonly late: number
}

function lagEnd(population: PopulationView): LagEnd {
  return population.fact('how far claims have come in', {
    partial: ({ store }): LagEnd => {
      const claims = paidClaims(store)
      let through = NO_DAY
      let late = 0
      if (claims === undefined) return { through, late }
      const known = knownDay(claims)
      const { days, counts } = claims
      // Nothing can have become known after the data were loaded.
      const latest = Math.floor(store.snapshot.loadedAt / 86_400_000)
      for (let row = 0; row < days.length; row++) {
        if (counts[row] === 0) continue
        const day = known(row)
        if (day > latest || day === NO_DAY) continue
        if (day > through) through = day
        if (days[row] !== NO_DAY && day > days[row]!) late++
      }
      return { through, late }
    },
    merge: (left, right) => ({ through: Math.max(left.through, right.through), late: left.late + right.late }),
    finish: (end) => end
  })
}

/** Reads the lag triangles of all claims of a population whose action is final; once for each basis. */
export function lagTriangles(population: PopulationView, basis: CostBasis): LagTriangles {
  const { through, late } = lagEnd(population)
  if (through === NO_DAY) return { through: undefined, valuation: 0, triangles: undefined }
  const lastDay = addMonths(monthStart(through), 1) - 1
  const valuation = monthNumber(through) - (lastDay - through < LAST_DAYS ? 0 : 1)
  if (late === 0) return { through, valuation, triangles: undefined }
  return population.fact(`lag triangles:${basis}`, {
    partial: ({ store }) => buildTriangles(store, basis, valuation),
    merge: addBuildings,
    finish: (buildings): LagTriangles => {
      const triangles = [...buildings]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([, building]) => completed(building))
        .filter((each) => each.claims >= MIN_CLAIMS)
      return { through, valuation, triangles: triangles.length === 0 ? undefined : triangles }
    }
  })
}

/** The triangles of one store, in units of money. */
function buildTriangles(store: Store, basis: CostBasis, valuation: number): ReadonlyMap<string, Building> {
  const found = new Map<string, Building>()
  const claims = paidClaims(store)
  if (claims === undefined) return found
  const amounts = claims.amounts(basis)
  const { days, counts, patient, payers, services } = claims
  const known = knownDay(claims)
  const first = valuation - TRIANGLE_MONTHS + 1
  const building = (payer: number | undefined, part: ClaimPart | 'all'): Building => {
    const key = `${payer ?? 'all'} ${part}`
    const triangle = found.get(key) ?? newBuilding(payer, part)
    found.set(key, triangle)
    return triangle
  }
  // Claims of a person stand together: who is counted for an amount is the person of its last claim.
  const counted = new Map<Building, Int32Array>()
  const seen = new Map<Building, number>()
  const countMember = (triangle: Building, person: number): void => {
    if (seen.get(triangle) === person) return
    seen.set(triangle, person)
    if (person < 0) triangle.hasOthers = true
    else triangle.members++
  }
  const countPerson = (triangle: Building, month: number, lag: number, person: number): void => {
    const last = counted.get(triangle) ?? new Int32Array(TRIANGLE_MONTHS * (MAX_LAG + 1)).fill(NOBODY)
    counted.set(triangle, last)
    const place = month * (MAX_LAG + 1) + lag
    if (last[place] === person) return
    last[place] = person
    triangle.people[month]![lag]!++
  }
  /** Those that a claim of each part and payer belongs to. */
  const ofClaims = new Map<number, readonly Building[]>()
  for (let row = 0; row < days.length; row++) {
    if (counts[row] === 0 || days[row] === NO_DAY || Number.isNaN(amounts[row])) continue
    const service = monthNumber(days[row]!)
    if (service < first || service > valuation) continue
    const day = known(row)
    if (day === NO_DAY) continue
    const decided = monthNumber(day)
    if (decided > valuation) continue
    const lag = Math.min(MAX_LAG, Math.max(0, decided - service))
    const isPharmacy = services[row] === pharmacyService
    const place = 2 * payers[row]! + (isPharmacy ? 1 : 0)
    let triangles = ofClaims.get(place)
    if (triangles === undefined) {
      const part = isPharmacy ? 'pharmacy' : 'medical'
      triangles = [building(payers[row], part), building(undefined, part), building(undefined, 'all')]
      ofClaims.set(place, triangles)
    }
    const units = toMoneyUnits(amounts[row]!)
    for (const triangle of triangles) {
      triangle.claims++
      triangle.units[service - first]![lag]! += units
      countMember(triangle, patient[row]!)
      countPerson(triangle, service - first, lag, patient[row]!)
    }
  }
  return found
}

function addBuildings(
  left: ReadonlyMap<string, Building>,
  right: ReadonlyMap<string, Building>
): ReadonlyMap<string, Building> {
  const sums = new Map(left)
  for (const [key, building] of right) {
    const other = sums.get(key)
    if (other === undefined) sums.set(key, building)
    else
      sums.set(key, {
        ...building,
        claims: building.claims + other.claims,
        members: building.members + other.members,
        hasOthers: building.hasOthers || other.hasOthers,
        units: sumRows(building.units, other.units),
        people: sumRows(building.people, other.people)
      })
  }
  return sums
}

function sumRows(left: readonly Float64Array[], right: readonly Float64Array[]): readonly Float64Array[] {
  return left.map((row, month) => row.map((amount, lag) => amount + right[month]![lag]!))
}

interface Building {
  readonly payer: number | undefined
  readonly part: ClaimPart | 'all'
  claims: number
  /** People of the data. */
  members: number
  /** Whether there are claims of others. */
  hasOthers: boolean
  readonly units: readonly Float64Array[]
  readonly people: readonly Float64Array[]
}

function newBuilding(payer: number | undefined, part: ClaimPart | 'all'): Building {
  const cells = (): Float64Array[] => Array.from({ length: TRIANGLE_MONTHS }, () => new Float64Array(MAX_LAG + 1))
  return { payer, part, claims: 0, members: 0, hasOthers: false, units: cells(), people: cells() }
}

/** Chain ladder: each factor is Σ known at lag k + 1 ÷ Σ known at lag k over the months of service that have reached k + 1. */
function completed({ payer, part, claims, members, hasOthers, units, people }: Building): LagTriangle {
  const all = members + (hasOthers ? 1 : 0)
  const triangle = { payer, part, claims, members: all, people, amounts: units.map((row) => row.map(toDollars)) }
  const begin = triangle.amounts.findIndex((row) => row.some((amount) => amount !== 0))
  const history = begin < 0 ? 0 : TRIANGLE_MONTHS - begin
  const factors = Array.from({ length: MAX_LAG }, (_, lag): number | undefined => {
    // Nothing is seen beyond the age of the oldest month of service: it is taken to be complete.
    if (lag >= history - 1) return 1
    let [before, after] = [0, 0]
    triangle.amounts.forEach((row, month) => {
      if (TRIANGLE_MONTHS - 1 - month < lag + 1) return
      const sum = row.subarray(0, lag + 1).reduce((all, each) => all + each, 0)
      before += sum
      after += sum + row[lag + 1]!
    })
    return before > 0 ? after / before : undefined
  })
  const completion: (number | undefined)[] = [1]
  for (let lag = MAX_LAG - 1; lag >= 0; lag--) {
    const [later, factor] = [completion[0], factors[lag]]
    completion.unshift(later === undefined || factor === undefined ? undefined : later / factor)
  }
  const cumulative = triangle.amounts.map((row, month) => {
    let sum = 0
    const age = Math.min(TRIANGLE_MONTHS - 1 - month, MAX_LAG)
    return Array.from(row.subarray(0, age + 1), (amount) => (sum += amount))
  })
  return { ...triangle, factors, completion, spread: lagSpread(cumulative, factors) }
}

/**
 * Share of the amounts of a month of service that is known at the valuation; undefined where nothing tells. Payers with
 * few claims are read with all payers together.
 * @param month as a number
 */
export function completionOf(
  { triangles, valuation }: LagTriangles,
  payer: number,
  part: ClaimPart,
  month: number
): number | undefined {
  const lag = valuation - month
  if (triangles === undefined || lag < 0) return undefined
  if (lag >= MAX_LAG) return 1
  return triangleOf(triangles, payer, part, lag)?.completion[lag]
}

/** The triangle that tells the completion at a lag: of the payer, else of all payers together. */
function triangleOf(
  triangles: readonly LagTriangle[],
  payer: number,
  part: ClaimPart,
  lag: number
): LagTriangle | undefined {
  const find = (wanted: number | undefined, of: ClaimPart | 'all'): LagTriangle | undefined =>
    triangles.find((each) => each.part === of && each.payer === wanted && each.completion[lag] !== undefined)
  return find(payer, part) ?? find(undefined, part) ?? find(undefined, 'all')
}

/**
 * Variance of what an amount of a month of service will come to, as a share of its square; undefined where nothing tells.
 * @param month as a number
 * @param known what is known of the amount at the valuation
 */
export function varianceOf(
  { triangles, valuation }: LagTriangles,
  payer: number,
  part: ClaimPart,
  month: number,
  known: number
): number | undefined {
  const lag = valuation - month
  if (triangles === undefined || lag < 0) return undefined
  if (lag >= MAX_LAG) return 0
  const triangle = triangleOf(triangles, payer, part, lag)
  return triangle && relativeVariance(triangle, lag, known)
}
