import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'

/** Something of ELM that is true or false. */
export type Elm = Readonly<Record<string, unknown>>

/** Retrieves records of a type; with a value set those that have one of its codes. */
export function retrieve(type: string, valueSet?: string): Elm {
  const codes = { codeProperty: 'code', codes: { type: 'ValueSetRef', name: valueSet } }
  return { type: 'Retrieve', dataType: `{http://hl7.org/fhir}${type}`, ...(valueSet === undefined ? {} : codes) }
}

/** Whether there are any. */
export function exists(operand: Elm): Elm {
  return { type: 'Exists', operand }
}

/** Whether a record has an element. */
export function has(path: string, records: Elm): Elm {
  const property = { type: 'Property', path, scope: 'R' }
  const where = { type: 'Not', operand: { type: 'IsNull', operand: property } }
  return exists({ type: 'Query', source: [{ alias: 'R', expression: records }], relationship: [], where })
}

/** Whether a record's date, a text, lies in the measurement period. */
export function isDuring(path: string, records: Elm): Elm {
  const date = { type: 'ToDate', operand: { type: 'Property', path: `${path}.value`, scope: 'R' } }
  const bound = (type: string): Elm => ({
    type: 'DateFrom',
    operand: { type, operand: { type: 'ParameterRef', name: 'Measurement Period' } }
  })
  const period = { type: 'Interval', low: bound('Start'), high: bound('End'), lowClosed: true, highClosed: true }
  const where = { type: 'In', operand: [date, period] }
  return exists({ type: 'Query', source: [{ alias: 'R', expression: records }], relationship: [], where })
}

/** A measure of one proportion. */
export interface SmallMeasure {
  readonly name: string
  readonly version?: string
  readonly denominator: Elm
  /** Who is left out of the denominator; nobody unless given. */
  readonly exclusion?: Elm
  readonly numerator: Elm
  /** Further defines by name. */
  readonly defines?: Readonly<Record<string, Elm>>
}

/** Codes of value sets by name. */
export type SmallValueSets = Readonly<Record<string, readonly string[]>>

const system = 'http://example.org/codes'

/** FHIR resources of measures, their libraries and the value sets that they use. */
export function measureResources(measures: readonly SmallMeasure[], valueSets: SmallValueSets): FhirObject[] {
  const urlOf = (name: string): string => `http://example.org/ValueSet/${name}`
  return [
    ...measures.flatMap((measure) => [
      measureOf(measure),
      libraryOf(
        measure,
        Object.keys(valueSets).map((name) => ({ name, id: urlOf(name) }))
      )
    ]),
    ...Object.entries(valueSets).map(([name, codes]) => ({
      resourceType: 'ValueSet',
      url: urlOf(name),
      expansion: { contains: codes.map((code) => ({ system, code })) }
    }))
  ]
}

function measureOf({ name, version = '1', exclusion }: SmallMeasure): FhirObject {
  const excluded = exclusion === undefined ? [] : ['denominator-exclusion']
  const populations = ['initial-population', 'denominator', ...excluded, 'numerator']
  return {
    resourceType: 'Measure',
    url: `http://example.org/Measure/${name}`,
    version,
    title: name,
    library: [`http://example.org/Library/${name}`],
    scoring: { coding: [{ code: 'proportion' }] },
    group: [
      {
        id: 'rate',
        population: populations.map((code) => ({
          id: code,
          code: { coding: [{ code }] },
          criteria: { expression: code === 'initial-population' ? 'denominator' : code }
        }))
      }
    ]
  }
}

function libraryOf(
  { name, version = '1', denominator, exclusion, numerator, defines = {} }: SmallMeasure,
  valueSets: readonly { readonly name: string; readonly id: string }[]
): FhirObject {
  const define = (of: string, expression: Elm) => ({ name: of, context: 'Patient', expression })
  const elm = {
    library: {
      identifier: { id: name, version },
      parameters: { def: [{ name: 'Measurement Period' }] },
      valueSets: { def: valueSets },
      statements: {
        def: [
          ...Object.entries(defines).map(([of, expression]) => define(of, expression)),
          define('denominator', denominator),
          ...(exclusion === undefined ? [] : [define('denominator-exclusion', exclusion)]),
          define('numerator', numerator)
        ]
      }
    }
  }
  const data = btoa(JSON.stringify(elm))
  return { resourceType: 'Library', name, version, content: [{ contentType: 'application/elm+json', data }] }
}

/** A pack of measures. */
export function smallPack(
  title: string,
  measures: readonly SmallMeasure[],
  valueSets: SmallValueSets = {}
): ContentDocument {
  return { format: 'populus-content-1', title, resources: measureResources(measures, valueSets), cases: [] }
}

/** A record of a patient with one code. */
export function record(type: string, patient: string, code: string, more: FhirObject = {}): FhirObject {
  const subject = { reference: `Patient/${patient}` }
  return {
    resourceType: type,
    id: `${type}-${patient}-${code}`,
    subject,
    code: { coding: [{ system, code }] },
    ...more
  }
}
