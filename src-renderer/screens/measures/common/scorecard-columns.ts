import { commonMessages as common } from '#messages/common.ts'
import { screensMeasuresCommonMessages as m } from '#messages/screens/measures/common.ts'

/** Columns of the scorecard that give way in a narrow window. */
export interface ScorecardColumns {
  /** Where the rate lies between the cut points of the Stars. */
  readonly track: boolean
  /** People to the target. */
  readonly toTarget: boolean
  readonly met: boolean
  readonly weight: boolean
  /** The trend, and the change against the year before. */
  readonly trend: boolean
  readonly leftOut: boolean
  readonly signal: boolean
}

/** What the table shows at all, however wide it is. */
export interface ScorecardContent {
  readonly hasStars: boolean
  readonly hasTargets: boolean
  readonly hasBenchmarks: boolean
  /** The rate has the projected one below it. */
  readonly isRunning: boolean
}

/** Names of the columns that can be switched off. */
export const columnNames: Readonly<Record<keyof ScorecardColumns, string>> = {
  track: m.positionAgainstTheCutPoints,
  toTarget: m.peopleToTarget,
  met: m.met,
  weight: m.weight,
  trend: m.trendAndChange,
  leftOut: common.leftOut,
  signal: m.signal
}

function isOptional(name: string): name is keyof ScorecardColumns {
  return Object.hasOwn(columnNames, name)
}

/** Pixels of the columns that always stay: measure, rate, eligible, to close. */
const BASE = 510
/** Measure ID, stars, and people to the next star. */
const STARS = 236
const TARGET = 76
const BENCHMARK = 92
const PROJECTED = 40
/** Pixels of the columns that can give way, the most needed first. */
const optional: readonly (readonly [keyof ScorecardColumns, number])[] = [
  ['track', 176],
  ['toTarget', 82],
  ['met', 54],
  ['weight', 62],
  ['trend', 176],
  ['leftOut', 96],
  ['signal', 140]
]

/**
 * The columns that fit, the most needed first.
 *
 * @param width pixels that the table has; 0 before it is known
 * @param off columns that the user does without; others get their room
 */
export function scorecardColumns(
  width: number,
  { hasStars, hasTargets, hasBenchmarks, isRunning }: ScorecardContent,
  off: readonly string[] = []
): ScorecardColumns {
  const always = BASE + (hasStars ? STARS : 0) + (hasTargets ? TARGET : 0) + (hasBenchmarks ? BENCHMARK : 0)
  let left = width - always - (isRunning ? PROJECTED : 0)
  const columns = {
    track: hasStars,
    toTarget: hasTargets,
    met: true,
    weight: hasStars,
    trend: true,
    leftOut: true,
    signal: true
  }
  for (const name of off) if (isOptional(name)) columns[name] = false
  if (width === 0) return columns
  for (const [name, pixels] of optional) {
    if (!columns[name]) continue
    columns[name] = pixels <= left
    if (columns[name]) left -= pixels
  }
  return columns
}

/** How many columns gave way. */
export function hiddenColumns(columns: ScorecardColumns, { hasStars, hasTargets }: ScorecardContent): number {
  const { track, toTarget, met, weight, trend, leftOut, signal } = columns
  return [
    hasStars && !track,
    hasTargets && !toTarget,
    !met,
    hasStars && !weight,
    !trend,
    !trend,
    !leftOut,
    !signal
  ].filter(Boolean).length
}
