import { canonicalSystem, ndc, rxNorm } from '../../base/codes/code-systems.ts'
import type { RecordKind } from './code-use.ts'

/** The kinds of record that a list of codes of some systems can be about. */
export function kindsOfList(systems: Iterable<string>): readonly RecordKind[] {
  const named = new Set([...systems].map(canonicalSystem))
  if (named.has(rxNorm) || named.has(ndc)) return ['drugs']
  if ([...named].some((system) => /\/icd-(10-cm|10|9-cm)$/.test(system))) return ['diagnoses']
  return ['procedures', 'results', 'immunizations']
}
