import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import type { SeriesPoint } from '../results/shapes.ts'
import { perMemberMonth, type ClaimsView } from './claims-view.ts'
import { sumClaims } from './claim-sums.ts'
import type { CostTrend, RunOut } from '../results/cost-result.ts'
import { memberMonths } from './member-months.ts'
import { claimDelays, COMPLETE_SHARE, completeness, type Delays } from './run-out.ts'

const shown = 36
/** With less than this in, what a month will come to is a guess. */
const MIN_SHARE = 0.3

const pharmacy = serviceTypes.findIndex(({ value }) => value === 'pharmacy')
const medical = serviceTypes.filter(({ value }) => value !== 'pharmacy').map(({ value }) => value)

/** The claims that a trend is about. */
interface Part {
  readonly id: CostTrend['id']
  readonly label: string
  readonly where: readonly ColumnTest[]
  /** By month. */
  readonly paid: ArrayLike<number>
  readonly claims: ArrayLike<number>
  readonly delays: Delays
}

/** Cost per member per month by month of service, of everything; asks nothing of the lines of claims. */
export function totalTrend(claimsOf: ClaimsView, provenance: Provenance): CostTrend {
  const { view, claims, delays } = claimsOf
  const sums = sumClaims(view, claims, trendMonths(claimsOf), new Uint8Array(claims.days.length), 1)
  return trendOf(claimsOf, { id: 'all', label: 'All', where: [], ...sums, delays }, provenance)
}

/** Cost per member per month by month of service: all, medical and pharmacy. */
export function costTrends(claimsOf: ClaimsView, provenance: Provenance): CostTrend[] {
  const { view, claims } = claimsOf
  const months = trendMonths(claimsOf)
  const isPharmacy = claims.services.map((service) => (service === pharmacy ? 1 : 0))
  const sums = sumClaims(view, claims, months, isPharmacy, 2)
  const latest = Math.floor(view.store.snapshot.loadedAt / 86_400_000)
  const part = (id: 'medical' | 'pharmacy', label: string, services: readonly string[], group: 0 | 1): CostTrend => {
    const delays = view.population.once(`claim-delays:${id}`, () =>
      claimDelays(
        claims,
        latest,
        isPharmacy.map((each) => (each === group ? 1 : 0))
      )
    )
    const from = group * months.length
    const paid = sums.paid.subarray(from, from + months.length)
    const counts = sums.claims.subarray(from, from + months.length)
    const where = [{ column: '@service', in: services }]
    return trendOf(claimsOf, { id, label, where, paid, claims: counts, delays }, provenance)
  }
  return [
    totalTrend(claimsOf, provenance),
    part('medical', 'Medical', medical, 0),
    part('pharmacy', 'Pharmacy', ['pharmacy'], 1)
  ]
}

function trendMonths({ months }: ClaimsView): ClaimsView['months'] {
  return months.slice(-shown)
}

function trendOf(claimsOf: ClaimsView, part: Part, provenance: Provenance): CostTrend {
  const { view, period } = claimsOf
  const { id, label, where } = part
  const months = trendMonths(claimsOf)
  const people = view.population.select(view.asOf, view.filters)
  const members = memberMonths(view.population, people, months).map((counts) =>
    counts.reduce((sum, each) => sum + each, 0)
  )
  const lastComplete = months.findIndex(({ start }) => start === period.at(-1)?.start)
  const points = months.map((month, m): SeriesPoint => {
    const cost = {
      paid: part.paid[m]!,
      claims: part.claims[m]!,
      memberMonths: members[m]!,
      members: members[m]!,
      months: [month],
      where
    }
    return {
      at: month.start,
      label: month.label,
      figure: perMemberMonth(claimsOf, cost, provenance),
      incomplete: m > lastComplete
    }
  })
  const expected = points.flatMap((point, m): SeriesPoint[] => {
    const share = completeness(part.delays, months[m]!)
    if (m < lastComplete || months[m]!.incomplete || share === undefined || share < MIN_SHARE) return []
    const { value } = point.figure
    const figure: Figure = {
      value: value === undefined ? undefined : m === lastComplete ? value : value / share,
      unit: 'usd',
      provenance
    }
    return [{ at: point.at, label: point.label, figure }]
  })
  return {
    id,
    label,
    paid: { id, label: 'Paid', points },
    expected: {
      id: `${id}-expected`,
      label: 'Expected when all claims are in',
      points: expected.length > 1 ? expected : []
    }
  }
}

/** How complete the latest months are. */
export function runOut({ delays, months, inShare }: ClaimsView): RunOut {
  return {
    through: delays.through,
    unknown: delays.shares === undefined,
    open: months.flatMap((month, m) => {
      const share = inShare[m]
      return share === undefined || share >= COMPLETE_SHARE ? [] : [{ label: month.label, share }]
    })
  }
}
