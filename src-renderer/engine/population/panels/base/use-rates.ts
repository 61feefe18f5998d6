import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { mapTogether } from '../../../store/model/exchange.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { countDated, squaresDated, type DatedEvents } from '../../../base/kernels/dated-events.ts'
import type { Day, Filter, RowSelector } from '../../../base/figures/filter.ts'
import { memberRows } from '../../claims/member-rows.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { claimEmergencyRule } from '../../stays/claim-emergencies.ts'
import { claimStayRule, claimUseSources } from '../../stays/claim-stays.ts'
import { emergencyRule } from '../../stays/emergency-visits.ts'
import type { KeyFigure, Series } from '../results/shapes.ts'
import { rateFigure } from './figures.ts'
import { monthsUpTo, type Period } from './periods.ts'
import { sinceRecords, useBegin } from './records-begin.ts'
import { trendNote, trendNoteText } from './trend-note.ts'
import { datedRows, isUseByClaims, missingUse, useEvents, type UseEvents, type UseKind } from './use-events.ts'
import { useEnd, useTime, type UseYear } from './use-time.ts'
import { sumNumbers, type View } from './view.ts'

const trendMonths = 24

const sources = [
  { title: m.exactIntervalOfAPoissonCount, publisher: m.garwoodBiometrika28437442, year: 1936 },
  {
    title: m.eventsPer1000EventsMember,
    publisher: m.tuvaProjectClaimsDataModelMember,
    url: 'https://thetuvaproject.com'
  }
]

/** What use is told of: emergency visits that ended without a stay, and stays. */
export type UseRate = 'emergency' | 'inpatient'

const words: Readonly<Record<UseRate, { readonly kind: UseKind; readonly title: string }>> = {
  emergency: { kind: 'released', title: m.emergencyVisitsPer1000 },
  inpatient: { kind: 'inpatient', title: m.inpatientStaysPer1000 }
}

/** What counts as an event, by encounters or by claims. */
function eventText(rate: UseRate, byClaims: boolean): string {
  const within = m.thatBeganInThe12Months
  if (rate === 'emergency') {
    const visits = byClaims ? m.emergencyVisitsWithin(within) : m.encountersOfClassEmergencyTookPlace(within)
    return m.andDidNotEndInAn(visits, emergencyRule)
  }
  return byClaims ? m.inpatientStaysWithin(within) : m.encountersOfAnInpatientClassInpatient(within)
}

/** How the source of events is chosen. */
function sourceText(rate: UseRate, byClaims: boolean): string {
  if (!byClaims) return m.claimsForTheSameCareAre
  return rate === 'emergency' ? `${claimEmergencyRule} ${claimStayRule}` : claimStayRule
}

/** What the rate of a kind of care means. */
export function useDefinition(view: View, rate: UseRate): Definition {
  const { title } = words[rate]
  const byClaims = isUseByClaims(view)
  return {
    id: `utilisation/${rate}`,
    version: '2.4.0',
    title,
    text: m.ofThePeopleWhoMatchThe(
      eventText(rate, byClaims),
      useTime(view).rule,
      sourceText(rate, byClaims),
      trendNoteText
    ),
    sources: byClaims ? [...sources, ...claimUseSources] : sources
  }
}

/** The kind of events that a rate is about. */
export function kindOf(rate: UseRate | 'admitted'): UseKind {
  return rate === 'admitted' ? rate : words[rate].kind
}

/** The events of some care that happened to members, in months of their membership. */
export interface MemberEvents extends UseEvents {
  readonly members: DatedEvents
}

/** @returns undefined when neither encounters nor claims tell them; looked for once per population */
export function memberEvents({ population }: View, rate: UseRate | 'admitted'): MemberEvents | undefined {
  const kind = kindOf(rate)
  return population.once(`member-events:${kind}`, () => {
    const events = useEvents(population, kind)
    if (events === undefined) return undefined
    const isMember = memberRows(population.store, events.table)
    return {
      ...events,
      where: [...events.where, { column: '@member', in: ['yes'] }],
      members: datedRows(
        events,
        events.rows.filter((row) => isMember[row] === 1)
      )
    }
  })
}

/** Names the events of a stretch, of the people who match filters at its end. */
export function eventRows(events: UseEvents, filters: readonly Filter[], asOf: Day, from: Day, to: Day): RowSelector {
  return { table: events.table.name, asOf, filters, where: [...events.where, { column: '@day', from, to }] }
}

