import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import type { Day, Filter } from '../../base/figures/filter.ts'

/** Why there are no stars: a few words to stand in their place, and the reason in words for a sentence. */
export interface Unrated {
  readonly label: string
  readonly reason: string
  /** Whether the period is not over and its end cannot be projected: there is a score so far then. */
  readonly isNotProjected?: boolean
}

/** What a score is projected to come to by the end of a period that runs. */
export interface StarProjection {
  /** The score so far. */
  readonly soFar: number
  /** Ends of the 95% interval of the score at the end, and the stars there, the fewest first. */
  readonly low: number
  readonly high: number
  readonly stars: readonly [StarCount, StarCount]
}

/** A rate against the cut points of one year. */
export interface StarPosition {
  readonly table: string
  readonly code: string
  readonly weight: number
  /** The score as it is compared: rounded first, in the unit of the cut points. Projected while the period runs. */
  readonly score: number | undefined
  /** Its 95% interval, on the same scale: Wilson's, or that of the projection. */
  readonly interval: readonly [number, number] | undefined
  /** Cases of the denominator among those who are rated. */
  readonly cases: number
  /** Ages that the measure of the table rates, where they are fewer than the rate's. */
  readonly ages: { readonly from: number; readonly to: number } | undefined
  readonly stars: StarCount | undefined
  /** Why there are none. */
  readonly unrated: Unrated | undefined
  /** Why CMS would not give these stars, in words for a sentence: they are an estimate. */
  readonly estimate: string | undefined
  readonly projection: StarProjection | undefined
  /** Scores from which 2, 3, 4 and 5 stars begin; descending where lower is better. */
  readonly cutPoints: readonly number[]
  readonly better: 'higher' | 'lower'
  /** Cut point of the next star and the people it takes; undefined with 5 stars, or when those who can still close would not do. */
  readonly next: { readonly score: number; readonly people: number } | undefined
}

/** Stars of a measure by the cut points of CMS. */
export type StarCount = 1 | 2 | 3 | 4 | 5

/** One line of a Stars table with what is known of it. */
export interface StarRow {
  readonly code: string
  readonly title: string
  readonly domain: string
  readonly part: 'C' | 'D'
  readonly weight: number
  readonly unit: 'percent' | 'number'
  /** Digits after the point to which a score is rounded before it is compared. */
  readonly decimals: number
  readonly better: 'higher' | 'lower'
  readonly cutPoints: readonly number[]
  readonly dataPeriod: string
  /** Where the score comes from: a measure of this snapshot, a number that was typed in, or nowhere. */
  readonly source: 'measure' | 'entered' | 'none'
  /** Key of the rate, where there is one. */
  readonly rate: string | undefined
  /** Title of the rate, mostly shorter than that of the table. */
  readonly rateTitle: string | undefined
  readonly figure: Figure | undefined
  readonly score: number | undefined
  readonly stars: StarCount | undefined
  /** Why a score has no stars, or a measure that is run has no score; undefined otherwise. */
  readonly unrated: Unrated | undefined
  /** Why CMS would not give these stars, in words for a sentence: they are an estimate. */
  readonly estimate: string | undefined
  readonly projection: StarProjection | undefined
  /** Closures that are tried out, and what they give. */
  readonly closures: number
  /** Most closures that are possible: cases whose gap can still be closed in the period. */
  readonly available: number
  readonly triedScore: number | undefined
  readonly triedStars: StarCount | undefined
  readonly next: { readonly score: number; readonly people: number } | undefined
  /** What makes the score only similar to the official one, in a sentence. */
  readonly note: string | undefined
}

/** A rating before and after rounding, or an estimate of one. */
export interface StarRating {
  /** Fewest measures with stars that CMS asks for, improvement measures aside. */
  readonly minimum: number
  /** Why CMS would not rate, in words for a sentence: all of this is an estimate then. Undefined for a rating. */
  readonly notRated: string | undefined
  /** Measures with stars, and those that the table has. */
  readonly measures: number
  readonly of: number
  /** Weighted mean of the stars. */
  readonly mean: number
  readonly variance: number
  readonly rewardFactor: number
  /** Categorical Adjustment Index; 0 unless given. */
  readonly adjustment: number
  /** Mean + reward factor + adjustment. */
  readonly sum: number
  /** Rounded to half a star, 1 to 5. */
  readonly rating: number
}

