import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import type { FhirJson, FhirObject } from '../../../cql/elm/values/fhir-element.ts'
import { collectionBundle } from '../../../cql/elm/fhir/collection-bundle.ts'
import { bundleResources, objectOf, objectsOf, textOf } from '../../../cql/elm/fhir/fhir-json.ts'
import { AppError } from '#shared/app-error.ts'
import type { MeasurementPeriod } from '../../definition/measurement-period.ts'
import type { ContentCase } from './content-document.ts'

const isTestCase = 'http://hl7.org/fhir/StructureDefinition/cqf-isTestCase'
const description = 'http://hl7.org/fhir/StructureDefinition/cqf-testCaseDescription'
const inputParameters = 'http://hl7.org/fhir/StructureDefinition/cqf-inputParameters'
const populationSystem = 'http://terminology.hl7.org/CodeSystem/measure-population'

/**
 * A test case as the official ones are laid out: a Bundle of the patient's records with an individual MeasureReport, marked
 * as a test case, whose population counts are what is expected.
 * @param measure canonical address of the measure
 * @param period where the case names none
 */
export function caseBundle(measure: string, item: ContentCase, period: MeasurementPeriod): FhirObject {
  const { start, end } = item.period ?? period
  const report: FhirObject = {
    resourceType: 'MeasureReport',
    id: `${item.patientId}-expected`,
    ...parametersOf(item),
    extension: [
      { url: description, valueMarkdown: item.name },
      ...(item.options === undefined ? [] : [{ url: inputParameters, valueReference: { reference: '#parameters' } }])
    ],
    modifierExtension: [{ url: isTestCase, valueBoolean: true }],
    status: 'complete',
    type: 'individual',
    measure,
    subject: { reference: `Patient/${item.patientId}` },
    period: { start, end },
    group: Object.entries(item.expected).map(([id, counts]) => ({
      id,
      population: Object.entries(counts).map(([code, count]) => ({
        code: { coding: [{ system: populationSystem, code }] },
        count
      }))
    }))
  }
  return collectionBundle([...item.resources, report])
}

/** Values of the measure's parameters, inside the report that names them. */
function parametersOf({ options }: ContentCase): Readonly<Record<string, FhirJson>> {
  if (options === undefined) return {}
  const parameter = Object.entries(options).map(([name, valueBoolean]) => ({ name, valueBoolean }))
  return { contained: [{ resourceType: 'Parameters', id: 'parameters', parameter }] }
}

/** Several cases as one file: a Bundle of their Bundles. */
export function caseBundles(measure: string, cases: readonly ContentCase[], period: MeasurementPeriod): FhirObject {
  return collectionBundle(cases.map((item) => caseBundle(measure, item, period)))
}

/**
 * Reads test cases: a Bundle of one, a Bundle of such Bundles, or a list of them.
 * @returns with the measure that each is about, '' where it does not say
 * @throws AppError `invalid-input` when there is no test case in the file
 */
export function readCaseBundles(json: unknown): readonly { readonly measure: string; readonly case: ContentCase }[] {
  const found = bundlesIn(json).map(readCaseBundle)
  if (found.length === 0) throw new AppError('invalid-input', m.thereIsNoTestCaseIn)
  return found
}

/**
 * Takes the test cases out of measure content: Bundles with a MeasureReport that is marked as a test case.
 * @returns the content without them
 */
export function splitTestCases(json: unknown): {
  readonly content: unknown
  readonly cases: ReturnType<typeof readCaseBundles>
} {
  if (isCaseBundle(json)) return { content: [], cases: readCaseBundles(json) }
  const bundle = objectOf(json as FhirJson)
  if (bundle?.['resourceType'] !== 'Bundle') return { content: json, cases: [] }
  const entries = objectsOf(bundle['entry'])
  const marked = entries.filter(({ resource }) => isCaseBundle(resource))
  return {
    content: { ...bundle, entry: entries.filter((entry) => !marked.includes(entry)) },
    cases: marked.flatMap(({ resource }) => readCaseBundles(resource))
  }
}

function isCaseBundle(json: unknown): boolean {
  const bundle = objectOf(json as FhirJson)
  if (bundle?.['resourceType'] !== 'Bundle') return false
  const resources = bundleResources(bundle)
  return (
    resources.some((item) => item['resourceType'] === 'MeasureReport' && isMarked(item)) &&
    resources.some((item) => item['resourceType'] === 'Patient' && textOf(item['id']) !== undefined)
  )
}

/** The Bundles with records, however they are packed. */
function bundlesIn(json: unknown): readonly FhirObject[] {
  if (Array.isArray(json)) return json.flatMap(bundlesIn)
  const bundle = objectOf(json as FhirJson)
  if (bundle?.['resourceType'] !== 'Bundle') return []
  const inner = bundleResources(bundle).filter(({ resourceType }) => resourceType === 'Bundle')
  return inner.length > 0 ? inner.flatMap(bundlesIn) : [bundle]
}

function readCaseBundle(bundle: FhirObject): { readonly measure: string; readonly case: ContentCase } {
  const all = bundleResources(bundle)
  const reports = all.filter(({ resourceType }) => resourceType === 'MeasureReport')
  const report = reports.find(isMarked) ?? reports[0]
  const resources = all.filter((item) => item !== report)
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient')
  const patientId = textOf(patient?.['id'])
  if (report === undefined || patientId === undefined) throw new AppError('invalid-input', m.aBundleOfTheFileHas)
  const period = objectOf(report['period'])
  const [start, end] = [textOf(period?.['start'])?.slice(0, 10), textOf(period?.['end'])?.slice(0, 10)]
  const words = objectsOf(report['extension']).find(({ url }) => url === description)
  const name = textOf(words?.['valueMarkdown']) ?? textOf(bundle['id']) ?? patientId
  return {
    measure: (textOf(report['measure']) ?? '').split('|')[0]!,
    case: {
      name,
      patientId,
      ...(start === undefined || end === undefined ? {} : { period: { start, end } }),
      ...optionsIn(report),
      resources,
      expected: expectedIn(report)
    }
  }
}

function optionsIn(report: FhirObject): Pick<ContentCase, 'options'> {
  const parameters = objectsOf(report['contained']).find(({ resourceType }) => resourceType === 'Parameters')
  if (parameters === undefined) return {}
  const values = objectsOf(parameters['parameter']).flatMap(({ name, valueBoolean }): [string, boolean][] =>
    typeof name === 'string' && typeof valueBoolean === 'boolean' ? [[name, valueBoolean]] : []
  )
  return { options: Object.fromEntries(values) }
}

function isMarked(report: FhirObject): boolean {
  return objectsOf(report['modifierExtension']).some(
    ({ url, valueBoolean }) => textOf(url)?.endsWith('isTestCase') === true && valueBoolean === true
  )
}

function expectedIn(report: FhirObject): ContentCase['expected'] {
  return Object.fromEntries(
    objectsOf(report['group']).map((group, place) => {
      const counts: Record<string, number> = {}
      for (const item of objectsOf(group['population'])) {
        const code = textOf(objectsOf(objectOf(item['code'])?.['coding'])[0]?.['code'])
        // Of two populations with one code the first is compared.
        if (code !== undefined && typeof item['count'] === 'number') counts[code] ??= item['count']
      }
      return [textOf(group['id']) ?? `group-${place + 1}`, counts]
    })
  )
}
