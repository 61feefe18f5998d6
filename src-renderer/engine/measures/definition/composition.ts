import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'
import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { extensionOf, firstCode, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { MeasureGroup } from './measure-group.ts'

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

const scorings: readonly string[] = ['opportunity', 'all-or-nothing', 'linear', 'weighted']

/** An extension of the Quality Measure IG, by the prefix that it has now or had before. */
function extension(element: FhirObject, name: string): FhirObject | undefined {
  return extensionOf(element, `cqfm-${name}`) ?? extensionOf(element, `cqf-${name}`)
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/**
 * What a composite measure is made of; undefined for any other measure.
 * @throws AppError when it is scored in a way that is not known, or names no components
 */
export function readComposition(measure: FhirObject): Composition | undefined {
  if (firstCode(measure['scoring']) !== 'composite') return undefined
  const scoring = firstCode(measure['compositeScoring']) ?? 'opportunity'
  if (!scorings.includes(scoring)) {
    throw new AppError('not-supported', m.theCompositeMeasureIsScoredAs(scoring))
  }
  const components = objectsOf(measure['relatedArtifact']).flatMap((item) => {
    const resource = textOf(item['resource'])
    if (item['type'] !== 'composed-of' || resource === undefined) return []
    const group = extension(item, 'groupId') ?? extension(item, 'componentGroup')
    const weight = extension(item, 'weight')
    return [
      {
        measure: resource.split('|')[0]!,
        group: textOf(group?.['valueString']) ?? textOf(group?.['valueId']) ?? textOf(group?.['valueCode']),
        weight: numberOf(weight?.['valueDecimal']) ?? numberOf(weight?.['valueInteger']) ?? 1
      }
    ]
  })
  if (components.length === 0) {
    throw new AppError('invalid-input', m.theCompositeMeasureNamesNoMeasures)
  }
  return { scoring: scoring as CompositeScoring, components }
}

/**
 * The one group of a composite measure. By opportunities or all-or-nothing it is a proportion, of opportunities or of
 * patients; else the mean of the patients' own scores.
 */
export function compositeGroup({ scoring }: Composition, measure: FhirObject): MeasureGroup {
  const improvement = firstCode(measure['improvementNotation'])
  const population = (code: string, aggregateMethod?: string) => ({
    id: code,
    code,
    expression: '',
    aggregateMethod,
    criteriaReference: aggregateMethod === undefined ? undefined : 'denominator'
  })
  const byPatient = scoring === 'linear' || scoring === 'weighted'
  return {
    id: 'composite',
    scoring: byPatient ? 'continuous-variable' : 'proportion',
    basis: scoring === 'opportunity' ? 'Opportunity' : 'boolean',
    improvement: improvement === 'increase' || improvement === 'decrease' ? improvement : undefined,
    populations: [
      population('initial-population'),
      population(byPatient ? 'measure-population' : 'denominator'),
      byPatient ? population('measure-observation', 'average') : population('numerator')
    ],
    stratifiers: []
  }
}
