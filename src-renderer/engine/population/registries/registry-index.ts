import { defined } from '#shared/language/defined.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { controlBands, resultBands, type BandedResults } from './control-band.ts'
import type { Codes } from '../../base/kernels/codes.ts'
import { measurementSeries, type MeasurementSeries } from './measurement-series.ts'
import { memberships, type RegistryMembership } from './membership.ts'
import { membersAsOf } from './membership-days.ts'
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
  /**
   * Index into the control's bands and `none`, -1 for people outside of the registry.
   * @param from first day of the results that count; by default that of the control's window
   */
  bands(control: Control, members: Codes, asOf: number, from?: number): Codes
}

/** Reads the records of a store when it is first asked. */
export function registryIndex(store: Store, registries: readonly Registry[]): RegistryIndex {
  const measured = new Set<Measurement>()
  for (const registry of registries)
    for (const { measurement } of [...registry.evidence, ...registry.controls]) measured.add(measurement)
  const measurements = [...measured]
  // Apart from each other: members take a tenth of the memory of results, and are asked for far more often.
  const knownSeries = new DerivedValues<Store, ReadonlyMap<Measurement, MeasurementSeries>>()
  const knownMembers = new DerivedValues<Store, ReadonlyMap<Registry, RegistryMembership>>()
  const bandsOf = new DerivedValues<Store, Uint8Array>()
  const allSeries = (): ReadonlyMap<Measurement, MeasurementSeries> =>
    knownSeries.get(
      store,
      () => new Map(measurementSeries(store, measurements).map((each, index) => [measurements[index]!, each]))
    )
  const series = (measurement: Measurement): MeasurementSeries => defined(allSeries().get(measurement))
  const readMembers = (): ReadonlyMap<Registry, RegistryMembership> => {
    const found = allSeries()
    const members = memberships(store, registries, ({ measurement }) => defined(found.get(measurement)))
    return new Map(registries.map((registry, index) => [registry, members[index]!]))
  }
  const membership = (registry: Registry): RegistryMembership =>
    defined(knownMembers.get(store, readMembers).get(registry))
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
    bands: (control, members, asOf, from) => controlBands(control, results(control), members, asOf, from)
  }
}
