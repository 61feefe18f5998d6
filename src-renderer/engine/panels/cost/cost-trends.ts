import type { Figure, Provenance } from '../../figure.ts'
import type { ColumnTest } from '../../selection/filter.ts'
import { serviceTypes } from '../../selection/service-types.ts'
import type { SeriesPoint } from '../shapes.ts'
import { perMemberMonth, type ClaimsView } from './claims-view.ts'
import { sumClaims } from './claim-sums.ts'
import type { CostTrend, RunOut } from './cost-result.ts'
import { memberMonths } from './member-months.ts'
import { claimDelays, COMPLETE_SHARE, completeness } from './run-out.ts'

const shown = 36
/** With less than this in, what a month will come to is a guess. */
const LEAST_SHARE = 0.3

const pharmacy = serviceTypes.findIndex(({ value }) => value === 'pharmacy')
const medical = serviceTypes.filter(({ value }) => value !== 'pharmacy').map(({ value }) => value)

const kinds: readonly {
  readonly id: CostTrend['id']
  readonly label: string
  readonly where: readonly ColumnTest[]
}[] = [
  { id: 'all', label: 'All', where: [] },
  { id: 'medical', label: 'Medical', where: [{ column: '@service', in: medical }] },
  { id: 'pharmacy', label: 'Pharmacy', where: [{ column: '@service', in: ['pharmacy'] }] }
]

/** Cost per member per month by month of service: all, medical and pharmacy. */
export function costTrends(claimsOf: ClaimsView, provenance: Provenance): CostTrend[] {
  const { view, claims, period } = claimsOf
  const months = claimsOf.months.slice(-shown)
  const { population } = view
  const people = population.select(view.asOf, view.filters)
  const members = memberMonths(population, people, months).map((counts) => counts.reduce((sum, each) => sum + each, 0))
  const isPharmacy = claims.services.map((service) => (service === pharmacy ? 1 : 0))
  const sums = sumClaims(view, claims, months, isPharmacy, 2)
  const lastComplete = months.findIndex(({ start }) => start === period.at(-1)?.start)
  return kinds.map(({ id, label, where }) => {
    const wanted = id === 'all' ? undefined : isPharmacy.map((each) => (each === (id === 'pharmacy' ? 1 : 0) ? 1 : 0))
    const latest = Math.floor(view.store.snapshot.loadedAt / 86_400_000)
    const delays = population.once(`claim-delays:${id}`, () => claimDelays(claims, latest, wanted))
    const groups = id === 'all' ? [0, 1] : id === 'pharmacy' ? [1] : [0]
    const of = (counts: ArrayLike<number>, month: number): number =>
      groups.reduce((sum, group) => sum + counts[group * months.length + month]!, 0)
    const points = months.map((month, m): SeriesPoint => {
      const cost = {
        paid: of(sums.paid, m),
        claims: of(sums.claims, m),
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
      const share = completeness(delays, months[m]!)
      if (m < lastComplete || months[m]!.incomplete || share === undefined || share < LEAST_SHARE) return []
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
  })
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
