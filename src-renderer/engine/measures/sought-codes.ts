import { ValueSet, type CodeMembership } from '../elm/values/code.ts'
import type { DataRequirement } from './data-requirements.ts'
import type { Expansion } from './value-set-expansions.ts'

/** All codes that some retrieves look for. */
export interface SoughtCodes extends CodeMembership {
  /** Names the codes: URLs of the value sets with the number of their codes, and single codes. */
  readonly key: string
}

/** Joins what some retrieves look for. */
export function soughtCodes(
  requirements: readonly DataRequirement[],
  valueSets: ReadonlyMap<string, Expansion>
): SoughtCodes {
  const urls = [...new Set(requirements.flatMap((one) => one.valueSets))].sort()
  const sets = urls.map((url) => new ValueSet(url, valueSets.get(url)))
  const single = requirements.flatMap((one) => one.single)
  const size = ({ expansion }: ValueSet): number =>
    [...(expansion?.values() ?? [])].reduce((sum, codes) => sum + codes.size, 0)
  const names = new Set(single.map(({ system, code }) => `${system ?? ''}|${code}`))
  return {
    key: [...sets.map((set) => `${set.id}#${String(size(set))}`), ...[...names].sort()].join(' '),
    has: (system, code) =>
      sets.some((set) => set.has(system, code)) ||
      single.some((one) => one.code === code && (system === undefined || one.system === system))
  }
}
