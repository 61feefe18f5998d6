import { screensCqlMessages as m } from '#messages/screens/cql.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'

const populations = [
  ['initial-population', m.initialPopulation],
  ['denominator', 'Denominator'],
  ['denominator-exclusion', m.denominatorExclusions],
  ['numerator', 'Numerator']
] as const

/** The address of what is written here; nobody else publishes under it. */
const home = 'urn:populus:local'

/** A name for a computer from a title: `MeasureOfMine`. */
function libraryName(title: string): string {
  const words = title.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? []
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return /^[A-Za-z]/.test(name) ? name : `Measure${name}`
}

/** A FHIR Measure: a proportion of people, with the usual populations. */
export function newMeasure(title: string): FhirObject {
  const name = libraryName(title)
  const coded = (system: string, code: string): FhirObject => ({
    coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }]
  })
  return {
    resourceType: 'Measure',
    url: `${home}/Measure/${name}`,
    version: '0.1.0',
    name,
    title,
    status: 'draft',
    description: title,
    library: [`${home}/Library/${name}`],
    scoring: coded('measure-scoring', 'proportion'),
    improvementNotation: coded('measure-improvement-notation', 'increase'),
    group: [
      {
        id: 'rate',
        description: title,
        population: populations.map(([code, expression]) => ({
          id: `rate-${code}`,
          code: coded('measure-population', code),
          criteria: { language: 'text/cql-identifier', expression }
        }))
      }
    ]
  }
}

/** A text to begin with. */
export function newLibraryText(title: string): string {
  return `/** ${title}. */
library ${libraryName(title)} version '0.1.0'

using FHIR version '4.0.1'

include FHIRHelpers version '4.0.1'
include PopulusCommon version '1.0.0' called Common

valueset "Diabetes": 'https://populus.example/ValueSet/diabetes'

parameter "Measurement Period" Interval<DateTime>

context Patient

define "Initial Population":
  Common."Age At End" in Interval[18, 75]
    and Common."Alive At Start"

define "Denominator":
  "Initial Population"

define "Denominator Exclusions":
  Common."Hospice Or Palliative Care"

define "Numerator":
  exists [Condition: "Diabetes"]
`
}

/** The next version of a measure that is saved again: `1.2.3` becomes `1.2.4`. */
export function nextVersion(version: string | undefined): string {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(version ?? '')
  return parts === null ? '0.1.0' : `${parts[1]!}.${parts[2]!}.${Number(parts[3]) + 1}`
}

/** A measure under another version. */
export function withVersion(measure: FhirObject, version: string): FhirObject {
  return { ...measure, version, status: 'draft' }
}
