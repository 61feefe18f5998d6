import type { Scoring, MeasurePopulation, Stratifier, MeasureGroup } from './measure-group.ts'
import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'
import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { compositeGroup, readComposition, type Composition } from './composition.ts'
import { extensionOf, firstCode, objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'

/** What is told of patients besides the populations. */
export interface SupplementalData {
  readonly id: string
  /** Name of the define. */
  readonly expression: string
  /** Its numbers are kept for every patient, see `MeasureRun.numbers`. */
  readonly perPatient?: boolean
}

/** A FHIR Measure, read. */
export interface MeasureDefinition {
  readonly url: string
  readonly version: string | undefined
  readonly title: string
  /** Name of the library that has the defines; empty for a composite measure, which needs none. */
  readonly library: string
  /** Its version, where the measure names one. */
  readonly libraryVersion: string | undefined
  readonly groups: readonly MeasureGroup[]
  readonly supplementalData: readonly SupplementalData[]
  /** For a composite measure. */
  readonly composition: Composition | undefined
}

const scorings: readonly string[] = ['proportion', 'ratio', 'continuous-variable', 'cohort', 'composite']

/** The last segment of a canonical URL, without its version. */
function canonicalName(url: string): string {
  const bare = url.split('|')[0]!
  return bare.slice(bare.lastIndexOf('/') + 1)
}

/** The name of the define, which some write in quotation marks as CQL does. */
function criteria(element: FhirObject): string {
  const expression = textOf(objectOf(element['criteria'])?.['expression']) ?? ''
  return /^"[^"]+"$/.test(expression) ? expression.slice(1, -1) : expression
}

function readPopulation(element: FhirObject): MeasurePopulation {
  return {
    id: textOf(element['id']) ?? '',
    code: firstCode(element['code']) ?? '',
    expression: criteria(element),
    aggregateMethod: valueOf(element, 'aggregateMethod') ?? firstCode(element['aggregateMethod']),
    criteriaReference: valueOf(element, 'criteriaReference') ?? textOf(element['criteriaReference'])
  }
}

/** The text or code of an extension of the Quality Measure IG, by the prefix that it has now or had before. */
function valueOf(element: FhirObject, name: string): string | undefined {
  const extension = extensionOf(element, `cqfm-${name}`) ?? extensionOf(element, `cqf-${name}`)
  if (extension === undefined) return undefined
  return (
    textOf(extension['valueString']) ?? textOf(extension['valueCode']) ?? firstCode(extension['valueCodeableConcept'])
  )
}

function readGroup(element: FhirObject, measure: FhirObject, index: number): MeasureGroup {
  const scoring =
    valueOf(element, 'scoring') ?? firstCode(element['scoring']) ?? firstCode(measure['scoring']) ?? 'cohort'
  if (!scorings.includes(scoring)) {
    throw new AppError('not-supported', m.theMeasureIsScoredAsWhich(scoring))
  }
  const improvement =
    valueOf(element, 'improvementNotation') ??
    firstCode(element['improvementNotation']) ??
    firstCode(measure['improvementNotation'])
  return {
    id: textOf(element['id']) ?? `group-${String(index + 1)}`,
    scoring: scoring as Scoring,
    basis: basisOf(element) ?? basisOf(measure) ?? 'boolean',
    improvement: improvement === 'increase' || improvement === 'decrease' ? improvement : undefined,
    populations: objectsOf(element['population']).map(readPopulation),
    stratifiers: objectsOf(element['stratifier']).flatMap(readStratifier)
  }
}

/** What is counted: `boolean` for patients, else a resource type. */
function basisOf(element: FhirObject): string | undefined {
  return valueOf(element, 'populationBasis') ?? textOf(element['basis'])
}

function titleOf({ description, code }: FhirObject): string | undefined {
  return textOf(description) ?? textOf(objectOf(code)?.['text'])
}

/** A stratifier, or each of its components, which divide for themselves. */
function readStratifier(element: FhirObject, position: number): readonly Stratifier[] {
  const id = textOf(element['id']) ?? `stratifier-${String(position + 1)}`
  const appliesTo = objectsOf(element['extension']).flatMap((extension) => {
    const code = firstCode(extension['valueCodeableConcept'])
    return /\/cqfm?-appliesTo$/.test(textOf(extension['url']) ?? '') && code !== undefined ? [code] : []
  })
  const expression = criteria(element)
  const title = titleOf(element)
  if (expression !== '') return [{ id, title, expression, appliesTo }]
  return objectsOf(element['component']).flatMap((component, index) => {
    const part = textOf(component['id']) ?? firstCode(component['code']) ?? String(index + 1)
    const criterion = criteria(component)
    const partTitle = titleOf(component) ?? title
    return criterion === '' ? [] : [{ id: `${id}/${part}`, title: partTitle, expression: criterion, appliesTo }]
  })
}

/**
 * Reads a FHIR Measure (R4, and what R5 writes as elements) with the extensions of the Quality Measure IG.
 * @throws AppError when it names no library and is not composed of others, or is scored in a way that is not known
 */
export function readMeasure(measure: FhirObject): MeasureDefinition {
  const libraries = Array.isArray(measure['library']) ? (measure['library'] as readonly string[]) : []
  const [library] = libraries
  const composition = readComposition(measure)
  if (library === undefined && composition === undefined) {
    throw new AppError('invalid-input', m.theMeasureNamesNoLibraryWith)
  }
  const [canonical = '', libraryVersion] = (library ?? '').split('|')
  return {
    url: textOf(measure['url']) ?? textOf(measure['id']) ?? '',
    version: textOf(measure['version']),
    title: textOf(measure['title']) ?? textOf(measure['name']) ?? '',
    library: canonicalName(canonical),
    libraryVersion,
    groups:
      composition === undefined
        ? objectsOf(measure['group']).map((group, index) => readGroup(group, measure, index))
        : [compositeGroup(composition, measure)],
    supplementalData: objectsOf(measure['supplementalData']).map((item, index) => ({
      id: textOf(item['id']) ?? `sde-${String(index + 1)}`,
      expression: criteria(item),
      perPatient: extensionOf(item, 'per-patient')?.['valueBoolean'] === true
    })),
    composition
  }
}
