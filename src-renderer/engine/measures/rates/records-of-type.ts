import { emptyBitset, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { PopulationView } from '../../population/selection/population.ts'

/** Patients who have at least one record of a FHIR type. */
export function bitsOfType(population: PopulationView, type: string): Bitset {
  return population.once(`records-of:${type}`, () => {
    const bits = emptyBitset(population.store.patients)
    const index = population.store.resources.get(type)
    for (let row = 0; row < (index?.count ?? 0); row++) {
      const patient = index!.patient[row]!
      if (patient >= 0) setBit(bits, patient)
    }
    return bits
  })
}
