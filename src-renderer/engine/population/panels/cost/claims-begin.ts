import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import type { Store } from '../../../store/model/store.ts'
import { monthNumber, monthNumbers } from '../../claims/month-number.ts'
import { paidClaims } from '../../claims/paid-claims.ts'
import type { PopulationView } from '../../selection/population.ts'
import { monthLabelOf } from '../base/periods.ts'
import { partOf, type ClaimPart } from './lag-triangles.ts'

/** Months by whose median it is told how many claims a month usually has. */
const USUAL_MONTHS = 24
/** Claims begin with the first month that has this share of the usual. */
const SHARE = 0.25

/** Month from which the data hold claims of each part, as a number of `monthNumber`; undefined where they are too few to tell. */
export type ClaimsBegin = Readonly<Record<ClaimPart, number | undefined>>

/** Final claims by month of service. */
type MonthCounts = ReadonlyMap<number, number>

/** When the claims of each part begin in a population, whoever is in view; worked out once. */
export function claimsBegin(population: PopulationView): ClaimsBegin {
  return population.fact('first months of claims', {
    partial: ({ store }) => countMonths(store),
    merge: (left, right) => ({
      medical: addCounts(left.medical, right.medical),
      pharmacy: addCounts(left.pharmacy, right.pharmacy)
    }),
    finish: ({ medical, pharmacy }): ClaimsBegin => ({
      medical: firstMonth(medical),
      pharmacy: firstMonth(pharmacy)
    })
  })
}

/** Why the cost of some parts is not known from a day on, in words for a sentence; undefined where it is. */
export function beforeClaims(begin: ClaimsBegin, parts: readonly ClaimPart[], from: Day): string | undefined {
  const [late] = parts
    .filter((part) => (begin[part] ?? 0) > monthNumber(from))
    .toSorted((one, other) => begin[other]! - begin[one]!)
  if (late === undefined) return undefined
  const label = monthLabelOf(begin[late]!)
  return late === 'pharmacy' ? m.noPharmacyClaimsBefore(label) : m.noMedicalClaimsBefore(label)
}

function countMonths(store: Store): Readonly<Record<ClaimPart, MonthCounts>> {
  const [medical, pharmacy] = [new Map<number, number>(), new Map<number, number>()]
  const claims = paidClaims(store)
  if (claims === undefined) return { medical, pharmacy }
  const parts = partOf(claims)
  const months = monthNumbers(claims.days, NO_DAY)
  for (let row = 0; row < months.length; row++) {
    if (claims.counts[row] === 0 || claims.days[row] === NO_DAY) continue
    const counts = parts[row] === 1 ? pharmacy : medical
    counts.set(months[row]!, (counts.get(months[row]!) ?? 0) + 1)
  }
  return { medical, pharmacy }
}

function firstMonth(counts: MonthCounts): number | undefined {
  if (counts.size === 0) return undefined
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())]
  const count = (month: number): number => counts.get(month) ?? 0
  const latest = Array.from({ length: USUAL_MONTHS }, (_, back) => count(last - back)).toSorted((a, b) => a - b)
  const enough = SHARE * latest[USUAL_MONTHS / 2]!
  if (enough < 1) return undefined
  let month = first
  while (count(month) < enough) month++
  return month
}
