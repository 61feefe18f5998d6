import { NO_DAY } from '../../../base/fhir/missing.ts'
import { toDollars, toMoneyUnits } from '../../../base/kernels/money.ts'
import type { CostBasis } from '../../claims/claim-amounts.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { knownDay, paidClaims } from '../../claims/paid-claims.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { pharmacyService, type ClaimPart } from '../../claims/service-types.ts'
import type { Store } from '../../../store/model/store.ts'
import type { PopulationView } from '../../selection/population.ts'
import { completionOf, MAX_LAG, varianceOf, type LagTriangles } from './lag-triangles.ts'

/** What is known of a month of service of one payer and part, in units of money. */
interface KnownAmount {
  readonly month: number
  readonly payer: number
  readonly part: ClaimPart
  readonly units: number
}

/** How complete a month of service is over all payers. */
export interface CompletedMonth {
  /** Share of what it will come to that is known; undefined where the data do not tell. */
  readonly share: number | undefined
  /** Variance of what it will come to, as a share of its square; undefined where nothing tells. */
  readonly relativeVariance: number | undefined
}

/** Tells it of the medical or pharmacy claims of a month as a number, or of both together. */
export type CompletedMonths = (part: ClaimPart | 'all', month: number) => CompletedMonth

/** The sums of a month over its payers and parts. */
interface MonthSum {
  readonly known: number
  readonly expected: number
  readonly variance: number | undefined
}

/**
 * How complete the months of service are over all claims, from those of each payer, medical and pharmacy apart: what a month
 * will come to is the sum of what they will. Whatever is said about a month of all payers rests on it.
 */
export function completedMonths(
  population: PopulationView,
  basis: CostBasis,
  triangles: LagTriangles
): CompletedMonths {
  const sums = population.fact(`known amounts:${basis}`, {
    partial: ({ store }) => knownAmounts(store, basis, triangles.valuation),
    merge: addAmounts,
    finish: (amounts) => {
      const months = new Map<string, MonthSum>()
      for (const [, { month, payer, part, units }] of [...amounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const share = completionOf(triangles, payer, part, month)
        const relative = units === 0 ? 0 : varianceOf(triangles, payer, part, month, toDollars(units))
        const expected = share === undefined ? Number.NaN : units / share
        for (const group of [part, 'all'] as const) {
          const sum = months.get(`${group} ${month}`) ?? { known: 0, expected: 0, variance: 0 }
          months.set(`${group} ${month}`, {
            known: sum.known + units,
            expected: sum.expected + expected,
            variance:
              sum.variance === undefined || relative === undefined ? undefined : sum.variance + relative * expected ** 2
          })
        }
      }
      return months
    }
  })
  return (part, month) => {
    if (triangles.triangles === undefined) return { share: undefined, relativeVariance: undefined }
    const lag = triangles.valuation - month
    if (lag >= MAX_LAG) return { share: 1, relativeVariance: 0 }
    if (lag < 0) return { share: 0, relativeVariance: undefined }
    const { known, expected, variance } = sums.get(`${part} ${month}`) ?? {
      known: 0,
      expected: Number.NaN,
      variance: undefined
    }
    if (Number.isNaN(expected) || expected <= 0) return { share: 0, relativeVariance: undefined }
    return { share: known / expected, relativeVariance: variance === undefined ? undefined : variance / expected ** 2 }
  }
}

/** What one store knows of the months of service that may still be open. */
function knownAmounts(store: Store, basis: CostBasis, valuation: number): ReadonlyMap<string, KnownAmount> {
  const found = new Map<string, KnownAmount>()
  const claims = paidClaims(store)
  if (claims === undefined) return found
  const amounts = claims.amounts(basis)
  const { days, counts, payers, services } = claims
  const known = knownDay(claims)
  const names = payerRows(store).names.length
  /** By part, payer (the first of them unknown) and lag. */
  const units = new Float64Array(2 * (names + 1) * MAX_LAG)
  const isTold = new Uint8Array(units.length)
  for (let row = 0; row < days.length; row++) {
    if (counts[row] === 0 || days[row] === NO_DAY) continue
    const lag = valuation - monthNumber(days[row]!)
    if (lag < 0 || lag >= MAX_LAG || Number.isNaN(amounts[row])) continue
    const day = known(row)
    if (day !== NO_DAY && monthNumber(day) > valuation) continue
    const part = services[row] === pharmacyService ? 1 : 0
    const index = (part * (names + 1) + payers[row]! + 1) * MAX_LAG + lag
    units[index]! += toMoneyUnits(amounts[row]!)
    isTold[index] = 1
  }
  isTold.forEach((mark, index) => {
    if (mark === 0) return
    const place = Math.floor(index / MAX_LAG)
    const payer = (place % (names + 1)) - 1
    const month = valuation - (index % MAX_LAG)
    const part: ClaimPart = place > names ? 'pharmacy' : 'medical'
    found.set(`${month} ${payer} ${part}`, { month, payer, part, units: units[index]! })
  })
  return found
}

function addAmounts(
  left: ReadonlyMap<string, KnownAmount>,
  right: ReadonlyMap<string, KnownAmount>
): ReadonlyMap<string, KnownAmount> {
  const sums = new Map(left)
  for (const [key, amount] of right) sums.set(key, { ...amount, units: amount.units + (sums.get(key)?.units ?? 0) })
  return sums
}
