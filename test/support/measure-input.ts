import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { PatientGroups } from './patient-groups.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { dataRequirements } from '#engine/measures/definition/data-requirements.ts'
import { RunCollector } from '#engine/measures/run/run-collector.ts'
import { closingOf } from '#engine/measures/rates/closing.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { clauseLabels } from '#engine/measures/rates/exclusion-labels.ts'
import { numeratorReads } from '#engine/measures/explain/numerator-reads.ts'
import { defaultMeasureSettings, type MeasureInput, type InputMeasure } from '#engine/measures/rates/measure-input.ts'
import { tablesOfYear } from '#engine/measures/star-tables/shipped-tables.ts'
import type { StarTable } from '#engine/measures/star-tables/star-table.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import type { Store } from '#engine/store/model/store.ts'
import { packMeasures, packValueSets, sharedElm } from '../conformance/pack-content.ts'
import { shippedRegistries } from '../unit/registries/shipped-registries.ts'
import { allPeople } from '#engine/population/people/all-people.ts'

const resources = resolve(import.meta.dirname, '../../resources')
const json = (path: string): unknown => JSON.parse(readFileSync(resolve(resources, path), 'utf8')) as unknown

/** The cut points that the product ships. */
export function shippedStars(): readonly StarTable[] {
  return tablesOfYear(json('stars/2026-c.json'), json('stars/2026-d.json'), json('stars/links.json'))
}

/** A built-in measure with its content, as the product installs it. */
export interface PackContent {
  readonly id: string
  readonly resource: FhirObject
  readonly content: MeasureContent
}

/** The built-in measures of some names, or all. */
export function packContent(ids?: readonly string[]): readonly PackContent[] {
  const shared = sharedElm()
  const measures = packMeasures().filter(({ id }) => ids === undefined || ids.includes(id))
  const { valueSets } = readMeasureContent([measures[0]!.measure, ...packValueSets()])
  return measures.map(({ id, measure, elm }) => ({
    id,
    resource: measure,
    content: {
      ...readMeasureContent([measure]),
      libraries: [readElmLibrary(elm), ...shared.map(readElmLibrary)],
      valueSets
    }
  }))
}

/** Evaluates a measure for patients given in any order, by their ordinals in the store. */
export function runOver(
  { content }: PackContent,
  snapshot: string,
  patients: readonly { readonly id: string; readonly resources: readonly FhirObject[] }[],
  ordinals: ReadonlyMap<string, number>,
  period: MeasurementPeriod,
  hash = 'f00d'.repeat(16)
): MeasureRun {
  const measure = content.measures[0]!
  const evaluator = new MeasureEvaluator(measure, content)
  const key = {
    snapshot,
    measure: measure.url,
    version: measure.version,
    content: hash,
    period,
    policy: 'derive' as const,
    zone: 'UTC'
  }
  const collector = new RunCollector(measure, key, ordinals.size)
  const ordered = patients
    .map((patient) => ({ ...patient, ordinal: ordinals.get(patient.id)! }))
    .sort((left, right) => left.ordinal - right.ordinal)
  for (const { id, ordinal, resources: patientResources } of ordered) {
    const data = new PatientResources(patientResources, 'derive', evaluator.program.fhir)
    collector.add(ordinal, evaluator.evaluate(id, data, period))
  }
  return collector.finish(0)
}

/** Patients with the records that any of the measures reads. */
export function patientsOf(
  measures: readonly PackContent[],
  all: Iterable<FhirObject>
): readonly { readonly id: string; readonly resources: readonly FhirObject[] }[] {
  const types = measures.flatMap(({ content }) =>
    dataRequirements(content.measures[0]!, content.libraries).map(({ type }) => type)
  )
  const groups = new PatientGroups(types)
  for (const resource of all) groups.add(resource)
  return [...groups.patients()]
}

/** Ordinals of a store's patients by id. */
export function ordinalsOf(store: Store): ReadonlyMap<string, number> {
  const index = store.resources.get('Patient')!
  const { others, words } = index.ids
  const two = (word: number): string => word.toString(16).padStart(8, '0')
  return new Map(
    Array.from({ length: index.count }, (_, row) => {
      const parts = [0, 1, 2, 3].map((at) => two(words[row * 4 + at]!)).join('')
      const uuid = parts.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
      return [others.get(row) ?? uuid, index.patient[row]!] as const
    })
  )
}

/** What the product knows of a measure besides its results. */
export function qualityMeasure(
  { id, resource, content }: PackContent,
  run: MeasureRun,
  others: readonly MeasureRun[] = []
): InputMeasure {
  const definition = content.measures[0]!
  return {
    id,
    definition,
    text: textOf(resource['description']) ?? '',
    disclaimer: textOf(resource['disclaimer']) ?? '',
    steward: textOf(resource['publisher']) ?? '',
    sources: objectsOf(resource['relatedArtifact']).map((relatedArtifact) => ({
      title: textOf(relatedArtifact['display']) ?? '',
      publisher: textOf(resource['publisher']) ?? ''
    })),
    run,
    others,
    reads: numeratorReads(definition, content.libraries),
    clauses: clauseLabels(definition, content.libraries),
    closing: closingOf(resource),
    valueSets: content.valueSets
  }
}

/** An input of measures over a store, without events. */
export function qualityInput(
  store: Store,
  measures: readonly InputMeasure[],
  rest: Partial<Pick<MeasureInput, 'events' | 'settings' | 'stars'>> = {}
): MeasureInput {
  return {
    population: allPeople(populationOf(store, shippedRegistries)),
    measures,
    stars: shippedStars(),
    events: [],
    settings: defaultMeasureSettings,
    ...rest
  }
}
