import { suppressGroup, type SuppressedPopulations } from '#engine/base/privacy/suppress-populations.ts'
import type { GroupSummary, StratumSummary } from '#engine/measures/run/measure-score.ts'

/** A result as it may leave: its counts, or marks in their place, and no score that would tell a small one. */
interface ShownResult {
  readonly populations: Readonly<Record<string, number | string>>
  readonly score: number | undefined
}

function shownResult({ score }: Pick<StratumSummary, 'score'>, suppressed: SuppressedPopulations): ShownResult {
  return { populations: suppressed.counts, score: suppressed.hidesScore ? undefined : score }
}

interface ShownStratumName {
  readonly id: string
  readonly value: string | undefined
}

/** Why a result has no score, or exclusions that were not applied. */
export interface ResultReasons {
  /** Why groups cannot be computed from the data, by id; they get no score. */
  readonly missing: Readonly<Record<string, string>>
  /** Which exclusions of a group could not be applied to the data, by id. */
  readonly unapplied: Readonly<Record<string, string>>
}

/** A group of a measure as it may leave. */
export interface ShownGroup {
  readonly id: string
  /** Counts by population code, or marks in their place. */
  readonly populations: Readonly<Record<string, number | string>>
  readonly score: number | null
  readonly cannotCompute?: string
  readonly unappliedExclusions?: string
  readonly strata?: readonly (Omit<ShownResult, 'score'> & ShownStratumName & { readonly score: number | null })[]
}

/** The groups of a measure as they may leave. @param limit counts of 1 to so many people are suppressed */
export function shownGroups(
  groups: readonly GroupSummary[],
  { missing, unapplied }: ResultReasons,
  limit: number
): readonly ShownGroup[] {
  return groups.map((group) => {
    const { id } = group
    const suppressed = suppressGroup(
      group.populations,
      group.strata.map((stratum) => ({ id: stratum.id, counts: stratum.populations })),
      limit
    )
    const { populations, score } = shownResult(group, suppressed.group)
    const strata = group.strata.map((stratum, index) => ({
      ...stratum,
      ...shownResult(stratum, suppressed.strata[index]!)
    }))
    return {
      id,
      populations,
      score: missing[id] === undefined ? (score ?? null) : null,
      ...(missing[id] === undefined ? {} : { cannotCompute: missing[id] }),
      ...(unapplied[id] === undefined ? {} : { unappliedExclusions: unapplied[id] }),
      ...(strata.length > 0 ? { strata: strata.map((item) => ({ ...item, score: item.score ?? null })) } : {})
    }
  })
}
