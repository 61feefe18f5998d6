import { defined } from '#shared/language/defined.ts'
import { partitionPoint } from '../../base/kernels/lower-bound.ts'
import { comparableSystem } from '../../base/codes/code-systems.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
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

/** The concepts of a code system. */
interface SystemConcepts {
  /** Ids by code as it is compared. */
  readonly ids: ReadonlyMap<string, readonly number[]>
  /** These codes, ascending. */
  readonly codes: readonly string[]
}

const known = new DerivedValues<ConceptTable, ReadonlyMap<string, SystemConcepts>>()

/** The concepts of a table by what their systems are compared by. */
function bySystem({ size, systems, codes }: ConceptTable): ReadonlyMap<string, SystemConcepts> {
  const found = new Map<string, Map<string, number[]>>()
  for (let id = 0; id < size; id++) {
    const system = comparableSystem(systems[id]!)
    const ofSystem = found.get(system) ?? new Map<string, number[]>()
    found.set(system, ofSystem)
    const code = bareCode(codes[id]!)
    const ids = ofSystem.get(code)
    if (ids === undefined) ofSystem.set(code, [id])
    else ids.push(id)
  }
  return new Map([...found].map(([system, ids]) => [system, { ids, codes: [...ids.keys()].sort() }]))
}

/** @returns ids of the concepts that occur in the data and match one of the codes, ascending */
export function matchConcepts(concepts: ConceptTable, codes: CodesBySystem): Int32Array {
  const systems = known.get(concepts, () => bySystem(concepts))
  const found = new Set<number>()
  for (const [system, list] of Object.entries(codes)) {
    const inData = systems.get(comparableSystem(system))
    if (inData === undefined) continue
    for (const { code, match } of list) {
      const wanted = bareCode(code)
      if (match !== 'prefix') {
        for (const id of inData.ids.get(wanted) ?? []) found.add(id)
        continue
      }
      const first = partitionPoint(inData.codes.length, (place) => inData.codes[place]! >= wanted)
      for (let place = first; inData.codes[place]?.startsWith(wanted) === true; place++)
        for (const id of defined(inData.ids.get(inData.codes[place]!))) found.add(id)
    }
  }
  return Int32Array.from(found).sort()
}
