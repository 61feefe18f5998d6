import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../../base/figures/filter.ts'
import type { CostBasis } from '../../claims/claim-amounts.ts'
import { coveredMonths, type EnrollmentBasis } from '../../claims/covered-months.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { hasPaidClaims, paidClaims, type PaidClaims } from '../../claims/paid-claims.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { sumShards, type View } from '../base/view.ts'
import { completedMonths, type CompletedMonths } from './completed-months.ts'
import { lagTriangles, type LagTriangles } from './lag-triangles.ts'

const trendMonths = 36
const yearMonths = 12

/** A month is complete when this share of what it will come to is known. */
export const COMPLETE_SHARE = 0.95

/** Claims as one context looks at them: the months of service, and how complete these are. */
export interface ClaimsView {
  readonly view: View
  readonly claims: PaidClaims
  readonly basis: CostBasis
  /** What makes somebody a member. */
  readonly enrollment: EnrollmentBasis
  /** Of each claim on the basis; NaN where it is not known. */
  readonly amounts: Float64Array
  readonly triangles: LagTriangles
  /** What each month of service will come to, over all claims. */
  readonly completed: CompletedMonths
  /** Up to 36 months before the period and what follows it, oldest first. */
  readonly months: readonly Period[]
  /** Share of what a month will come to that is known, per month; undefined where the data do not tell. */
  readonly inShare: readonly (number | undefined)[]
  /** The 12 months up to the last complete one that the figures are about; fewer where the data begin later. */
  readonly period: readonly Period[]
  /** The 12 months before; empty when there are fewer. */
  readonly yearBefore: readonly Period[]
}

/** @returns undefined when the data hold no claims */
export function claimsView(view: View, basis: CostBasis = 'paid'): ClaimsView | undefined {
  const { store, population } = view
  if (!hasPaidClaims(store)) return undefined
  const triangles = lagTriangles(population, basis)
  const months = monthsUpTo(view.asOf, trendMonths + yearMonths, view.span.first)
  const completed = completedMonths(population, basis, triangles)
  const inShare = months.map(({ start }) => completed('all', monthNumber(start)).share)
  const last = months.findLastIndex((month, i) => !month.incomplete && (inShare[i] ?? 1) >= COMPLETE_SHARE)
  const period = months.slice(Math.max(0, last + 1 - yearMonths), last + 1)
  const before = months.slice(Math.max(0, last + 1 - 2 * yearMonths), Math.max(0, last + 1 - yearMonths))
  return {
    view,
    // Sums that were prepared need neither the claims nor their amounts again.
    get claims() {
      return defined(paidClaims(store))
    },
    basis,
    enrollment: coveredMonths(store).basis,
    get amounts() {
      return this.claims.amounts(basis)
    },
    triangles,
    completed,
    months,
    inShare,
    period,
    yearBefore: before.length === yearMonths ? before : []
  }
}

/** Asks the claims of each shard and adds up what they say. */
export function sumClaimsViews<P>(
  { view, basis }: ClaimsView,
  partial: (shard: ClaimsView) => P,
  add: (left: P, right: P) => P
): P {
  return sumShards(view, (shard) => partial(defined(claimsView(shard, basis))), add)
}

/** E.g. `Oct 2025 to Sep 2026`. */
export function costPeriodLabel(months: readonly Period[]): string {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return m.noCompleteMonth
  return first === last ? first.label : m.labelToLabel(first.label, last.label)
}

/** First and last day of consecutive months. */
export function daysOf(months: readonly Period[]): { readonly from: Day; readonly to: Day } {
  return { from: months[0]?.start ?? 0, to: months.at(-1)?.end ?? -1 }
}
