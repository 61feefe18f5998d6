import type { Store } from '../../store/model/store.ts'
import { controlBands } from './control-band.ts'
import type { Codes } from '../../base/kernels/codes.ts'
import { measurementSeries, type MeasurementSeries } from './measurement-series.ts'
import { membersAsOf, memberships, type RegistryMembership } from './membership.ts'
import type { Control, Measurement, Registry } from './registry-definition.ts'

/** What the registries say about a population, computed once: memberships and the results that control looks at. */
export interface RegistryIndex {
  readonly registries: readonly Registry[]
  membership(registry: Registry): RegistryMembership
  series(measurement: Measurement): MeasurementSeries
  /** 1 for members on the date, else 0. */
  members(registry: Registry, asOf: number): Codes
  /** Index into the control's bands and `none`, -1 for people outside of the registry. */
  bands(control: Control, members: Codes, asOf: number): Codes
}

/** Reads conditions and observations once, for all registries together. */
export function registryIndex(store: Store, registries: readonly Registry[]): RegistryIndex {
  const measurements = new Set<Measurement>()
  for (const registry of registries) {
    for (const { measurement } of [...registry.evidence, ...registry.controls]) measurements.add(measurement)
  }
  const list = [...measurements]
  const series = new Map(measurementSeries(store, list).map((each, index) => [list[index]!, each]))
  const ofEvidence = memberships(store, registries, (evidence) => series.get(evidence.measurement)!)
  const membership = new Map(registries.map((registry, index) => [registry, ofEvidence[index]!]))
  return {
    registries,
    membership: (registry) => membership.get(registry)!,
    series: (measurement) => series.get(measurement)!,
    members: (registry, asOf) => membersAsOf(membership.get(registry)!, asOf),
    bands: (control, members, asOf) => controlBands(control, series.get(control.measurement)!, members, asOf)
  }
}
