import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { addMonths, monthStart } from '../../../base/fhir/calendar.ts'
import type { Day, RowSelector } from '../../../base/figures/filter.ts'
import { payerLabel } from '../../claims/payer-rows.ts'
import { filterOn } from '../base/figures.ts'
import type { View } from '../base/view.ts'
import { dividedFeeds, type FeedMonth, type FeedPart } from './divided-feeds.ts'

/** A month is compared with so many before it and after it. */
const around = 6
/** Older months are not looked at. */
export const lookBack = 36
/** Claims of these last months are still to come. */
const runOut = 3
/** A month is a gap below this share of the usual, and only where so few are this unlikely even of half of the usual. */
export const gapShare = 0.25
const unlikely = 0.001
/** A feed has stopped where every month up to the end of the data has at most this share of the usual of the months before. */
const silentShare = 0.02

/** What a month has of a feed, next to what is usual. */
export interface JudgedMonth extends FeedMonth {
  /** First day. */
  readonly month: Day
  /** Medians of the months around it; undefined where there are too few. */
  readonly usual: FeedMonth | undefined
  /** Whether it can be told to be a gap: feeds begin slowly, and claims are still to come. */
  readonly isJudged: boolean
  readonly isGap: boolean
  /** One of the months up to the end of the data in which a feed that had rows before has none any more, or next to none. */
  readonly isStopped: boolean
}

/** Every month of a feed, or of a part of one, from the first with rows up to the last one that is over. */
export interface JudgedFeed extends FeedPart {
  readonly series: readonly JudgedMonth[]
}

/** The feeds of all data and their parts, each feed before its parts, with the months that are gaps. */
export function judgedFeeds(view: View): readonly JudgedFeed[] {
  const last = monthStart((view.span.last ?? view.asOf) + 1)
  return dividedFeeds(view).map((each): JudgedFeed => {
    const all = seriesOf(each, last)
    const counts = all.slice(0, all.findLastIndex(({ rows }) => rows > 0) + 1)
    const begun = beginningOf(counts)
    const stop = stopOf(all, begun)
    // A payer who left or a practice that closed long ago is none that is missed.
    const isTold = stop !== undefined && (each.part === '' || stop.first >= all.length - lookBack)
    const stopped = isTold ? stop : undefined
    const series = all.slice(0, isTold ? all.length : counts.length).map((month, place): JudgedMonth => {
      if (stopped !== undefined && place >= stopped.first)
        return { ...month, usual: stopped.usual, isJudged: true, isGap: true, isStopped: true }
      const usual = usualAt(counts, place)
      const isJudged =
        place > begun && place >= counts.length - lookBack && place < counts.length - runOut && usual !== undefined
      return { ...month, usual, isJudged, isGap: isJudged && isGap(month.days, usual.days), isStopped: false }
    })
    return { ...each, series }
  })
}

/** Names the rows of a feed or part on the days of a stretch. */
export function feedRows(view: View, { feed, part }: FeedPart, from: Day, to: Day): RowSelector {
  const { table, category, parts } = feed
  return {
    table,
    asOf: view.asOf,
    filters: parts === 'practice' && part !== '' ? [filterOn('practice', part)] : [],
    where: [
      ...(parts === 'payer' && part !== '' ? [{ column: '@payer', in: [part] }] : []),
      ...(category === '' ? [] : [{ column: 'category', in: [category] }]),
      { column: '@day', from, to }
    ]
  }
}

/** The feed, the claims of a payer, or the records of a practice's people, in words. */
export function feedText({ population }: View, { feed: { label, parts }, part }: FeedPart): string {
  if (part === '') return label
  if (parts === 'payer') return m.claimsOfPayer(payerLabel(part))
  const known = population.dimension('practice').values.find(({ value }) => value === part)
  return m.feedOfThePeopleOf(label, known?.label ?? part)
}

interface MonthCount extends FeedMonth {
  readonly month: Day
}

function seriesOf({ months }: FeedPart, end: Day): readonly MonthCount[] {
  const series: MonthCount[] = []
  for (let month = Math.min(...months.keys()); month < end; month = addMonths(month, 1))
    series.push({ month, ...(months.get(month) ?? { rows: 0, days: 0 }) })
  return series
}

function usualAt(series: readonly MonthCount[], place: number): FeedMonth | undefined {
  const near = [...series.slice(Math.max(0, place - around), place), ...series.slice(place + 1, place + 1 + around)]
  return near.length < around ? undefined : { rows: medianCount(near, 'rows'), days: medianCount(near, 'days') }
}

function medianCount(months: readonly MonthCount[], counted: keyof FeedMonth): number {
  const counts = months.map((month) => month[counted]).sort((left, right) => left - right)
  return (counts[Math.floor((counts.length - 1) / 2)]! + counts[Math.floor(counts.length / 2)]!) / 2
}

/**
 * The place from which on a feed has stopped, and what was usual in the months before: longer ago than claims are still to come, and
 * next to nothing since.
 */
function stopOf(
  series: readonly MonthCount[],
  begun: number
): { readonly first: number; readonly usual: FeedMonth } | undefined {
  for (let first = begun + around; first < series.length - runOut; first++) {
    const before = series.slice(first - around, first)
    const usual = { rows: medianCount(before, 'rows'), days: medianCount(before, 'days') }
    const since = series.slice(first)
    const total = since.reduce((sum, { days }) => sum + days, 0)
    const isSilent = since.every(({ days }) => days <= silentShare * usual.days)
    if (isSilent && isGap(total, usual.days * since.length)) return { first, usual }
  }
  return undefined
}

/** The first month with at least a quarter of what the months of a feed have. */
function beginningOf(series: readonly MonthCount[]): number {
  const usual = medianCount(series, 'days')
  return series.findIndex(({ days }) => days >= gapShare * usual)
}

function isGap(count: number, usual: number): boolean {
  if (count >= gapShare * usual) return false
  let term = Math.exp(-usual / 2)
  let below = term
  for (let k = 1; k <= count; k++) below += term *= usual / 2 / k
  return below < unlikely
}
