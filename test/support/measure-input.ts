import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defined } from '#shared/language/defined.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { RolePolicy } from '#engine/cql/elm/fhir/roles.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import type { MeasureChunk } from '#engine/measures/chunk/measure-chunk.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { PatientGroups } from './patient-groups.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { dataRequirements } from '#engine/measures/definition/data-requirements.ts'
import { MeasureRunner, type RunRequest } from '#engine/measures/run/measure-runner.ts'
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
  const libraries = shared.map(readElmLibrary)
  return measures.map(({ id, measure, elm }) => ({
    id,
    resource: measure,
    content: {
      ...readMeasureContent([measure]),
      libraries: [readElmLibrary(elm), ...libraries],
      valueSets
    }
  }))
}

/** Everything that some measures say, as one content. */
export function together(packs: readonly PackContent[]): MeasureContent {
  const libraries = new Map(packs.flatMap(({ content }) => content.libraries).map((each) => [each.id, each]))
  return {
    ...packs[0]!.content,
    measures: packs.flatMap(({ content }) => content.measures),
    libraries: [...libraries.values()]
  }
}

/** Runs measures over everybody in some chunks, as the product does: each for each period. */
export function runChunks(
  content: MeasureContent,
  chunks: readonly MeasureChunk[],
  { snapshot, patients }: Pick<RunRequest, 'snapshot' | 'patients'>,
  periods: readonly MeasurementPeriod[],
  policy: RolePolicy
): readonly MeasureRun[] {
  const runner = new MeasureRunner(content, { policy, zone: 'UTC' })
  runner.load(chunks)
  const hashes = new Map(content.measures.map(({ url }) => [url, 'f00d'.repeat(16)]))
  const ranges = [{ first: 0, count: patients }]
  const job = runner.start({ snapshot, patients, ranges, measures: [], periods, hashes })
  while (!job.step(1000));
  if (job.failed.length > 0)
    throw new Error(job.failed.map(({ measure, reason }) => `${measure}: ${reason}`).join('; '))
  return job.results()
}

/** Runs measures together over patients that are given in any order, by their ordinals in the store. */
export function runTogether(
  packs: readonly PackContent[],
  snapshot: string,
  patients: readonly { readonly id: string; readonly resources: readonly FhirObject[] }[],
  ordinals: ReadonlyMap<string, number>,
  periods: readonly MeasurementPeriod[]
): (measure: PackContent, period: MeasurementPeriod) => MeasureRun {
  const content = together(packs)
  const extractor = new ChunkExtractor(planExtraction(content), [{ first: 0, count: ordinals.size }])
  for (const { id, resources } of patients)
    for (const resource of resources) extractor.addResource(ordinals.get(id)!, resource)
  const request = { snapshot, patients: ordinals.size }
  const runs = runChunks(content, extractor.finish(), request, periods, 'derive')
  return (measure, period) =>
    defined(
      runs.find(({ key }) => key.measure === measure.content.measures[0]!.url && key.period.start === period.start)
    )
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
      const parts = [0, 1, 2, 3].map((index) => two(words[row * 4 + index]!)).join('')
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
  rest: Partial<Pick<MeasureInput, 'events' | 'settings' | 'stars' | 'standsFor'>> = {}
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
