import type { Expansion } from './value-set-expansions.ts'

/** Systems whose codes many claims write without the dot that FHIR asks for. */
const dotted: ReadonlySet<string> = new Set(['http://hl7.org/fhir/sid/icd-10-cm', 'http://hl7.org/fhir/sid/icd-9-cm'])

const bare = (code: string): string => code.replace('.', '')

/**
 * An expansion as measures look codes up in it: codes of ICD with the dot and, as many claims have them, without it.
 * @returns the same expansion where it has no code of ICD
 */
export function withDotlessCodes(expansion: Expansion): Expansion {
  const found = [...expansion].filter(([system]) => dotted.has(system))
  if (found.length === 0) return expansion
  const codes = new Map(expansion)
  for (const [system, listed] of found) codes.set(system, new Set([...listed, ...[...listed].map(bare)]))
  return codes
}

/** How many codes an expansion has; one that is there with and without its dot counts once. */
export function expansionSize(expansion: Expansion): number {
  let count = 0
  for (const [system, codes] of expansion) {
    count += dotted.has(system) ? new Set([...codes].map(bare)).size : codes.size
  }
  return count
}
