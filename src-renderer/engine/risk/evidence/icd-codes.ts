import { engineMessages as m } from '#messages/engine.ts'
import { canonicalSystem } from '../../base/codes/code-systems.ts'
import type { Store } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import { diagnosisEvents } from './diagnosis-events.ts'

const systems: ReadonlySet<string> = new Set(['http://hl7.org/fhir/sid/icd-10-cm', 'http://hl7.org/fhir/sid/icd-10'])

const cached = new WeakMap<ConceptTable, readonly (string | undefined)[]>()

/** The ICD-10 code of each concept, upper case without dots; undefined for concepts of other code systems. */
export function icdCodes(concepts: ConceptTable): readonly (string | undefined)[] {
  const { systems: named, codes } = concepts
  const found =
    cached.get(concepts) ??
    codes.map((code, id) =>
      systems.has(canonicalSystem(named[id]!)) ? code.replaceAll('.', '').toUpperCase() : undefined
    )
  cached.set(concepts, found)
  return found
}

/** How far diagnoses are written in ICD-10, which published indices need. */
export interface IcdCoverage {
  /** Diagnoses that count, one per record. */
  readonly diagnoses: number
  /** Those with an ICD-10 code among their codings. */
  readonly coded: number
}

/** How many diagnoses of the population of a store have an ICD-10 code; counted once. */
export function icdCoverage(store: Store): IcdCoverage {
  return store.inPopulation('diagnoses in ICD-10', countCoded, (left, right) => ({
    diagnoses: left.diagnoses + right.diagnoses,
    coded: left.coded + right.coded
  }))
}

function countCoded(store: Store): IcdCoverage {
  const { concept, source, row } = diagnosisEvents(store)
  const codes = icdCodes(store.concepts)
  let diagnoses = 0
  let coded = 0
  // The codings of one record of the chart stand side by side; each diagnosis of a claim is one of its own.
  for (let index = 0; index < concept.length; index++) {
    const isClaim = source[index]! >= 2
    const isNext = index === 0 || isClaim || row[index] !== row[index - 1] || source[index] !== source[index - 1]
    if (isNext) diagnoses++
    const hasCode = codes[concept[index]!] !== undefined
    if (!hasCode) continue
    const before = !isNext && codes[concept[index - 1]!] !== undefined
    if (!before) coded++
  }
  return { diagnoses, coded }
}

/** Why no index by ICD-10 can be computed from these data; undefined where it can. */
export function withoutIcd(store: Store): string | undefined {
  const { diagnoses, coded } = icdCoverage(store)
  if (diagnoses === 0) return m.theDataContainNoConfirmedDiagnosis
  return coded === 0 ? m.noDiagnosisHasACodeOf : undefined
}
