import { suppressValues } from '../base/privacy/suppress-populations.ts'
import type { FhirJson, FhirObject } from '../cql/elm/values/fhir-element.ts'
import { objectsOf } from '../cql/elm/fhir/fhir-json.ts'
import type { SupplementalCounts } from '../measures/attribution/supplemental-data.ts'

/** FHIR R5's MeasureReport.supplementalData, as an extension of R4. */
const supplementalData = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-MeasureReport.supplementalData'
/** Names the measure and the element that an Observation is about (FHIR, "measureInfo"). */
const measureInfo = 'http://hl7.org/fhir/StructureDefinition/cqf-measureInfo'
const absent = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'

/**
 * Adds the supplemental data elements to a summary MeasureReport: an Observation inside it for each value, with the number
 * of people of the initial population who have it. Counts of 1 to `limit`, and those by which one could be worked out, are
 * masked.
 */
export function withSupplementalData(
  report: FhirObject,
  elements: readonly SupplementalCounts[],
  limit: number
): FhirObject {
  const measure = report['measure'] ?? ''
  const observations = elements.flatMap(({ id, label, values }) => {
    const suppressed = suppressValues(new Map(values.map(({ value, people }) => [value, people])), limit)
    return values.map(({ value, label: name }, place): FhirObject => {
      const count = suppressed[value]
      return {
        resourceType: 'Observation',
        id: `${id}-${place + 1}`,
        extension: [
          {
            url: measureInfo,
            extension: [
              { url: 'measure', valueCanonical: measure },
              { url: 'populationId', valueString: id }
            ]
          }
        ],
        status: 'final',
        code: { text: `${label}: ${name}` },
        ...(typeof count === 'number'
          ? { valueInteger: count }
          : { _valueInteger: { extension: [{ url: absent, valueCode: 'masked' }] } })
      }
    })
  })
  return {
    ...report,
    contained: [...objectsOf(report['contained']), ...observations] as FhirJson,
    extension: [
      ...objectsOf(report['extension']),
      ...observations.map(({ id }) => ({
        url: supplementalData,
        valueReference: { reference: `#${typeof id === 'string' ? id : ''}` }
      }))
    ] as FhirJson
  }
}
