import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { MeasurePack } from './measure-pack.ts'
import { skipped } from '../support/skipped.ts'

/** Counts that the reference engine gives for one patient. */
export interface PeerResult {
  readonly patientId: string
  readonly groups: readonly {
    readonly id: string
    readonly populations: readonly { readonly code: string; readonly count: number }[]
  }[]
}

/** Evaluates a measure for some patients, one Bundle each. Rejects when one of them cannot be evaluated. */
export type PeerEngine = (
  pack: Pick<MeasurePack, 'measure' | 'libraries' | 'valueSets'>,
  bundles: readonly FhirObject[],
  period: MeasurementPeriod,
  trustProfiles: boolean
) => Promise<readonly PeerResult[]>

const folder = join(import.meta.dirname, '../peers')

/** The reference engine, fqm-execution; undefined, with a word about it, where `test/peers` is not installed. */
export async function peerEngine(): Promise<PeerEngine | undefined> {
  if (!existsSync(join(folder, 'node_modules/fqm-execution'))) {
    skipped('The reference engine is not installed; run "npm ci" in test/peers.')
    return undefined
  }
  const module = (await import(join(folder, 'fqm.mjs'))) as { readonly evaluate: PeerEngine }
  return module.evaluate
}

/** A patient's resources as the Bundle that the reference engine takes. */
export function bundleOf(resources: readonly FhirObject[]): FhirObject {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }
}
