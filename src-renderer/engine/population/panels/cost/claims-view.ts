import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { ColumnTest, Day } from '../../../base/figures/filter.ts'
import { claimsThatCount, paidClaims, type PaidClaims } from '../../claims/paid-claims.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import type { View } from '../base/view.ts'
import { claimDelays, COMPLETE_SHARE, completeness, type Delays } from './run-out.ts'

const trendMonths = 36
const yearMonths = 12

/** Claims as one context looks at them: the months of service, and how complete these are. */
export interface ClaimsView {
  readonly view: View
  readonly claims: PaidClaims
  readonly delays: Delays
  /** Up to 36 months before the period and what follows it, oldest first. */
  readonly months: readonly Period[]
  /** Share of payments that is in, per month; undefined where the data do not tell. */
  readonly inShare: readonly (number | undefined)[]
  /** The 12 months up to the last complete one that the figures are about; fewer where the data begin later. */
  readonly period: readonly Period[]
  /** The 12 months before; empty when there are fewer. */
  readonly yearBefore: readonly Period[]
}

/** @returns undefined when the data hold no claims */
export function claimsView(view: View): ClaimsView | undefined {
  const claims = paidClaims(view.store)
  if (claims === undefined) return undefined
  const latest = Math.floor(view.store.snapshot.loadedAt / 86_400_000)
  const delays = view.population.once('claim-delays', () => claimDelays(claims, latest))
  const months = monthsUpTo(view.asOf, trendMonths + yearMonths, view.span.first)
  const inShare = months.map((month) => completeness(delays, month))
  const last = months.findLastIndex((month, i) => !month.incomplete && (inShare[i] ?? 1) >= COMPLETE_SHARE)
  const period = months.slice(Math.max(0, last + 1 - yearMonths), last + 1)
  const before = months.slice(Math.max(0, last + 1 - 2 * yearMonths), Math.max(0, last + 1 - yearMonths))
  return {
    view,
    claims,
    delays,
    months,
    inShare,
    period,
    yearBefore: before.length === yearMonths ? before : []
  }
}

/** E.g. `Oct 2025 to Sep 2026`. */
export function costPeriodLabel(months: readonly Period[]): string {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return 'no complete month'
  return first === last ? first.label : `${first.label} to ${last.label}`
}

/** First and last day of consecutive months. */
export function daysOf(months: readonly Period[]): { readonly from: Day; readonly to: Day } {
  return { from: months[0]?.start ?? 0, to: months.at(-1)?.end ?? -1 }
}

/** What a cost figure is made of. */
export interface Cost {
  readonly paid: number
  readonly claims: number
  readonly memberMonths: number
  /** People who were members in these months. */
  readonly members: number
  readonly months: readonly Period[]
  /** Which claims. */
  readonly where: readonly ColumnTest[]
}

/** Paid per member per month, which opens its claims. */
export function perMemberMonth({ view }: ClaimsView, cost: Cost, provenance: Provenance): Figure {
  const { paid, claims, memberMonths, members, months, where } = cost
  return {
    value: memberMonths > 0 ? paid / memberMonths : undefined,
    unit: 'usd',
    numerator: paid,
    numeratorUnit: 'usd',
    denominator: memberMonths,
    people: members,
    rows: {
      table: 'explanation_of_benefit',
      asOf: view.asOf,
      filters: view.filters,
      where: [...claimsThatCount, ...where, { column: '@day', ...daysOf(months) }]
    },
    opens: claims,
    provenance
  }
}
