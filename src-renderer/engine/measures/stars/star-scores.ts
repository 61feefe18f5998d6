import { commonMessages as common } from '#messages/common.ts'
import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import { wilsonInterval } from '../../base/stats/wilson.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { closableDays } from '../gaps/closable-days.ts'
import { tallySoFar } from '../projection/so-far.ts'
import { projectRate } from '../projection/project-rate.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { periodProgress } from '../rates/period-progress.ts'
import { ratesOfRun } from '../rates/rate.ts'
import type { StarCount, StarProjection, Unrated } from '../results/stars-result.ts'
import type { StarMeasure, StarTable } from '../star-tables/star-table.ts'
import { periodOf, ratedPeople, type RatedMembers } from './rated-members.ts'
import { estimateReason, tooFewCases, yearReason } from './star-minimums.ts'
import { roundScore, scoreOfCounts, starsOf, withClosures, type StarCounts } from './star-score.ts'
import { starCounts, starSource, type StarSource } from './star-source.ts'

type Params = MeasurePanelParams<'stars'>

/** The measures of a table that a rate stands for, by code; the first rate counts, and one that duplicates another last. */
export function starSources(input: MeasureInput, table: StarTable): ReadonlyMap<string, StarSource> {
  const sources = new Map<string, StarSource>()
  const rates = ratesOfRun(input).toSorted(
    (a, b) => Number(a.countedInstead !== undefined) - Number(b.countedInstead !== undefined) || a.index - b.index
  )
  for (const rate of rates) {
    const source = starSource(input, table, rate)
    if (source !== undefined && !sources.has(source.measure.code)) sources.set(source.measure.code, source)
  }
  return sources
}

/** What a measure's score is made of, for some people. */
export interface Scored {
  readonly measure: StarMeasure
  readonly source: StarSource | undefined
  /** What stars are given by: the counts of the period, or while it runs what they are projected to come to. */
  readonly counts: StarCounts | undefined
  /** The counts up to today. */
  readonly soFar: StarCounts | undefined
  readonly projection: StarProjection | undefined
  readonly score: number | undefined
  /** 95% interval of the score, in its unit: of the projection while the period runs. */
  readonly interval: readonly [number, number] | undefined
  readonly entered: boolean
  /** The last day of each case that can still be changed for the better, the latest first. */
  readonly closable: readonly Day[]
  /** Why there are no stars, not even as an estimate. */
  readonly unrated: Unrated | undefined
  /** Why CMS would not give these stars, in words for a sentence. */
  readonly estimate: string | undefined
}

/** Whether a measure has stars, if only as an estimate. */
export function isRated({ score, unrated }: Scored): boolean {
  return score !== undefined && unrated === undefined
}

/** The fewest people that a rate with stars tells: who meets it, who does not, or all who are eligible; undefined where none has stars. */
export function minimumPeopleTold(scored: readonly Scored[]): number | undefined {
  const counts = scored.flatMap((item) => {
    if (!isRated(item) || item.soFar === undefined) return []
    const { numerator, denominator } = item.soFar
    return [numerator, denominator - numerator, denominator].filter((count) => count > 0)
  })
  return counts.length === 0 ? undefined : Math.min(...counts)
}

/** Whose care is scored by which table, with the rate behind each of its measures. */
export interface StarScope {
  readonly view: PeopleView
  readonly input: MeasureInput
  readonly table: StarTable
  readonly members: RatedMembers
}

const nothing = {
  counts: undefined,
  soFar: undefined,
  projection: undefined,
  score: undefined,
  interval: undefined,
  entered: false,
  closable: [],
  unrated: undefined,
  estimate: undefined
} as const

/** The score of each measure of the table. */
export function scoresOf(
  scope: StarScope,
  sources: ReadonlyMap<string, StarSource>,
  { scores }: Pick<Params, 'scores'>
): readonly Scored[] {
  return scope.table.measures.map((measure) => {
    const source = sources.get(measure.code)
    const typed = scores[measure.code]
    if (typed !== undefined) {
      return { ...nothing, measure, source, score: roundScore(typed, measure.decimals), entered: true }
    }
    return source === undefined ? { ...nothing, measure, source } : scoreOf(scope, source)
  })
}

