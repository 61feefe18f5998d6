import type { Definition } from '../../../base/figures/figure.ts'
import { hasBit, type Bitset } from '../../../base/kernels/bitset.ts'
import { windowStart } from '../../registries/control-band.ts'
import type { Day, Filter, RowSelector } from '../../../base/figures/filter.ts'
import { rateFigure } from './figures.ts'
import type { KeyFigure, Series } from '../results/shapes.ts'
import { monthsUpTo, type Period } from './periods.ts'
import { personYears } from './person-time.ts'
import { trendNote, trendNoteText } from './trend-note.ts'
import { useEvents, type UseEvents, type UseKind } from './use-events.ts'
import type { View } from './view.ts'

const trendMonths = 24

const sources = [
  { title: 'Exact interval of a Poisson count', publisher: 'Garwood, Biometrika 28: 437-442', year: 1936 }
]

const words: Readonly<Record<UseKind, { readonly title: string; readonly events: string }>> = {
  emergency: {
    title: 'Emergency visits per 1,000',
    events: 'Encounters of class emergency that began in the 12 months up to the date and took place'
  },
  inpatient: {
    title: 'Inpatient stays per 1,000',
    events:
      'Encounters of an inpatient class (inpatient, acute, not acute) that began in the 12 months up to the date and took place'
  }
}

/** What the rate of a kind of care means. */
export function useDefinition(kind: UseKind): Definition {
  const { title, events } = words[kind]
  return {
    id: `utilisation/${kind}`,
    version: '1.0.0',
    title,
    text:
      `${events} ÷ years lived in these months by the same people, those who match the filters on the date, dead or ` +
      'alive. A value of a month is about that month and the people who match the filters at its end. ' +
      trendNoteText,
    sources
  }
}

/** Names the events of a stretch, of the people who match filters at its end. */
export function eventRows(events: UseEvents, filters: readonly Filter[], from: Day, to: Day): RowSelector {
  return { table: 'encounter', asOf: to, filters, where: [...events.where, { column: '@day', from, to }] }
}

/** How many events of a stretch happened to `people`, or to anybody when nothing is filtered. */
function countEvents({ rows, days, patient }: UseEvents, people: Bitset | undefined, from: Day, to: Day): number {
  let count = 0
  for (const row of rows) {
    if (days[row]! < from || days[row]! > to) continue
    const person = patient[row]!
    if (people === undefined || (person >= 0 && hasBit(people, person))) count++
  }
  return count
}

/** Events per 1,000 person-years by month, each month with its own people. */
export function useSeries(view: View, filters: readonly Filter[], kind: UseKind, months: readonly Period[]): Series {
  const events = useEvents(view, kind)
  const provenance = view.provenance(useDefinition(kind))
  return {
    id: kind,
    label: words[kind].title,
    points:
      events === undefined
        ? []
        : months.map(({ start, end, label, incomplete }) => {
            const people = view.population.select(end, filters)
            const count = countEvents(events, filters.length === 0 ? undefined : people, start, end)
            const years = personYears(view.store, people, { start, end })
            const rows = eventRows(events, filters, start, end)
            return {
              at: start,
              label,
              incomplete,
              figure: rateFigure(count, years, 'per1000PersonYears', rows, provenance)
            }
          })
  }
}

/**
 * Events per 1,000 person-years in the 12 months up to the date, of the people who match `filters`.
 * @returns undefined when the data hold no encounters
 */
export function useKeyFigure(view: View, filters: readonly Filter[], kind: UseKind): KeyFigure | undefined {
  const events = useEvents(view, kind)
  if (events === undefined) return undefined
  const { population, store, asOf } = view
  const start = windowStart(asOf, 12)
  const people = population.select(asOf, filters)
  const count = countEvents(events, filters.length === 0 ? undefined : people, start, asOf)
  const years = personYears(store, people, { start, end: asOf })
  const months = monthsUpTo(asOf, trendMonths + 1, view.span.first)
    .filter((month) => !month.incomplete)
    .slice(-trendMonths)
  const { points } = useSeries(view, filters, kind, months)
  return {
    id: kind,
    label: words[kind].title,
    figure: rateFigure(
      count,
      years,
      'per1000PersonYears',
      eventRows(events, filters, start, asOf),
      view.provenance(useDefinition(kind))
    ),
    note: trendNote(points),
    trend: points.map(({ figure }) => figure.value ?? 0)
  }
}
