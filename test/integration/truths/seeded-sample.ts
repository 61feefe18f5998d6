import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { PopulationType } from '../../../src-main/sample/population/base/resource-types.ts'
import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'
import {
  ordinalsOf,
  packContent,
  qualityInput,
  qualityMeasure,
  runChunks,
  together
} from '../../support/measure-input.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { sampleStore } from '../panels/sample-store.ts'

const types: readonly PopulationType[] = [
  'Patient',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Encounter',
  'Condition',
  'Observation',
  'Procedure',
  'MedicationRequest'
]

/** People of the sample in a store, with their truths and measures run over them. */
export interface SeededSample {
  readonly store: Store
  readonly truths: GroundTruth
  /** Everybody, on the last day with data. */
  readonly context: { readonly asOf: number; readonly filters: readonly [] }
  readonly measures: MeasureInput
}

/** Is shown resources of the sample as they were generated, for figures of its own. A person comes before all else of the person. */
export interface ResourceWatch {
  readonly types: ReadonlySet<PopulationType>
  /** Types of `types` that are many and long: they are shown when they are read, before the others, and not held in memory. */
  readonly atOnce: ReadonlySet<PopulationType>
  see(resource: FhirObject): void
}

const watchNothing: ResourceWatch = { types: new Set(), atOnce: new Set(), see: () => undefined }

function* resourcesIn(bytes: AllowSharedBufferSource): Generator<FhirObject> {
  for (const line of new TextDecoder().decode(bytes).split('\n')) if (line !== '') yield JSON.parse(line) as FhirObject
}

/** The people of a subject or patient reference. */
function patientOf(resource: FhirObject): string {
  if (resource['resourceType'] === 'Patient') return resource['id'] as string
  const subject = resource['subject'] as { readonly reference?: string } | undefined
  return subject?.reference?.slice('Patient/'.length) ?? ''
}

/**
 * Reads a sample population from its records of care, without claims, and runs measures over the twelve months to its last day.
 * @param options with `signals: false`, the same people without anything put in on purpose
 * @param watch is shown resources besides; of types that the store is not made of, too
 */
export async function seededSample(
  patients: number,
  measures: readonly string[],
  options: { readonly seed?: number; readonly signals?: boolean } = {},
  watch = watchNothing
): Promise<SeededSample> {
  const packs = packContent(measures)
  const content = together(packs)
  const plan = planExtraction(content)
  const files: { readonly type: PopulationType; readonly bytes: Uint8Array }[] = []
  const keep = async (name: string, stream: ReadableStream<Uint8Array>): Promise<void> => {
    const type = name.slice(0, name.indexOf('.')) as PopulationType
    if (!plan.types.has(type) && !watch.types.has(type)) return stream.cancel()
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
    if (watch.atOnce.has(type)) for (const resource of resourcesIn(bytes)) watch.see(resource)
    else files.push({ type, bytes })
  }
  const generatedTypes = [...new Set<PopulationType>([...types, ...watch.types])]
  const { store, generated } = await sampleStore(patients, { ...options, types: generatedTypes }, keep, (type) =>
    types.includes(type)
  )
  const range = { first: 0, count: store.patients }
  const ordinals = ordinalsOf(store)
  const extractor = new ChunkExtractor(plan, [range])
  for (const { type, bytes } of files.splice(0)) {
    for (const resource of resourcesIn(bytes)) {
      if (watch.types.has(type)) watch.see(resource)
      const ordinal = plan.types.has(type) ? ordinals.get(patientOf(resource)) : undefined
      if (ordinal !== undefined) extractor.addResource(ordinal, resource)
    }
  }
  const asOf = day(generated.asOf)
  const period = { start: new Date((asOf - 364) * 86_400_000).toISOString().slice(0, 10), end: generated.asOf }
  const request = { snapshot: 'sample', patients: store.patients }
  const runs = runChunks(content, extractor.finish(), request, [period], 'trust-profiles')
  const known = packs.map((pack) => {
    const run = runs.find(({ key }) => key.measure === pack.content.measures[0]!.url)
    if (run === undefined) throw new Error(`no run of ${pack.id}`)
    return qualityMeasure(pack, run)
  })
  return {
    store,
    truths: await generated.truths(),
    context: { asOf, filters: [] },
    measures: qualityInput(store, known)
  }
}
