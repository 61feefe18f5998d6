import {
  MeasureCells,
  type MeasureKnowledge,
  type PopulationCounts,
  type ResultPlaces,
  type StratumCounts
} from './measure-cells.ts'
import { isSmallCount } from './small-count.ts'
import { suppressRelease } from './suppress-release.ts'
import type { CellStatus } from './suppress-sums.ts'
import { suppressParts } from './suppress-table.ts'

/** Counts of a group or stratum as they leave: a number, or a mark in its place. */
export interface SuppressedPopulations {
  readonly counts: Readonly<Record<string, number | string>>
  /** The score would tell a count that nobody may find. */
  readonly hidesScore: boolean
}

/** A group and its strata as they leave. */
interface SuppressedGroup {
  readonly group: SuppressedPopulations
  readonly strata: readonly SuppressedPopulations[]
}

/**
 * Suppresses the populations of a group and its strata that are of 1 to `limit`, and those by which one could be worked out: from
 * other populations, from scores, from other strata and from the group. So are few who are in no population, such as who does
 * not meet the measure, and few people without a value of a stratifier.
 * @param strata of any number of stratifiers
 * @returns `strata` in the same order
 */
export function suppressGroup(
  counts: PopulationCounts,
  strata: readonly StratumCounts[],
  limit: number,
  knowledge: MeasureKnowledge = {}
): SuppressedGroup {
  const cells = new MeasureCells()
  const added = cells.add(counts, strata, knowledge)
  const { status } = suppressRelease(cells.release, limit)
  const shown = (of: PopulationCounts, places: ResultPlaces): SuppressedPopulations => ({
    counts: Object.fromEntries(
      Object.entries(of).map(([code, count]) => {
        const place = places.counts.get(code)
        return [code, place === undefined ? count : markOf(count, status[place]!, limit)]
      })
    ),
    hidesScore: places.score.some((place) => status[place] !== 'shown')
  })
  return {
    group: shown(counts, added.group),
    strata: strata.map((stratum, index) => shown(stratum.counts, added.strata[index]!))
  }
}

/** The same for a group without strata. */
export function suppressPopulations(
  counts: PopulationCounts,
  limit: number,
  knowledge?: MeasureKnowledge
): SuppressedPopulations {
  return suppressGroup(counts, [], limit, knowledge).group
}

/** Marks of the JSON and of the reports, which scripts compare with whatever the language is. */
function markOf(count: number, status: CellStatus, limit: number): number | string {
  return status === 'shown' ? count : status === 'small' ? `<${limit + 1}` : 'suppressed'
}

/**
 * Counts by value of one thing, whose sum may be known.
 * @param people all who may have a value, where their number is known: few who have none are not told either
 */
export function suppressValues(
  counts: ReadonlyMap<string, number>,
  limit: number,
  people?: number
): Readonly<Record<string, number | string>> {
  if (limit <= 0) return Object.fromEntries(counts)
  const listed = [...counts.values()]
  const without = people === undefined ? 0 : listed.reduce((left, count) => left - count, people)
  const { parts } = suppressParts(isSmallCount(without, limit) ? [...listed, without] : listed, limit, true)
  return Object.fromEntries([...counts].map(([value, count], part) => [value, markOf(count, parts[part]!, limit)]))
}
