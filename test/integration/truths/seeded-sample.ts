import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import type { Store } from '#engine/store/model/store.ts'
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

const types = [
  'Patient',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Encounter',
  'Condition',
  'Observation',
  'Procedure',
  'MedicationRequest'
] as const

/** People of the sample in a store, with their truths and measures run over them. */
export interface SeededSample {
  readonly store: Store
  readonly truths: GroundTruth
  /** Everybody, on the last day with data. */
  readonly context: { readonly asOf: number; readonly filters: readonly [] }
  readonly measures: MeasureInput
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
 */
export async function seededSample(
  patients: number,
  measures: readonly string[],
  options: { readonly seed?: number; readonly signals?: boolean } = {}
): Promise<SeededSample> {
  const packs = packContent(measures)
  const content = together(packs)
  const plan = planExtraction(content)
  const files: Uint8Array[] = []
  const keep = async (name: string, bytes: ReadableStream<Uint8Array>): Promise<void> => {
    if (plan.types.has(name.slice(0, name.indexOf('.'))))
      files.push(new Uint8Array(await new Response(bytes).arrayBuffer()))
    else await bytes.cancel()
  }
  const { store, generated } = await sampleStore(patients, { ...options, types }, keep)
  const range = { first: 0, count: store.patients }
  const ordinals = ordinalsOf(store)
  const extractor = new ChunkExtractor(plan, [range])
  for (const bytes of files.splice(0)) {
    for (const line of new TextDecoder().decode(bytes).split('\n')) {
      if (line === '') continue
      const resource = JSON.parse(line) as FhirObject
      const ordinal = ordinals.get(patientOf(resource))
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
