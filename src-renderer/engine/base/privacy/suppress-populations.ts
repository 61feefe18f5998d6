import { isSmallCount } from './small-count.ts'
import { suppressParts } from './suppress-table.ts'

/** Counts of a measure's populations by code, such as `numerator`; a code may have a number after a hyphen. */
type PopulationCounts = Readonly<Record<string, number>>

/** The same for what leaves: a number, or a mark in its place. */
interface SuppressedPopulations {
  readonly counts: Readonly<Record<string, number | string>>
  /** The score would tell a small count. */
  readonly hidesScore: boolean
}

/**
 * Suppresses the populations of a measure that are of 1 to `limit`, and those by which one could be worked out: the
 * numerator where few are eligible and not in it, the initial population where few of it are not in the denominator, and the
 * denominator where few of it stay. The score goes where numerator, rest or eligible are few.
 */
export function suppressPopulations(counts: PopulationCounts, limit: number): SuppressedPopulations {
  if (limit <= 0) return { counts, hidesScore: false }
  const shown: Record<string, number | string> = { ...counts }
  for (const [code, count] of Object.entries(counts)) if (isSmallCount(count, limit)) shown[code] = `<${limit + 1}`
  const hide = (code: string): void => {
    if (typeof shown[code] === 'number' && shown[code] > 0) shown[code] = 'suppressed'
  }
  const {
    numerator = 0,
    denominator = 0,
    'denominator-exclusion': exclusions = 0,
    'denominator-exception': exceptions = 0,
    'numerator-exclusion': numeratorExclusions = 0,
    'initial-population': initial = 0
  } = counts
  const eligible = denominator - exclusions - exceptions
  const met = numerator - numeratorExclusions
  const few = [met, eligible, eligible - met].some((count) => isSmallCount(count, limit))
  if (isSmallCount(eligible - met, limit)) hide('numerator')
  if (isSmallCount(eligible, limit) || isSmallCount(exclusions, limit) || isSmallCount(exceptions, limit))
    hide('denominator')
  if (isSmallCount(initial - denominator, limit)) hide('initial-population')
  if (typeof shown['denominator'] === 'string' && initial === denominator) hide('initial-population')
  return { counts: shown, hidesScore: few || [exclusions, exceptions].some((count) => isSmallCount(count, limit)) }
}

/** Counts by value of one thing, whose sum may be known. */
export function suppressValues(
  counts: ReadonlyMap<string, number>,
  limit: number
): Readonly<Record<string, number | string>> {
  if (limit <= 0) return Object.fromEntries(counts)
  const { parts } = suppressParts([...counts.values()], limit, true)
  return Object.fromEntries(
    [...counts].map(([value, count], part) => [
      value,
      parts[part] === 'shown' ? count : parts[part] === 'small' ? `<${limit + 1}` : 'suppressed'
    ])
  )
}
