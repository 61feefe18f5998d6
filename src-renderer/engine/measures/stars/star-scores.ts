import type { Bitset } from '../../base/kernels/bitset.ts'
import type { View } from '../../population/panels/base/view.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { tallyRate } from '../rates/rate-tally.ts'
import { ratesOfRun } from '../rates/rate.ts'
import { closableCases, minRated } from '../gaps/rated-people.ts'
import { starCounts, starSource, type StarSource } from './star-source.ts'
import { roundScore, scoreOfCounts, starsOf, withClosures, type StarCounts } from './star-score.ts'
import type { StarMeasure, StarTable } from '../star-tables/star-table.ts'
import type { StarCount } from '../results/stars-result.ts'

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
  readonly counts: StarCounts | undefined
  readonly score: number | undefined
  readonly entered: boolean
  /** Cases that can still be changed for the better. */
  readonly closable: number
}

/** Typed scores are those of a contract; others need enough cases. */
export function isRated({ score, entered, counts }: Scored): boolean {
  return score !== undefined && (entered || (counts?.denominator ?? 0) >= minRated)
}

/** Whose care is scored by which table, with the rate behind each of its measures. */
export interface StarScope {
  readonly view: View
  readonly input: MeasureInput
  readonly table: StarTable
  readonly sources: ReadonlyMap<string, StarSource>
}

/** The score of each measure of the table for some people. */
export function scoresOf(
  { view, input, table, sources }: StarScope,
  people: Bitset,
  { scores }: Pick<Params, 'scores'>
): readonly Scored[] {
  return table.measures.map((measure) => {
    const source = sources.get(measure.code)
    const typed = scores[measure.code]
    if (typed !== undefined) {
      return {
        measure,
        source,
        counts: undefined,
        score: roundScore(typed, measure.decimals),
        entered: true,
        closable: 0
      }
    }
    const computes = source?.rate.cannotCompute === undefined
    const tally = source && computes && tallyRate(source.rate.group, source.rate.definition, people)
    const counts = source && tally && tally.eligible > 0 ? starCounts(source, tally) : undefined
    const closable = counts === undefined ? 0 : closableCases(view, input, source!.rate, people)
    return { measure, source, counts, score: counts && scoreOfCounts(counts, measure), entered: false, closable }
  })
}

/** Stars of the measures that are rated, by code. */
export function starsByCode(scored: readonly Scored[]): ReadonlyMap<string, StarCount> {
  return new Map(
    scored.flatMap((item) => (isRated(item) ? [[item.measure.code, starsOf(item.score!, item.measure)] as const] : []))
  )
}

/** The scores after the closures that are tried out. */
export function tried(scored: readonly Scored[], { closures }: Pick<Params, 'closures'>): readonly Scored[] {
  return scored.map((item) => {
    const { measure, counts } = item
    const people = Math.min(item.closable, closures[measure.code] ?? 0)
    if (counts === undefined || people <= 0) return item
    const after = withClosures(counts, measure, people)
    return { ...item, counts: after, score: scoreOfCounts(after, measure) }
  })
}
