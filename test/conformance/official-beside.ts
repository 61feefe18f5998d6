import { join } from 'node:path'
import { objectOf, objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { officialConcepts } from '#engine/measures/content/compare-value-sets.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { testData } from '../support/test-data.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from './pack-content.ts'
import { readPack, type MeasurePack } from './measure-pack.ts'
import { inUtc } from './in-utc.ts'
import { patientsFor, readFolder, sampleYear } from './synthea-patients.ts'

/** Built-in measures next to the official measure of the same topic, and the rate of it that is compared. */
export const officialOf: Readonly<Record<string, string>> = {
  'blood-pressure-control': 'CMS165FHIRControllingHighBP',
  'bmi-screening-follow-up': 'CMS69FHIRPCSBMIScreenAndFollowUp',
  'childhood-immunisation': 'CMS117FHIRChildImmunStatus',
  'depression-remission': 'CMS159FHIRDepRemissionat12Months',
  'depression-screening-follow-up': 'CMS2FHIRPCSDepScreenAndFollowUp',
  'hba1c-poor-control': 'CMS122FHIRDiabetesAssessGT9Pct',
  'heart-failure-beta-blocker': 'CMS144FHIRHFBetaBlockerForLVSD',
  'high-risk-medication': 'CMS156FHIRHighRiskMedsElderly',
  'kidney-health-evaluation': 'CMS951FHIRKidneyHealthEval',
  'statin-therapy-cardiovascular-disease': 'CMS347FHIRStatinPreventionTxCVD',
  'tobacco-screening-follow-up': 'CMS138FHIRTobaccoScrnCessation'
}

/** One person who comes out otherwise than by the official measure, and what makes both agree. */
export interface Beside {
  readonly patient: string
  readonly ours: string
  readonly official: string
  /** Ids of the differences that explain it; none where nothing does. */
  readonly reasons: readonly string[]
}

const codes = ['initial-population', 'denominator', 'denominator-exclusion', 'numerator']

function countsBy(content: MeasureContent): (id: string, resources: readonly FhirObject[]) => string {
  const evaluator = new MeasureEvaluator(content.measures[0]!, content)
  return (id, resources) => {
    const data = new PatientResources(resources, 'derive', evaluator.program.fhir)
    const { populations } = evaluator.evaluate(id, data, sampleYear).groups[0]!
    const found = new Map(populations.map(({ code, count }) => [code, count]))
    return codes.map((code) => `${code} ${found.get(code) ?? 0}`).join(', ')
  }
}

/** What may make both agree, the simplest first. */
const explanations: readonly (readonly string[])[] = [
  ['visits'],
  ['codes'],
  ['ages'],
  ['offsets'],
  ['visits', 'codes'],
  ['visits', 'ages'],
  ['visits', 'offsets'],
  ['ages', 'intensity']
]

/** A patient with the age of 60, an age that every measure for adults asks for. */
function ofSixty(resource: FhirObject): FhirObject {
  return resource['resourceType'] === 'Patient' ? { ...resource, birthDate: '1959-03-01' } : resource
}

/** A medicine with a code of one list with a code of another instead. */
function recoded(resource: FhirObject, from: ReadonlySet<string>, to: string): FhirObject {
  const medicine = objectOf(resource['medicationCodeableConcept'])
  const coding = objectsOf(medicine?.['coding']).find(({ code }) => from.has(textOf(code) ?? ''))
  if (coding === undefined) return resource
  return { ...resource, medicationCodeableConcept: { coding: [{ ...coding, code: to }] } }
}

/** Codes that one of our value sets writes out. */
function codesOf(id: string): readonly string[] {
  const found = packValueSets().find((valueSet) => valueSet['id'] === id)
  return objectsOf(objectOf(found?.['expansion'])?.['contains']).flatMap(({ code }) => textOf(code) ?? [])
}

/** Records in which statins of low intensity are of moderate intensity. */
function ofMoreIntensity(resources: readonly FhirObject[]): readonly FhirObject[] {
  const low = new Set(codesOf('statins-low-intensity'))
  return resources.map((resource) => recoded(resource, low, '617310'))
}

/** Visits of every kind that the official measure has a list of, so that some of them is one that it asks for. */
function officialVisits(pack: MeasurePack, patient: string): readonly FhirObject[] {
  const types = pack.valueSets
    .filter((valueSet) => /visit|wellness|preventive|encounterto/i.test(textOf(valueSet['name']) ?? ''))
    .flatMap((valueSet) => objectsOf(objectOf(valueSet['expansion'])?.['contains']).slice(0, 1))
    .map(({ system, code }) => ({ coding: [{ system: system!, code: code! }] }))
  // The last one is after the birthday of the year by which most reach an age.
  return ['2019-03-12', '2019-06-12', '2019-12-12'].map((day) => ({
    resourceType: 'Encounter',
    id: `visit-${day}`,
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: types,
    subject: { reference: `Patient/${patient}` },
    period: { start: `${day}T10:00:00Z`, end: `${day}T11:00:00Z` }
  }))
}

/** What some official measures call a concept that others call otherwise. */
const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  pregnancy: ['PregnancyObstetricOrMaternalDiagnoses']
}

