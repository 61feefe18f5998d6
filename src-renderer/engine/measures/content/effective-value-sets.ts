import type { AddedCodes } from '../../base/codes/code-additions.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'

/**
 * Value sets as everything that runs, explains or compares sees them: with the codes that were added to them.
 * @param valueSets by address, as they were published
 * @returns the same map where nothing was added to any; expansions that got nothing stay the same objects
 */
export function effectiveValueSets(
  valueSets: ReadonlyMap<string, Expansion>,
  added: AddedCodes
): ReadonlyMap<string, Expansion> {
  if (added.isEmpty) return valueSets
  return new Map([...valueSets].map(([url, codes]) => [url, added.expand(url, codes)]))
}