/** Ratings of a contract, estimated from the measures that have stars. */
export interface StarSummary {
  readonly overall: StarRating | undefined
  readonly partC: StarRating | undefined
  readonly partD: StarRating | undefined
  /** Whole stars; undefined where fewer than half of the domain's measures have stars. */
  readonly domains: readonly {
    readonly domain: string
    readonly part: 'C' | 'D'
    readonly stars: StarCount | undefined
    readonly measures: number
    readonly of: number
  }[]
}

/** The fewest people that bring the next half star. */
export interface StarPath {
  readonly from: number
  readonly to: number
  readonly people: number
  readonly steps: readonly {
    readonly code: string
    readonly title: string
    readonly rate: string | undefined
    readonly people: number
    /** Last day on which so many people can still change; later there are fewer. */
    readonly lastDay: Day
    readonly starsBefore: StarCount
    readonly starsAfter: StarCount
    /** Weighted mean before and after this step, in the order of the list. */
    readonly meanBefore: number
    readonly meanAfter: number
  }[]
}

/** A table of Star measures with what is known of each. */
export interface StarsPanel {
  readonly tables: readonly StarTableInfo[]
  readonly table: StarTableInfo
  readonly rows: readonly StarRow[]
  readonly now: StarSummary
  /**
   * The fewest people that a rate with stars tells, who meet it, do not, or are eligible: whoever sees the rating and the other stars
   * finds the stars of each. Undefined where no rate has stars.
   */
  readonly tells: number | undefined
  /** Whose care is rated. */
  readonly members: 'medicare' | 'everybody'
  /** People in view whose coverage does not tell whether they are Medicare members, and members on July 1. */
  readonly unknown: number
  readonly enrolled: number
  /** Why nobody can be rated, in words for a sentence. */
  readonly nobody: string | undefined
  /** The period is not over: stars are projected. */
  readonly isRunning: boolean
  /** The period is over on the date in view: nothing can be closed any more. */
  readonly isOver: boolean
  /** How the year of the cut points differs from the period, in a sentence; undefined where it does not. */
  readonly otherYear: string | undefined
  /** Each rating with the scores at the low and high ends of their intervals; undefined where no measure is projected. */
  readonly range: { readonly low: number; readonly high: number } | undefined
  /** How many of the measures can be computed from the data, and of how many that are run. */
  readonly computed: { readonly measures: number; readonly of: number }
  /** With the closures that are tried out. */
  readonly tried: StarSummary
  /** From `now`; undefined at 5 stars or when no closures reach it. */
  readonly path: StarPath | undefined
  /** Up to two other ways: the cheapest without the largest step of the way before. */
  readonly alternatives: readonly StarPath[]
  /** The rating if all cut points in per cent move by so many points, within the guardrail. */
  readonly guardrail: readonly { readonly shift: number; readonly mean: number; readonly rating: number }[]
  /** Ratings of each value of the dimension that was asked for. */
  readonly units: readonly {
    readonly value: string
    readonly label: string
    readonly filter: Filter
    readonly people: Figure
    readonly rating: StarRating | undefined
    /** As for all. */
    readonly tells: number | undefined
  }[]
  readonly keyFigures: readonly KeyFigure[]
  readonly provenance: Provenance
}

/** A table of cut points, without its rows. */
export interface StarTableInfo {
  readonly id: string
  readonly title: string
  readonly year: number
  readonly measurementYear: number
  readonly measures: number
  /** Categorical Adjustment Index by final adjustment category, from 1. */
  readonly adjustments: {
    readonly overall: readonly number[]
    readonly partC: readonly number[]
    readonly partD: readonly number[]
  }
}
