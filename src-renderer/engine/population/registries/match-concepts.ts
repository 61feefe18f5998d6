import { defined } from '#shared/language/defined.ts'
import { canonicalSystem } from '../../base/codes/code-systems.ts'
import type { ConceptTable } from '../../store/model/store.ts'
import type { CodesBySystem, RegistryCode } from './registry-definition.ts'

/** Code systems in which registries name diagnoses, by their URIs. */
export const icd10cm = 'http://hl7.org/fhir/sid/icd-10-cm'
export const snomed = 'http://snomed.info/sct'

/** A code as it is compared: dots and case do not count. */
export function bareCode(code: string): string {
  return code.replaceAll('.', '').toUpperCase()
}

/** Whether a code of the data is the registry's code or begins with it. Dots do not count, as claims leave them out. */
export function codeMatches(wanted: RegistryCode, code: string): boolean {
  return wanted.match === 'prefix'
    ? bareCode(code).startsWith(bareCode(wanted.code))
    : bareCode(code) === bareCode(wanted.code)
}

/** @returns ids of the concepts that occur in the data and match one of the codes, ascending */
export function matchConcepts(concepts: ConceptTable, codes: CodesBySystem): Int32Array {
  const exact = new Map<string, Set<string>>()
  const prefixes = new Map<string, string[]>()
  for (const [system, list] of Object.entries(codes)) {
    exact.set(system, new Set(list.filter((each) => each.match !== 'prefix').map((each) => bareCode(each.code))))
    prefixes.set(
      system,
      list.filter((each) => each.match === 'prefix').map((each) => bareCode(each.code))
    )
  }
  const ids: number[] = []
  for (let id = 0; id < concepts.size; id++) {
    const system = canonicalSystem(concepts.systems[id]!)
    const same = exact.get(system)
    if (same === undefined) continue
    const code = bareCode(concepts.codes[id]!)
    if (same.has(code) || defined(prefixes.get(system)).some((prefix) => code.startsWith(prefix))) ids.push(id)
  }
  return Int32Array.from(ids)
}
