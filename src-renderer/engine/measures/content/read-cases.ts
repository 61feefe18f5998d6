import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { bundleResources, objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { ContentCase } from './document/content-document.ts'

/** The cases of a document, and the period they are about. */
export interface CasesRead {
  readonly period: MeasurementPeriod
  readonly cases: readonly ContentCase[]
}

function periodOf(json: FhirObject | undefined): MeasurementPeriod | undefined {
  const start = textOf(json?.['start'])
  const end = textOf(json?.['end'])
  return start === undefined || end === undefined ? undefined : { start: start.slice(0, 10), end: end.slice(0, 10) }
}

/** Counts by group and code: as such, or as the list of groups that official packs have. */
function expectedOf(json: FhirObject): ContentCase['expected'] {
  const groups = objectsOf(json['groups'])
  // Whoever compares takes only numbers from it; anything else counts as a case that fails.
  if (groups.length === 0) return json as unknown as ContentCase['expected']
  return Object.fromEntries(
    groups.map((group, index) => {
      const counts: Record<string, number> = {}
      for (const item of objectsOf(group['populations'])) {
        const code = textOf(item['code'])
        // Of two populations with one code the first is compared.
        if (code !== undefined && typeof item['count'] === 'number') counts[code] ??= item['count']
      }
      return [textOf(group['id']) ?? `group-${index + 1}`, counts]
    })
  )
}

function optionsOf(json: FhirObject | undefined): ContentCase['options'] {
  if (json === undefined) return undefined
  return Object.fromEntries(
    Object.entries(json).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean')
  )
}

function caseOf(json: FhirObject): ContentCase | undefined {
  const expected = objectOf(json['expected'])
  const bundle = objectOf(json['bundle'])
  const resources = bundle === undefined ? objectsOf(json['resources']) : bundleResources(bundle)
  const patient = resources.find((item) => item['resourceType'] === 'Patient')
  if (expected === undefined || patient === undefined) return undefined
  const period = periodOf(objectOf(json['period']))
  const options = optionsOf(objectOf(json['options']))
  return {
    name: textOf(json['name']) ?? textOf(json['description']) ?? textOf(json['patientId']) ?? '',
    patientId: textOf(patient['id']) ?? '',
    ...(period === undefined ? {} : { period }),
    ...(options === undefined ? {} : { options }),
    resources,
    expected: expectedOf(expected)
  }
}

/** The test cases of a pack, or of the `cases.json` next to a measure; undefined where there are none with a period. */
export function readCases(json: FhirObject): CasesRead | undefined {
  const period = periodOf(objectOf(json['period']))
  if (period === undefined) return undefined
  const cases = objectsOf(json['cases']).flatMap((item) => caseOf(item) ?? [])
  return cases.length === 0 ? undefined : { period, cases }
}
