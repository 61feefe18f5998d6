import { enginePopulationStaysMessages as m } from '#messages/engine/population/stays.ts'
import planned from '../../../../resources/readmission/planned-readmission.json' with { type: 'json' }
import { canonicalSystem } from '../../base/codes/code-systems.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'

/** What a code says about a stay; bits. */
export const stayCode = {
  alwaysPlannedDiagnosis: 1,
  alwaysPlannedProcedure: 2,
  potentiallyPlannedProcedure: 4,
  acuteDiagnosis: 8,
  perinatal: 16,
  /** A psychiatric condition, or rehabilitation. */
  otherCare: 32,
  cancer: 64,
  surgery: 128
} as const

/** The rule in words, for definitions. */
export const plannedRule = m.plannedByTheAlgorithmOfCMS

/** Where the codes come from, for definitions. */
export const plannedSources = planned.sources

const isDiagnosis = /icd-?10(-cm)?$/i
const isProcedure = /icd-?10-pcs$|\/ICD10$/i
/**
 * Chapters XV (pregnancy, childbirth) and XVI (perinatal conditions) of ICD-10-CM; pregnant state, supervision of a pregnancy, weeks of
 * gestation, outcome of delivery, and liveborn infants.
 */
const perinatal = /^(O|P|Z331|Z34|Z3A|Z37|Z38)/

/** Mental disorders but those of an organic cause or of substances; fitting of a prosthesis or device and care in rehabilitation. */
const otherCare = /^(F[2-9]|Z4[4-6]|Z5189)/
/** Malignant neoplasms, and encounters for radiotherapy, chemotherapy and immunotherapy. */
const cancer = /^(C|Z510|Z511)/
/** Medical and surgical procedures of ICD-10-PCS that remove or replace something: section, system, operation … qualifier. */
const surgery = /^0.[156BRTY]...[^X]$/

/** Tests codes by their beginnings. @param list beginnings; one that ends in `!` is meant alone */
export function codeTest(list: string): (code: string) => boolean {
  const words = new Set(list.split(' '))
  return (code) => {
    if (words.has(`${code}!`)) return true
    for (let length = 1; length <= code.length; length++) if (words.has(code.slice(0, length))) return true
    return false
  }
}

/** Whether a concept is a code of ICD-10-CM. */
export function isDiagnosisCode({ systems }: ConceptTable, concept: number): boolean {
  return isDiagnosis.test(canonicalSystem(systems[concept] ?? ''))
}

const known = new DerivedValues<ConceptTable, Uint8Array>()

/** Bits of {@link stayCode} per concept of a store. */
export function stayCodes(concepts: ConceptTable): Uint8Array {
  return known.get(concepts, () => bitsOf(concepts))
}

function bitsOf({ size, systems, codes }: ConceptTable): Uint8Array {
  const diagnoses = [
    [codeTest(planned.alwaysPlannedDiagnoses), stayCode.alwaysPlannedDiagnosis],
    [codeTest(planned.acuteDiagnoses), stayCode.acuteDiagnosis],
    [(code: string) => perinatal.test(code), stayCode.perinatal],
    [(code: string) => otherCare.test(code), stayCode.otherCare],
    [(code: string) => cancer.test(code), stayCode.cancer]
  ] as const
  const procedures = [
    [codeTest(planned.alwaysPlannedProcedures), stayCode.alwaysPlannedProcedure],
    [codeTest(planned.potentiallyPlannedProcedures), stayCode.potentiallyPlannedProcedure],
    [(code: string) => surgery.test(code), stayCode.surgery]
  ] as const
  return Uint8Array.from({ length: size }, (_, id) => {
    const system = canonicalSystem(systems[id]!)
    const tests = isProcedure.test(system) ? procedures : isDiagnosis.test(system) ? diagnoses : []
    const code = codes[id]!.replaceAll('.', '').toUpperCase()
    return tests.reduce((bits, [test, bit]) => (test(code) ? bits | bit : bits), 0)
  })
}