/** The score of a rate by its measure of the table. */
export function scoreOf({ view, input, members }: StarScope, source: StarSource): Scored {
  const { measure, rate, link } = source
  const people = ratedPeople(view, members, link, rate.end)
  const none = (reason: string, label = common.cannotBeComputed): Scored => ({
    ...nothing,
    measure,
    source,
    unrated: { label, reason }
  })
  if (rate.cannotCompute !== undefined) return none(rate.cannotCompute)
  if (members.reason !== undefined) return none(members.reason)
  const soFar = countsSoFar(view, source, people)
  if (soFar === undefined) {
    const reason = members.everybody ? m.nobodyIsEligible : m.noMedicareMemberIsEligible
    return none(reason, reason)
  }
  const closable = closableDays(view, input, rate, people)
  if (periodProgress(rate.run.key.period, view.span.last) !== undefined) {
    return projected({ view, members }, source, { soFar, closable })
  }
  const { low, high } = wilsonInterval(soFar.numerator, soFar.denominator)
  const score = scoreOfCounts(soFar, measure)
  return {
    ...nothing,
    measure,
    source,
    counts: soFar,
    soFar,
    score,
    interval: [low * 100, high * 100],
    closable,
    unrated: tooFewCases(measure, soFar.denominator),
    estimate: yearReason(periodOf(input)) ?? estimateReason(measure, members, { ...soFar, score })
  }
}

/** The counts as far as the data reach; undefined when nobody is eligible. */
function countsSoFar(view: PeopleView, source: StarSource, people: Bitset): StarCounts | undefined {
  const tally = tallySoFar(view, source.rate, people)
  return tally.eligible <= 0 ? undefined : starCounts(source, tally)
}

/** The score of a period that is not over: by its projection, or none. */
function projected(
  { view, members }: Pick<StarScope, 'view' | 'members'>,
  source: StarSource,
  { soFar, closable }: { readonly soFar: StarCounts; readonly closable: readonly Day[] }
): Scored {
  const { measure, rate, link } = source
  const projection = projectRate(view, rate, (end) => ratedPeople(view, members, link, end))
  const about = { ...nothing, measure, source, soFar, closable }
  const scoreSoFar = scoreOfCounts(soFar, measure)
  if ('reason' in projection) {
    const unrated: Unrated = {
      label: m.notProjected,
      reason: m.thePeriodIsNotOverAnd(projection.reason),
      isNotProjected: true
    }
    return { ...about, score: scoreSoFar, unrated: tooFewCases(measure, soFar.denominator) ?? unrated }
  }
  const { numerator, denominator, interval } = projection.end
  const all = Math.max(1, Math.round(denominator))
  const met = Math.min(all, Math.round((numerator / denominator) * all))
  const counts = { numerator: link.reversed === true ? all - met : met, denominator: all }
  const ends = [interval.low, interval.high].map((share) => (link.reversed === true ? 1 - share : share) * 100)
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const score = scoreOfCounts(counts, measure)
  const [a, b] = [low, high].map((end) => starsOf(roundScore(end, measure.decimals), measure))
  return {
    ...about,
    counts,
    score,
    interval: [low, high],
    projection: {
      soFar: scoreSoFar,
      low,
      high,
      stars: [Math.min(defined(a), defined(b)) as StarCount, Math.max(defined(a), defined(b)) as StarCount]
    },
    unrated: tooFewCases(measure, all),
    estimate: m.theStarsAreProjectedForThe
  }
}

/** Stars of the measures that are rated, by code. */
export function starsByCode(scored: readonly Scored[]): ReadonlyMap<string, StarCount> {
  return new Map(
    scored.flatMap((item) =>
      isRated(item) ? [[item.measure.code, starsOf(defined(item.score), item.measure)] as const] : []
    )
  )
}

/** The scores after the closures that are tried out, beyond those that a projection expects. */
export function tried(scored: readonly Scored[], { closures }: Pick<Params, 'closures'>): readonly Scored[] {
  return scored.map((item) => {
    const { measure, counts } = item
    const people = Math.min(item.closable.length, closures[measure.code] ?? 0)
    if (counts === undefined || people <= 0) return item
    const after = withClosures(counts, measure, people)
    return { ...item, counts: after, score: scoreOfCounts(after, measure) }
  })
}
