import type { AddedCodes } from '../../base/codes/code-additions.ts'
import { withDotlessCodes } from '../definition/dotless-codes.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'

/**
 * Value sets as everything that runs, explains or compares sees them: with the codes that were added to them, and codes of
 * ICD as claims write them, too.
 * @param valueSets by address, as they were published
 */
export function effectiveValueSets(
  valueSets: ReadonlyMap<string, Expansion>,
  added: AddedCodes
): ReadonlyMap<string, Expansion> {
  return new Map([...valueSets].map(([url, codes]) => [url, withDotlessCodes(added.expand(url, codes))]))
}
