import { engineMeasuresStarTablesMessages as m } from '#messages/engine/measures/star-tables.ts'
import { asSentence } from '#shared/as-sentence.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'

const Score = v.pipe(v.number(), v.finite())
const Count = v.pipe(v.number(), v.integer(), v.minValue(1))

/** One measure of a Stars table. */
const StarMeasure = v.object({
  /** E.g. `C01`. */
  code: v.pipe(v.string(), v.regex(/^[CD]\d\d$/)),
  title: v.pipe(v.string(), v.minLength(1)),
  domain: v.pipe(v.string(), v.minLength(1)),
  part: v.picklist(['C', 'D']),
  dataPeriod: v.string(),
  weight: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)),
  category: v.picklist(['process', 'intermediate-outcome', 'outcome', 'experience', 'access', 'improvement']),
  unit: v.picklist(['percent', 'number']),
  /** Digits after the point to which a score is rounded, half up, before it is compared. */
  decimals: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6)),
  better: v.picklist(['higher', 'lower']),
  /** Scores from which 2, 3, 4 and 5 stars begin (`>=`; where lower is better `<=`). */
  cutPoints: v.tuple([Score, Score, Score, Score]),
  /** Cut points may move by at most 5 points a year; not so for new, survey and improvement measures. */
  guardrail: v.boolean(),
  /** In the overall rating, the measure of the other part that stands for this one too. */
  sameAs: v.optional(v.string()),
  /** Fewest cases of the denominator that CMS rates. */
  minCases: v.optional(Count),
  /**
   * For HEDIS measures, which CMS rates by the enrollment of the contract: the standard deviation of scores among
   * contracts, in the unit of the cut points.
   */
  hedis: v.optional(v.object({ contractSpread: v.pipe(Score, v.minValue(0)) })),
  /** Asked of contracts with special needs plans only. */
  snpOnly: v.optional(v.boolean())
})
export type StarMeasure = v.InferOutput<typeof StarMeasure>

/** Means and variances of all contracts at some percentiles, from which consistent performance is rewarded. */
const RewardThresholds = v.object({ mean65: Score, mean85: Score, variance30: Score, variance70: Score })
export type RewardThresholds = v.InferOutput<typeof RewardThresholds>

/** With and without the improvement measures. */
const Reward = v.object({ with: RewardThresholds, without: RewardThresholds })

const Age = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(150))

/** A rate of an installed measure that stands for a measure of the table. */
const StarLink = v.object({
  code: v.string(),
  /** Last segment of the measure's address. */
  measure: v.string(),
  /** Id of the group; the first one when absent. */
  group: v.optional(v.string()),
  /** The table's score is 1 less the rate. */
  reversed: v.optional(v.boolean()),
  /** Ages at the end of the period, both included, that the official measure rates; all of the rate's when absent. */
  ages: v.optional(v.object({ from: Age, to: Age })),
  /** How the rate differs from the official measure. */
  note: v.optional(v.string())
})
export type StarLink = v.InferOutput<typeof StarLink>

/** Fewest measures with stars that a rating needs, improvement measures aside. */
const Minimum = v.object({ withSnp: Count, withoutSnp: Count })
export type Minimum = v.InferOutput<typeof Minimum>

/** Cut points of one year for one kind of contract. */
const StarTable = v.object({
  /** E.g. `2026-ma-pd`. */
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/)),
  title: v.string(),
  year: v.pipe(v.number(), v.integer(), v.minValue(2000), v.maxValue(2200)),
  measurementYear: v.pipe(v.number(), v.integer(), v.minValue(2000), v.maxValue(2200)),
  source: v.object({ title: v.string(), publisher: v.string(), year: v.number() }),
  measures: v.pipe(v.array(StarMeasure), v.minLength(1)),
  links: v.array(StarLink),
  /** By rating; half of the measures where a table does not say. */
  minimums: v.optional(
    v.object({ overall: v.optional(Minimum), partC: v.optional(Minimum), partD: v.optional(Minimum) }),
    {}
  ),
  /** By rating; a rating without thresholds gets no reward factor. */
  reward: v.object({ overall: v.optional(Reward), partC: v.optional(Reward), partD: v.optional(Reward) }),
  /** Categorical Adjustment Index by final adjustment category, from 1. */
  adjustments: v.object({
    overall: v.array(Score),
    partC: v.array(Score),
    partD: v.array(Score)
  })
})
export type StarTable = v.InferOutput<typeof StarTable>

/** Which ratings there are. */
export type RatingName = keyof StarTable['reward']

/**
 * Checks a table that came from outside.
 * @throws AppError `invalid-input` with the place of the first thing that is wrong
 */
export function readStarTable(value: unknown): StarTable {
  const parsed = v.safeParse(StarTable, value)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const place = v.getDotPath(issue) ?? m.theTable
    throw new AppError('invalid-input', m.thisIsNoStarsTableIs(place, asSentence(issue.message)))
  }
  const table = parsed.output
  const codes = new Set<string>()
  for (const { code, cutPoints, better } of table.measures) {
    if (codes.has(code)) throw new AppError('invalid-input', m.theStarsTableHasTwice(code))
    codes.add(code)
    const ordered = cutPoints.every(
      (cut, index) => index === 0 || (better === 'higher' ? cut > cutPoints[index - 1]! : cut < cutPoints[index - 1]!)
    )
    if (!ordered) throw new AppError('invalid-input', m.theCutPointsOfAreNot(code))
  }
  return table
}
