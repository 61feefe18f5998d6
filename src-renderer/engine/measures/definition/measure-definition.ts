import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'
import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { compositeGroup, readComposition } from './composition.ts'
import { extensionOf, firstCode, objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'

/** How a group's result is made of its populations (FHIR `measure-scoring`). */
export type Scoring = 'proportion' | 'ratio' | 'continuous-variable' | 'cohort' | 'composite'

/** One population of a group. */
export interface MeasurePopulation {
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
  /** Whom it tells apart, in the words of the measure; undefined where it has none. */
  readonly title: string | undefined
  readonly expression: string
  /** Codes of the populations that it divides; none where it divides all. */
  readonly appliesTo: readonly string[]
}

/** How a composite measure makes one score of those of its components (FHIR `composite-measure-scoring`). */
export type CompositeScoring = 'opportunity' | 'all-or-nothing' | 'linear' | 'weighted'

/** What a composite measure is made of. */
export interface Composition {
  readonly scoring: CompositeScoring
  readonly components: readonly {
    /** Canonical address, without version. */
    readonly measure: string
    /** The group that counts; undefined for all. */
    readonly group: string | undefined
    /** How much the component counts; 1 unless the measure says otherwise. */
    readonly weight: number
  }[]
}

/** One rate of a measure. */
export interface MeasureGroup {
  readonly id: string
  readonly scoring: Scoring
  /** `boolean` for one decision per patient, else the type of the things that are counted. */
  readonly basis: string
  readonly improvement: 'increase' | 'decrease' | undefined
  readonly populations: readonly MeasurePopulation[]
  readonly stratifiers: readonly Stratifier[]
}

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
