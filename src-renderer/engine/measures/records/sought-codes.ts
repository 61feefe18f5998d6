import { ValueSet, type CodeMembership } from '../../cql/elm/values/code.ts'
import { hashText } from '../../store/collect/content-hash.ts'
import type { DataRequirement } from '../definition/data-requirements.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'

/** All codes that some retrieves look for. */
export interface SoughtCodes extends CodeMembership {
  /** Value sets, by URL and a sum over their codes, and single codes: sets of equal parts have equal codes. */
  readonly parts: readonly string[]
}

/** Sums of the expansions that were asked for: the same ones are asked for by every measure. */
const sums = new WeakMap<Expansion, string>()

/** A number that sets of other codes hardly share, in whatever order their codes are. */
function sumOf(expansion: Expansion | undefined): string {
  if (expansion === undefined) return '0-0-0'
  const known = sums.get(expansion)
  if (known !== undefined) return known
  const words = new Uint32Array(2)
  let [count, low, high] = [0, 0, 0]
  for (const [system, codes] of expansion) {
    for (const code of codes) {
      hashText(`${system}|${code}`, words, 0)
      count++
      low = (low + words[0]!) >>> 0
      high = (high + words[1]!) >>> 0
    }
  }
  const sum = `${String(count)}-${low.toString(36)}-${high.toString(36)}`
  sums.set(expansion, sum)
  return sum
}

/** Joins what some retrieves look for. */
export function soughtCodes(
  requirements: readonly DataRequirement[],
  valueSets: ReadonlyMap<string, Expansion>
): SoughtCodes {
  const urls = [...new Set(requirements.flatMap((item) => item.valueSets))].sort()
  const sets = urls.map((url) => new ValueSet(url, valueSets.get(url)))
  const single = requirements.flatMap((item) => item.single)
  const names = new Set(single.map(({ system, code }) => `${system ?? ''}|${code}`))
  return {
    parts: [...urls.map((url) => `${url}#${sumOf(valueSets.get(url))}`), ...[...names].sort()],
    has: (system, code) =>
      sets.some((set) => set.has(system, code)) ||
      single.some((item) => item.code === code && (system === undefined || item.system === system))
  }
}
