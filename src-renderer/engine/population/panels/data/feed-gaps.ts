import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { addMonths, monthStart } from '../../../base/fhir/calendar.ts'
import type { Day, RowSelector } from '../../../base/figures/filter.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { payerLabel } from '../../claims/payer-rows.ts'
import type { View } from '../base/view.ts'
import { feedSeries, type FeedSeries } from './feed-series.ts'
import type { FeedGaps } from '../results/data-quality-result.ts'

/** What people call the rows of a feed. */
const feeds: Readonly<Record<FeedSeries['table'], string>> = {
  encounter: m.encountersCapitalized,
  observation: m.observationsCapitalized,
  medication_request: m.prescriptions,
  explanation_of_benefit: m.claimsCapitalized
}

/** A month is compared with so many before it and after it. */
const around = 6
/** Older months are not looked at. */
const lookBack = 36
/** Claims of these last months are still to come. */
const runOut = 3
/** A month is a gap below this share of the usual, and only where so few are this unlikely even of half of the usual. */
const share = 0.25
const unlikely = 0.001

const definition: Definition = {
  id: 'data-quality/gaps',
  version: '1.0.0',
  title: m.gapsInFeeds,
  text: m.encountersObservationsPrescriptionsAndClaimsBy,
  sources: [
    {
      title: m.aHarmonizedDataQualityAssessmentTerminologyAnd,
      publisher: m.kahnAndOthersEGEMs41,
      year: 2016
    }
  ]
}

/** Months in which feeds, or the claims of one payer, have far fewer rows than before and after. */
export function feedGaps(view: View): FeedGaps {
  const provenance = view.provenance(definition)
  const last = monthStart((view.span.last ?? view.asOf) + 1)
  let judged = 0
  const rows = feedSeries(view).flatMap(({ table, payer, months: byMonth }): FeedGaps['rows'][number][] => {
    const series = seriesOf(byMonth, last)
    const begun = beginningOf(series)
    const months = series.flatMap((month, place) => {
      const usual = usualAt(series, place)
      if (place <= begun || place < series.length - lookBack || place >= series.length - runOut || usual === undefined)
        return []
      judged++
      return isGap(month.count, usual) ? [{ ...month, usual }] : []
    })
    return runsOf(months).map((run) => {
      const [from, to] = [run[0]!.month, addMonths(run.at(-1)!.month, 1) - 1]
      const found = run.reduce((sum, { count }) => sum + count, 0)
      const selected: RowSelector = {
        table,
        asOf: view.asOf,
        filters: [],
        where: [...(payer === '' ? [] : [{ column: '@payer', in: [payer] }]), { column: '@day', from, to }]
      }
      return {
        id: `${table}\n${payer}\n${from}`,
        table,
        payer,
        source: payer === '' ? feeds[table] : m.claimsOfPayer(payerLabel(payer)),
        from,
        to,
        found: { value: found, unit: 'events', ...(found === 0 ? {} : { rows: selected, opens: found }), provenance },
        usual: {
          value: run.reduce((sum, { usual }) => sum + usual, 0),
          unit: 'events',
          provenance
        }
      }
    })
  })
  return { rows: rows.sort((left, right) => left.from - right.from), judged, provenance }
}

interface MonthCount {
  readonly month: Day
  readonly count: number
}

/** Every month from the first with rows up to the last one that is over. */
function seriesOf(byMonth: ReadonlyMap<Day, number>, end: Day): readonly MonthCount[] {
  const series: MonthCount[] = []
  const until = Math.min(end, addMonths(Math.max(...byMonth.keys()), 1))
  for (let month = Math.min(...byMonth.keys()); month < until; month = addMonths(month, 1))
    series.push({ month, count: byMonth.get(month) ?? 0 })
  return series
}

/** The median of the months around one; undefined where there are too few. */
function usualAt(series: readonly MonthCount[], place: number): number | undefined {
  const near = [...series.slice(Math.max(0, place - around), place), ...series.slice(place + 1, place + 1 + around)]
  return near.length < around ? undefined : medianCount(near)
}

function medianCount(months: readonly MonthCount[]): number {
  const counts = months.map(({ count }) => count).sort((left, right) => left - right)
  return (counts[Math.floor((counts.length - 1) / 2)]! + counts[Math.floor(counts.length / 2)]!) / 2
}

/** The first month with at least a quarter of what the months of a feed have. */
function beginningOf(series: readonly MonthCount[]): number {
  const usual = medianCount(series)
  return series.findIndex(({ count }) => count >= share * usual)
}

function isGap(count: number, usual: number): boolean {
  if (count >= share * usual) return false
  let term = Math.exp(-usual / 2)
  let below = term
  for (let k = 1; k <= count; k++) below += term *= usual / 2 / k
  return below < unlikely
}

/** Months that follow one another, together. */
function runsOf<M extends MonthCount>(months: readonly M[]): readonly (readonly M[])[] {
  const runs: M[][] = []
  for (const month of months) {
    const before = runs.at(-1)
    if (before !== undefined && addMonths(before.at(-1)!.month, 1) === month.month) before.push(month)
    else runs.push([month])
  }
  return runs
}