/** How many events of a stretch happened to the people of all shards who match filters on a date. */
function eventsOf(
  view: View,
  rate: UseRate | 'admitted',
  filters: readonly Filter[],
  asOf: Day,
  { from, to }: UseYear
): number {
  return sumNumbers(view, (shard) => {
    const events = memberEvents(shard, rate)
    return events === undefined ? 0 : countDated(events.members, shard.population.select(asOf, filters), from, to)
  })
}

/** How many times more the events of the year vary than as many events of different people, at least 1. */
export function useDispersion(view: View, rate: UseRate, filters: readonly Filter[] = view.filters): number {
  const { year } = useTime(view)
  const events = eventsOf(view, rate, filters, view.asOf, year)
  const squares = sumNumbers(view, (shard) => {
    const happened = memberEvents(shard, rate)
    return happened === undefined
      ? 0
      : squaresDated(happened.members, shard.population.select(view.asOf, filters), year.from, year.to)
  })
  return events === 0 ? 1 : squares / events
}

/** Events per 1,000 member-years or person-years by month, each month with its own people. */
export function useSeries(view: View, filters: readonly Filter[], rate: UseRate, months: readonly Period[]): Series {
  const events = memberEvents(view, rate)
  const provenance = view.provenance(useDefinition(view, rate))
  const time = useTime(view)
  const { end: complete } = useEnd(view)
  return {
    id: rate,
    label: words[rate].title,
    points:
      events === undefined
        ? []
        : mapTogether(months, ({ start, end, label, incomplete }) => {
            const count = eventsOf(view, rate, filters, end, { from: start, to: end })
            const years = time.years(({ population }) => population.select(end, filters), { from: start, to: end })
            const rows = eventRows(events, filters, end, start, end)
            return {
              at: start,
              label,
              incomplete: incomplete || end > complete,
              figure: rateFigure(count, years, time.unit, rows, provenance)
            }
          })
  }
}

/** Events per 1,000 in the 12 months of the people who match `filters` on the date. */
function yearFigure(view: View, filters: readonly Filter[], rate: UseRate): Figure | undefined {
  const events = memberEvents(view, rate)
  const time = useTime(view)
  const missing = missingUse(view.population, words[rate].kind)
  if (missing !== undefined)
    return { value: undefined, unit: time.unit, missing, provenance: view.provenance(useDefinition(view, rate)) }
  if (events === undefined) return undefined
  const { from, to } = time.year
  const rows = eventRows(events, filters, view.asOf, from, to)
  const years = time.years(({ population }) => population.select(view.asOf, filters), time.year)
  const count = eventsOf(view, rate, filters, view.asOf, time.year)
  const squares = count * useDispersion(view, rate, filters)
  return rateFigure(count, years, time.unit, rows, view.provenance(useDefinition(view, rate)), squares)
}

/**
 * Events per 1,000 in the 12 months up to the date, of the people who match `filters`.
 * @returns undefined when the data hold neither encounters nor claims
 */
export function useKeyFigure(view: View, filters: readonly Filter[], rate: UseRate): KeyFigure | undefined {
  const figure = yearFigure(view, filters, rate)
  if (figure === undefined) return undefined
  if (figure.missing !== undefined) return { id: rate, label: words[rate].title, figure, note: '', trend: [] }
  const { end } = useEnd(view)
  const months = monthsUpTo(view.asOf, trendMonths + 1, view.span.first)
    .filter((month) => !month.incomplete && month.end <= end)
    .slice(-trendMonths)
  const { points } = sinceRecords(view, useSeries(view, filters, rate, months))
  const time = useTime(view)
  const admitted = rate === 'emergency' ? eventsOf(view, 'admitted', filters, view.asOf, time.year) : 0
  const begin = useBegin(view)
  const isPartial = begin !== undefined && begin.month > monthNumber(time.year.from)
  const note = [trendNote(points), ...(isPartial ? [begin.missing] : [])].join(', ')
  return {
    id: rate,
    label: words[rate].title,
    figure,
    note: admitted === 0 ? note : m.moreEndedInAStay(note, admitted.toLocaleString(activeLocale)),
    trend: points.flatMap(({ figure: month }) => (month.value === undefined ? [] : [month]))
  }
}
