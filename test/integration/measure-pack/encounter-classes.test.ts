import { describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { encounterClassCodes } from '#engine/population/claims/encounter-class.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { plainStore, type PlainRow } from '../../unit/selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const v2 = 'http://terminology.hl7.org/CodeSystem/v2-0004'
const local = 'urn:oid:1.2.840.114350.1.72.1.7.7.10.696784.13260'

/** System, code and display of classes, with the care that HL7's tables or plain English mean by them. */
const classes: readonly (readonly [system: string, code: string, display: string, care: 'stay' | 'visit' | 'other'])[] =
  [
    [act, 'IMP', '', 'stay'],
    [act, 'ACUTE', '', 'stay'],
    [act, 'AMB', '', 'visit'],
    [act, 'VR', '', 'visit'],
    [act, 'HH', '', 'visit'],
    [act, 'EMER', '', 'other'],
    [act, 'OBSENC', '', 'other'],
    [act, 'FLD', '', 'other'],
    [act, 'PRENC', '', 'other'],
    [act, 'SS', '', 'other'],
    [v2, 'I', '', 'stay'],
    [v2, 'O', '', 'visit'],
    [v2, 'R', '', 'visit'],
    [v2, 'E', '', 'other'],
    [v2, 'P', '', 'other'],
    [v2, 'B', 'Inpatient', 'other'],
    ['http://hl7.org/fhir/v2/0004', 'I', '', 'stay'],
    ['urn:oid:2.16.840.1.113883.12.4', 'I', '', 'stay'],
    ['urn:oid:2.16.840.1.113883.18.5', 'I', '', 'stay'],
    [local, 'I', 'Imaging', 'other'],
    ['', 'inpatient', '', 'stay'],
    [local, 'ACUTE_INPATIENT', '', 'stay'],
    [local, '101', '  In-Patient ', 'other'],
    ...['Inpatient', 'HOSPITAL INPATIENT', 'Inpatient Hospital', 'Acute Inpatient', 'Inpatient (Acute)'].map(
      (name) => [local, '101', name, 'stay'] as const
    ),
    ...['Inpatient stay', 'Inpatient Admission', 'Inpatient encounter'].map(
      (name) => [local, '101', name, 'stay'] as const
    ),
    ...['Outpatient', 'Hospital Outpatient', 'Outpatient Hospital', 'Ambulatory care', 'Office Visit', 'Clinic'].map(
      (name) => [local, '101', name, 'visit'] as const
    ),
    ...['Appointment', 'Home', 'Home Health', 'Virtual', 'Telehealth', 'Telemedicine', 'Telephone', 'Video Visit'].map(
      (name) => [local, '101', name, 'visit'] as const
    ),
    ...['Emergency', 'Emergency Department', 'Emergency Room', 'ED', 'ER', 'Observation', 'Hospital Observation'].map(
      (name) => [local, '101', name, 'other'] as const
    ),
    ...['Hospital Encounter', 'Hospital', 'Orders Only', 'visit', 'Pre-Admission', 'Inpatients'].map(
      (name) => [local, '101', name, 'other'] as const
    )
  ]

const measure = packMeasures().find(({ id }) => id === 'follow-up-after-hospitalisation')!
const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
const content = contentOf(measure, sharedElm(), valueSets)
const evaluator = new MeasureEvaluator(content.measures[0]!, content)

function encounter(id: string, kind: FhirObject, days: readonly [string, string]) {
  const period = { start: `2025-03-${days[0]}T10:00:00Z`, end: `2025-03-${days[1]}T12:00:00Z` }
  return { resourceType: 'Encounter', id, status: 'finished', class: kind, period, subject: { reference: 'Patient/a' } }
}

/** How many members a population has by some encounters of somebody. */
function countOf(population: string, encounters: readonly FhirObject[]): number | undefined {
  const records = [{ resourceType: 'Patient', id: 'a', gender: 'female', birthDate: '1960-05-05' }, ...encounters]
  const data = new PatientResources(records, 'derive', evaluator.program.fhir)
  const { populations } = evaluator.evaluate('a', data, measure.period).groups[0]!
  return populations.find(({ code }) => code === population)?.count
}

/** What measures take an encounter for. */
function careInMeasures(kind: FhirObject): string {
  if (countOf('initial-population', [encounter('e', kind, ['10', '14'])]) === 1) return 'stay'
  const stay = encounter('s', { system: act, code: 'IMP' }, ['01', '05'])
  return countOf('numerator', [stay, encounter('e', kind, ['10', '10'])]) === 1 ? 'visit' : 'other'
}

/** What registries, utilization and cost take it for. */
function careElsewhere(kind: string): string {
  const row: PlainRow = { id: 'e', patient_id: 'a', class: kind }
  const { concepts } = plainStore({ patient: [{ id: 'a' }], encounter: [row] })
  const [system = '', code = ''] = kind.split('|')
  const told = encounterClassCodes(concepts)[concepts.find(system, code)]
  if (told === 'IMP' || told === 'ACUTE') return 'stay'
  return told === 'AMB' || told === 'VR' || told === 'HH' ? 'visit' : 'other'
}

describe('the class of an encounter', () => {
  it.each(classes)('%s|%s|%s is read by measures and by everything else as %s', (system, code, display, care) => {
    expect(careInMeasures({ system, code, ...(display === '' ? {} : { display }) })).toBe(care)
    expect(careElsewhere(`${system}|${code}|${display}`)).toBe(care)
  })
})
