import { DerivedValues } from '../../store/model/derived-values.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'

/** Codes of HL7's ActEncounterCode (v3-ActCode), which Encounter.class uses. */
const actCodes: ReadonlySet<string> = new Set([
  'AMB',
  'EMER',
  'FLD',
  'HH',
  'IMP',
  'ACUTE',
  'NONAC',
  'OBSENC',
  'PRENC',
  'SS',
  'VR'
])

/** Systems of HL7's table 0004, the patient class of version 2 messages. */
const patientClass: ReadonlySet<string> = new Set([
  'http://terminology.hl7.org/CodeSystem/v2-0004',
  'http://hl7.org/fhir/v2/0004',
  'urn:oid:2.16.840.1.113883.12.4',
  'urn:oid:2.16.840.1.113883.18.5'
])

/** Codes of that table. */
const byPatientClass: Readonly<Record<string, string>> = {
  E: 'EMER',
  I: 'IMP',
  O: 'AMB',
  P: 'PRENC',
  R: 'AMB'
}

/**
 * Names of classes in code systems of a vendor or site, without the words that {@link plainName} leaves out. The built-in
 * measures have the same ones in `ClassOf` of PopulusCommon.cql, so that a stay is one for everybody.
 */
const byName: Readonly<Record<string, string>> = {
  emergency: 'EMER',
  'emergency department': 'EMER',
  'emergency room': 'EMER',
  ed: 'EMER',
  er: 'EMER',
  inpatient: 'IMP',
  'hospital inpatient': 'IMP',
  'inpatient hospital': 'IMP',
  'acute inpatient': 'IMP',
  'inpatient acute': 'IMP',
  observation: 'OBSENC',
  'hospital observation': 'OBSENC',
  outpatient: 'AMB',
  'hospital outpatient': 'AMB',
  'outpatient hospital': 'AMB',
  ambulatory: 'AMB',
  office: 'AMB',
  clinic: 'AMB',
  appointment: 'AMB',
  home: 'HH',
  'home health': 'HH',
  virtual: 'VR',
  telehealth: 'VR',
  telemedicine: 'VR',
  telephone: 'VR',
  video: 'VR'
}

/** A name as it is compared: lower case, single spaces, without words such as "visit" at its end. */
function plainName(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
  return words.replace(/ (?:encounter|visit|stay|admission|care|patient)$/, '')
}

function actCodeOf(system: string, code: string, display: string): string | undefined {
  if (actCodes.has(code)) return code
  if (patientClass.has(system)) return byPatientClass[code]
  return [display, code].map((name) => byName[plainName(name)]).find((found) => found !== undefined)
}

const known = new DerivedValues<ConceptTable, readonly (string | undefined)[]>()

/**
 * What each concept means as the class of an encounter: a code of HL7's ActEncounterCode, which it is itself, or which stands for the
 * patient class of a version 2 message or for the plain name of a local class, such as "Emergency". Undefined where it tells nothing.
 */
export function encounterClassCodes(concepts: ConceptTable): readonly (string | undefined)[] {
  return known.get(concepts, () =>
    Array.from({ length: concepts.size }, (_, id) =>
      actCodeOf(concepts.systems[id]!, concepts.codes[id]!, concepts.displays[id]!)
    )
  )
}
