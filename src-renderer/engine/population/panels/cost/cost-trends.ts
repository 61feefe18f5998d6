import { enginePopulationPanelsCostMessages as messages } from '#messages/engine/population/panels/cost.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import type { CostTrend, RunOut } from '../results/cost-result.ts'
import type { SeriesPoint } from '../results/shapes.ts'
import { sumClaims, type ClaimSums } from './claim-sums.ts'
import { beforeClaims, claimsBegin } from '../base/records-begin.ts'
import { COMPLETE_SHARE, type ClaimsView } from './claims-view.ts'
import { perMemberMonth } from './cost-figure.ts'
import { completedInterval } from './lag-spread.ts'
import { completionOf, varianceOf } from './lag-triangles.ts'
import type { ClaimPart } from '../../claims/service-types.ts'
import type { CoveredPeople } from '../../claims/covered-people.ts'
import { countMembers } from '../base/member-months.ts'
import { sumCounts } from '../base/view.ts'

const shown = 36
/** With less than this known, what a month will come to is a guess. */
const MIN_SHARE = 0.3

/** A part of the cost: its claims, and the members that it is set against. */
interface TrendPart {
  readonly id: CostTrend['id']
  readonly label: string
  readonly of: readonly ClaimPart[]
  readonly members: keyof CoveredPeople
}

const parts: readonly TrendPart[] = [
  { id: 'all', label: messages.all, of: ['medical', 'pharmacy'], members: 'any' },
  { id: 'medical', label: messages.medical, of: ['medical'], members: 'medical' },
  { id: 'pharmacy', label: messages.pharmacy, of: ['pharmacy'], members: 'pharmacy' }
]
const partIndex: Readonly<Record<ClaimPart, number>> = { medical: 0, pharmacy: 1 }

function testsOf(id: CostTrend['id']): readonly ColumnTest[] {
  if (id === 'all') return []
  return [{ column: '@service', in: ['pharmacy'], exclude: id === 'medical' }]
}

interface Expected {
  readonly amount: number
  readonly interval: readonly [low: number, high: number] | undefined
}

/** What the trends are made of, for the people who match the view's filters on its date. */
export interface TrendSums {
  readonly claims: ClaimSums
  /** Members by part and month: `[part * months + month]`. */
  readonly members: Int32Array
}

/** Adds up what {@link costTrends} shows. */
export function sumTrends(claimsOf: ClaimsView): TrendSums {
  const { view } = claimsOf
  const months = claimsOf.months.slice(-shown)
  const members = sumCounts(view, ({ store, population }) => {
    const people = population.select(view.asOf, view.filters)
    return Int32Array.from(parts.flatMap(({ members: of }) => [...countMembers(store, people, months, of)]))
  })
  return { claims: sumClaims(claimsOf), members }
}

/** Cost per member per month by month of service: all, medical and pharmacy, each over its own member months. */
export function costTrends(
  claimsOf: ClaimsView,
  { claims: all, members }: TrendSums,
  provenance: Provenance
): CostTrend[] {
  const { view, triangles, period } = claimsOf
  const months = claimsOf.months.slice(-shown)
  const payers = payerRows(view.store).names.length + 1
  const width = claimsOf.months.length
  const before = width - months.length
  const cellOf = (part: ClaimPart, payer: number, month: number): number =>
    (partIndex[part] * payers + payer) * width + before + month
  const lastComplete = months.findIndex(({ start }) => start === period.at(-1)?.start)
  const sumOver = (values: ArrayLike<number>, of: readonly ClaimPart[], month: number): number => {
    let sum = 0
    for (const each of of) for (let payer = 0; payer < payers; payer++) sum += values[cellOf(each, payer, month)]!
    return sum
  }
  /** What a month will come to, with its interval; undefined where too little is known. */
  const expectedOf = (of: readonly ClaimPart[], month: number): Expected | undefined => {
    let [known, expected] = [0, 0]
    let variance: number | undefined = 0
    for (const each of of)
      for (let payer = 0; payer < payers; payer++) {
        // What became known after the valuation would be counted twice.
        const amount = all.settled[cellOf(each, payer, month)]!
        if (amount === 0) continue
        const index = payer === payers - 1 ? -1 : payer
        const number = monthNumber(months[month]!.start)
        const share = completionOf(triangles, index, each, number)
        if (share === undefined) return undefined
        known += amount
        expected += amount / share
        const relative = varianceOf(triangles, index, each, number, amount)
        variance =
          variance === undefined || relative === undefined ? undefined : variance + relative * (amount / share) ** 2
      }
    if (expected <= 0 || known / expected < MIN_SHARE) return undefined
    const interval = variance === undefined ? undefined : completedInterval(expected, variance / expected ** 2)
    return { amount: expected, interval }
  }
  const begin = claimsBegin(view)
  return parts.map(({ id, label, of }, group): CostTrend => {
    const memberMonths = (month: number): number => members[group * months.length + month]!
    const points = months.map((month, m): SeriesPoint => {
      const cost = {
        amount: sumOver(all.amount, of, m),
        claims: sumOver(all.claims, of, m),
        unknown: sumOver(all.unknown, of, m),
        memberMonths: memberMonths(m),
        members: memberMonths(m),
        months: [month],
        where: testsOf(id),
        unknownFor: beforeClaims(begin, of, month.start)
      }
      const figure = perMemberMonth(claimsOf, cost, provenance)
      return { at: month.start, label: month.label, figure, incomplete: m > lastComplete }
    })
    const expected = points.flatMap((point, m): SeriesPoint[] => {
      if (m < lastComplete || months[m]!.incomplete) return []
      const month = expectedOf(of, m)
      if (month === undefined || memberMonths(m) === 0) return []
      if (m === lastComplete)
        return [{ at: point.at, label: point.label, figure: { value: point.figure.value, unit: 'usd', provenance } }]
      const { amount, interval } = month
      const figure: Figure = {
        value: amount / memberMonths(m),
        unit: 'usd',
        provenance,
        ...(interval === undefined
          ? {}
          : {
              interval: {
                low: interval[0] / memberMonths(m),
                high: interval[1] / memberMonths(m),
                level: 0.95,
                method: 'mack'
              }
            })
      }
      return [{ at: point.at, label: point.label, figure }]
    })
    return {
      id,
      label,
      paid: { id, label: messages.knownSoFar, points },
      expected: {
        id: `${id}-expected`,
        label: messages.expectedWhenAllClaimsAreIn,
        points: expected.length > 1 ? expected : []
      }
    }
  })
}

/** How complete the latest months are. */
export function runOut({ triangles, months, inShare }: ClaimsView): RunOut {
  return {
    through: triangles.through,
    unknown: triangles.triangles === undefined,
    open: months.flatMap((month, m) => {
      const share = inShare[m]
      return share === undefined || share >= COMPLETE_SHARE ? [] : [{ label: month.label, share }]
    })
  }
}
