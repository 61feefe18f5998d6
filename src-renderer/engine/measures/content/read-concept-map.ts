import type { Crosswalk } from '../../base/codes/code-additions.ts'
import { canonicalSystem, ndc } from '../../base/codes/code-systems.ts'
import { normalizeNdc } from '../../base/codes/ndc.ts'
import { objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'

/** Relations by which a code does not count as its target (R4 ConceptMapEquivalence, R5 ConceptMapRelationship). */
const unfit: ReadonlySet<string> = new Set([
  'unmatched',
  'disjoint',
  'inexact',
  'narrower',
  'specializes',
  'not-related-to',
  'source-is-broader-than-target'
])

/** The crosswalks of a FHIR ConceptMap, and how many of its codes could not be taken. */
export function readConceptMap(map: FhirObject): { readonly crosswalks: readonly Crosswalk[]; readonly left: number } {
  let left = 0
  const crosswalks = objectsOf(map['group']).flatMap((group): Crosswalk[] => {
    const [source, target] = ['source', 'target'].map((key) => systemOf(group, key))
    const codes: Record<string, string[]> = {}
    for (const element of objectsOf(group['element'])) {
      const written = textOf(element['code'])
      const code = written === undefined ? undefined : source === ndc ? normalizeNdc(written) : written
      const targets = objectsOf(element['target'])
        .filter((item) => !unfit.has(textOf(item['equivalence']) ?? textOf(item['relationship']) ?? ''))
        .flatMap((item) => textOf(item['code']) ?? [])
      if (code === undefined || targets.length === 0) left++
      else codes[code] = [...new Set([...(codes[code] ?? []), ...targets])]
    }
    const isUsable = source !== undefined && target !== undefined && Object.keys(codes).length > 0
    return isUsable ? [{ source, target, codes }] : []
  })
  return { crosswalks, left }
}

/** The system of a group, which R5 writes with a version behind a bar. */
function systemOf(group: FhirObject, key: string): string | undefined {
  const named = textOf(group[key])?.split('|')[0]
  return named === undefined ? undefined : canonicalSystem(named)
}
