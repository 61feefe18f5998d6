import { defined } from '#shared/language/defined.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { controlBands, resultBands, type BandedResults } from './control-band.ts'
import type { Codes } from '../../base/kernels/codes.ts'
import { measurementSeries, type MeasurementSeries } from './measurement-series.ts'
import { membersAsOf, memberships, type RegistryMembership } from './membership.ts'
import type { Control, Measurement, Registry } from './registry-definition.ts'

/** What the registries say about a population, computed once: memberships and the results that control looks at. */
export interface RegistryIndex {
  readonly registries: readonly Registry[]
  membership(registry: Registry): RegistryMembership
  series(measurement: Measurement): MeasurementSeries
  /** The results of a control's measurement with their bands. */
  results(control: Control): BandedResults
  /** 1 for members on the date, else 0. */
  members(registry: Registry, asOf: number): Codes
  /** Index into the control's bands and `none`, -1 for people outside of the registry. */
  bands(control: Control, members: Codes, asOf: number): Codes
}

/** What conditions, observations and claims say, read once for all registries together. */
interface RegistryRows {
  readonly membership: ReadonlyMap<Registry, RegistryMembership>
  readonly series: ReadonlyMap<Measurement, MeasurementSeries>
}

function readRegistries(store: Store, registries: readonly Registry[]): RegistryRows {
  const measurements = new Set<Measurement>()
  for (const registry of registries) {
    for (const { measurement } of [...registry.evidence, ...registry.controls]) measurements.add(measurement)
  }
  const list = [...measurements]
  const series = new Map(measurementSeries(store, list).map((each, index) => [list[index]!, each]))
  const ofEvidence = memberships(store, registries, (evidence) => defined(series.get(evidence.measurement)))
  return { membership: new Map(registries.map((registry, index) => [registry, ofEvidence[index]!])), series }
}

/** Reads the records of a store when it is first asked. */
export function registryIndex(store: Store, registries: readonly Registry[]): RegistryIndex {
  const known = new DerivedValues<Store, RegistryRows>()
  const bandsOf = new DerivedValues<Store, Uint8Array>()
  const read = (): RegistryRows => known.get(store, () => readRegistries(store, registries))
  const membership = (registry: Registry): RegistryMembership => defined(read().membership.get(registry))
  const series = (measurement: Measurement): MeasurementSeries => defined(read().series.get(measurement))
  const results = (control: Control): BandedResults => {
    const ofControl = series(control.measurement)
    return { series: ofControl, bands: bandsOf.get(store, () => resultBands(control, ofControl), control) }
  }
  return {
    registries,
    membership,
    series,
    results,
    members: (registry, asOf) => membersAsOf(membership(registry), asOf),
    bands: (control, members, asOf) => controlBands(control, results(control), members, asOf)
  }
}
