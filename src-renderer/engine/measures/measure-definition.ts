import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../elm/values/fhir-element.ts'
import { extensionOf, firstCode, objectOf, objectsOf, textOf } from './fhir-json.ts'

/** How a group's result is made of its populations (FHIR `measure-scoring`). */
export type Scoring = 'proportion' | 'ratio' | 'continuous-variable' | 'cohort' | 'composite'

/** One population of a group. */
export interface Population {
  readonly id: string
  /** Code of FHIR `measure-population`: `initial-population`, `denominator` … */
  readonly code: string
  /** Name of the define, or of the function for an observation. */
  readonly expression: string
  /** For an observation: how its values are joined (`Sum`, `Median` …). */
  readonly aggregateMethod: string | undefined
  /** For an observation, or one of two initial populations: the population it belongs to. */
  readonly criteriaReference: string | undefined
}

/** A division of a group. */
export interface Stratifier {
  readonly id: string
  readonly expression: string
  /** Codes of the populations that it divides; none where it divides all. */
  readonly appliesTo: readonly string[]
}

/** One rate of a measure. */
export interface MeasureGroup {
  readonly id: string
  readonly scoring: Scoring
  /** `boolean` for one decision per patient, else the type of the things that are counted. */
  readonly basis: string
  readonly improvement: 'increase' | 'decrease' | undefined
  readonly populations: readonly Population[]
  readonly stratifiers: readonly Stratifier[]
}

/** A FHIR Measure, read. */
export interface MeasureDefinition {
  readonly url: string
  readonly version: string | undefined
  readonly title: string
  /** Name of the library that has the defines. */
  readonly library: string
  readonly groups: readonly MeasureGroup[]
  readonly supplementalData: readonly { readonly id: string; readonly expression: string }[]
}

const scorings: readonly string[] = ['proportion', 'ratio', 'continuous-variable', 'cohort', 'composite']

/** The last segment of a canonical URL, without its version. */
function canonicalName(url: string): string {
  const bare = url.split('|')[0]!
  return bare.slice(bare.lastIndexOf('/') + 1)
}

function criteria(element: FhirObject): string {
  return textOf(objectOf(element['criteria'])?.['expression']) ?? ''
}

function readPopulation(element: FhirObject): Population {
  return {
    id: textOf(element['id']) ?? '',
    code: firstCode(element['code']) ?? '',
    expression: criteria(element),
    aggregateMethod: valueOf(element, 'cqfm-aggregateMethod'),
    criteriaReference: valueOf(element, 'cqfm-criteriaReference')
  }
}

/** The text or code of an extension. */
function valueOf(element: FhirObject, name: string): string | undefined {
  const extension = extensionOf(element, name)
  if (extension === undefined) return undefined
  return (
    textOf(extension['valueString']) ?? textOf(extension['valueCode']) ?? firstCode(extension['valueCodeableConcept'])
  )
}

function readGroup(element: FhirObject, measure: FhirObject, index: number): MeasureGroup {
  const scoring = valueOf(element, 'cqfm-scoring') ?? firstCode(measure['scoring']) ?? 'cohort'
  if (!scorings.includes(scoring)) {
    throw new AppError('not-supported', `The measure is scored as "${scoring}", which Populus does not know.`)
  }
  const improvement = valueOf(element, 'cqfm-improvementNotation') ?? firstCode(measure['improvementNotation'])
  return {
    id: textOf(element['id']) ?? `group-${String(index + 1)}`,
    scoring: scoring as Scoring,
    basis: valueOf(element, 'cqfm-populationBasis') ?? valueOf(measure, 'cqfm-populationBasis') ?? 'boolean',
    improvement: improvement === 'increase' || improvement === 'decrease' ? improvement : undefined,
    populations: objectsOf(element['population']).map(readPopulation),
    stratifiers: objectsOf(element['stratifier']).map((one, at) => ({
      id: textOf(one['id']) ?? `stratifier-${String(at + 1)}`,
      expression: criteria(one),
      appliesTo: objectsOf(one['extension']).flatMap((extension) => {
        const code = firstCode(extension['valueCodeableConcept'])
        return textOf(extension['url'])?.endsWith('/cqfm-appliesTo') === true && code !== undefined ? [code] : []
      })
    }))
  }
}

/**
 * Reads a FHIR Measure (R4) with the extensions of the Quality Measure IG.
 * @throws AppError when it names no library, or is scored in a way that is not known
 */
export function readMeasure(measure: FhirObject): MeasureDefinition {
  const libraries = Array.isArray(measure['library']) ? (measure['library'] as readonly string[]) : []
  const [library] = libraries
  if (library === undefined) throw new AppError('invalid-input', 'The measure names no library with its logic.')
  return {
    url: textOf(measure['url']) ?? textOf(measure['id']) ?? '',
    version: textOf(measure['version']),
    title: textOf(measure['title']) ?? textOf(measure['name']) ?? '',
    library: canonicalName(library),
    groups: objectsOf(measure['group']).map((group, index) => readGroup(group, measure, index)),
    supplementalData: objectsOf(measure['supplementalData']).map((one, index) => ({
      id: textOf(one['id']) ?? `sde-${String(index + 1)}`,
      expression: criteria(one)
    }))
  }
}