/** Codes that official measures of a concept name in their logic, beside their lists. */
const alsoCoded: Readonly<Record<string, readonly (readonly [system: string, code: string])[]>> = {
  'systolic-heart-failure': [['http://snomed.info/sct', '134401001']],
  'beta-blocker-ingredient': [['http://snomed.info/sct', '373254001']]
}

/**
 * Our value sets with the codes of the official lists of the same concepts in their place.
 * @param beside with our own codes as well
 */
export function withOfficialCodes(content: MeasureContent, pack: MeasurePack, beside = false): MeasureContent {
  const valueSets = new Map(content.valueSets)
  for (const valueSet of packValueSets()) {
    const names = new Set([...officialConcepts(valueSet), ...(alsoCalled[textOf(valueSet['id']) ?? ''] ?? [])])
    const url = textOf(valueSet['url']) ?? ''
    const ours = beside ? [...(content.valueSets.get(url) ?? [])] : []
    const bySystem = new Map(ours.map(([system, codes]) => [system, new Set(codes)]))
    for (const official of pack.valueSets.filter((valueSet) => names.has(textOf(valueSet['name']) ?? ''))) {
      for (const { system, code } of objectsOf(objectOf(official['expansion'])?.['contains'])) {
        const known = bySystem.get(textOf(system) ?? '') ?? new Set<string>()
        bySystem.set(textOf(system) ?? '', known.add(textOf(code) ?? ''))
      }
    }
    for (const [system, code] of alsoCoded[textOf(valueSet['id']) ?? ''] ?? [])
      bySystem.set(system, new Set([...(bySystem.get(system) ?? []), code]))
    if (bySystem.size > 0) valueSets.set(url, bySystem)
  }
  return { ...content, valueSets }
}

/**
 * Runs a built-in measure and the official one over Synthea's records, and tries for everybody who differs which change
 * makes both agree: visits of the kinds that the official measure asks for, its code lists, an age that both take, or
 * instants without offsets, by which a late reading is of another day.
 * @returns undefined where the packs or the records are not installed
 */
export function compareWithOfficial(id: string): { readonly people: number; readonly differing: Beside[] } | undefined {
  const packs = testData('conformance/ecqm/dqm-2025')
  const data = testData('data/synthea-100')
  if (packs === undefined || data === undefined) return undefined
  const pack = readPack(join(packs, `${officialOf[id]!}.pack.json.gz`))
  const official = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
  const measure = packMeasures().find((measure) => measure.id === id)!
  const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
  const content = contentOf(measure, sharedElm(), valueSets)
  const [ours, oursByTheirCodes] = [countsBy(content), countsBy(withOfficialCodes(content, pack))]
  const theirs = countsBy(official)
  const records = new Map(patientsFor(official, readFolder(data)).map((record) => [record.id, record.resources]))
  const differing: Beside[] = []
  let people = 0
  for (const { id: patient, resources } of patientsFor(content, readFolder(data))) {
    people++
    const seen = records.get(patient) ?? []
    const [here, there] = [ours(patient, resources), theirs(patient, seen)]
    if (here === there) continue
    const changed = (reasons: readonly string[], all: readonly FhirObject[]): readonly FhirObject[] => {
      const visited = reasons.includes('visits') ? [...all, ...officialVisits(pack, patient)] : all
      const aged = reasons.includes('ages') ? visited.map(ofSixty) : visited
      const intense = reasons.includes('intensity') ? ofMoreIntensity(aged) : aged
      return reasons.includes('offsets') ? inUtc(intense) : intense
    }
    const agrees = (reasons: readonly string[]): boolean => {
      const run = reasons.includes('codes') ? oursByTheirCodes : ours
      return run(patient, changed(reasons, resources)) === theirs(patient, changed(reasons, seen))
    }
    differing.push({ patient, ours: here, official: there, reasons: explanations.find(agrees) ?? [] })
  }
  return { people, differing }
}
