import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { defined } from '#shared/language/defined.ts'
import { addMonths, monthStart } from '../../../base/fhir/calendar.ts'
import type { Day, RowSelector } from '../../../base/figures/filter.ts'
import type { Definition, Provenance } from '../../../base/figures/figure.ts'
import { payerLabel } from '../../claims/payer-rows.ts'
import { filterOn } from '../base/figures.ts'
import type { View } from '../base/view.ts'
import { dividedFeeds, type Feed, type FeedMonth, type FeedPart } from './divided-feeds.ts'
import type { FeedGaps } from '../results/data-quality-result.ts'

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
  version: '2.0.0',
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

/**
 * Months in which feeds, the claims of one payer or the records of one practice's people have far fewer rows than before and
 * after. A gap of a whole feed is not told again of its parts.
 */
export function feedGaps(view: View): FeedGaps {
  const provenance = view.provenance(definition)
  const last = monthStart((view.span.last ?? view.asOf) + 1)
  const told = new Map<Feed, ReadonlySet<Day>>()
  let judged = 0
  const rows = dividedFeeds(view).flatMap((each): FeedGaps['rows'][number][] => {
    const { feed, part } = each
    const series = seriesOf(each, last)
    const begun = beginningOf(series)
    const gaps = series.flatMap((month, place) => {
      const usual = usualAt(series, place)
      if (place <= begun || place < series.length - lookBack || place >= series.length - runOut || usual === undefined)
        return []
      judged++
      return isGap(month.days, usual.days) ? [{ ...month, usual: usual.rows }] : []
    })
    if (part === '') told.set(feed, new Set(gaps.map(({ month }) => month)))
    const newGaps = part === '' ? gaps : gaps.filter(({ month }) => told.get(feed)?.has(month) !== true)
    return runsOf(newGaps).map((run) => rowOf(view, each, run, provenance))
  })
  return { rows: rows.sort((left, right) => left.from - right.from), judged, provenance }
}

function rowOf(
  view: View,
  { feed: { id, label, table, category, parts }, part }: FeedPart,
  run: readonly (MonthCount & { readonly usual: number })[],
  provenance: Provenance
): FeedGaps['rows'][number] {
  const [from, to] = [run[0]!.month, addMonths(defined(run.at(-1)).month, 1) - 1]
  const [payer, practice] = [parts === 'payer' ? part : '', parts === 'practice' ? part : '']
  const found = run.reduce((sum, { rows }) => sum + rows, 0)
  const selected: RowSelector = {
    table,
    asOf: view.asOf,
    filters: practice === '' ? [] : [filterOn('practice', practice)],
    where: [
      ...(payer === '' ? [] : [{ column: '@payer', in: [payer] }]),
      ...(category === '' ? [] : [{ column: 'category', in: [category] }]),
      { column: '@day', from, to }
    ]
  }
  return {
    id: `${id}\n${part}\n${from}`,
    table,
    payer,
    practice,
    category,
    source: sourceText(view, label, payer, practice),
    from,
    to,
    found: { value: found, unit: 'events', ...(found === 0 ? {} : { rows: selected, opens: found }), provenance },
    usual: {
      value: run.reduce((sum, { usual }) => sum + usual, 0),
      unit: 'events',
      provenance
    }
  }
}

function sourceText({ population }: View, label: string, payer: string, practice: string): string {
  if (payer !== '') return m.claimsOfPayer(payerLabel(payer))
  if (practice === '') return label
  const known = population.dimension('practice').values.find(({ value }) => value === practice)
  return m.feedOfThePeopleOf(label, known?.label ?? practice)
}

interface MonthCount extends FeedMonth {
  readonly month: Day
}

/** Every month from the first with rows up to the last one that is over. */
function seriesOf({ months }: FeedPart, end: Day): readonly MonthCount[] {
  const series: MonthCount[] = []
  const until = Math.min(end, addMonths(Math.max(...months.keys()), 1))
  for (let month = Math.min(...months.keys()); month < until; month = addMonths(month, 1))
    series.push({ month, ...(months.get(month) ?? { rows: 0, days: 0 }) })
  return series
}

/** The medians of the months around one; undefined where there are too few. */
function usualAt(series: readonly MonthCount[], place: number): FeedMonth | undefined {
  const near = [...series.slice(Math.max(0, place - around), place), ...series.slice(place + 1, place + 1 + around)]
  return near.length < around ? undefined : { rows: medianCount(near, 'rows'), days: medianCount(near, 'days') }
}

function medianCount(months: readonly MonthCount[], counted: keyof FeedMonth): number {
  const counts = months.map((month) => month[counted]).sort((left, right) => left - right)
  return (counts[Math.floor((counts.length - 1) / 2)]! + counts[Math.floor(counts.length / 2)]!) / 2
}

/** The first month with at least a quarter of what the months of a feed have. */
function beginningOf(series: readonly MonthCount[]): number {
  const usual = medianCount(series, 'days')
  return series.findIndex(({ days }) => days >= share * usual)
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
    if (before !== undefined && addMonths(defined(before.at(-1)).month, 1) === month.month) before.push(month)
    else runs.push([month])
  }
  return runs
}
