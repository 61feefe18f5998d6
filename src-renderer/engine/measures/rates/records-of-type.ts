import { defined } from '#shared/language/defined.ts'
import { emptyBitset, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'

/** Patients who have at least one record of a FHIR type. */
export function bitsOfType(population: AllPeople, type: string): Bitset {
  return population.once(`records-of:${type}`, () => population.bits(bitsIn, type))
}

function bitsIn({ store }: PopulationView, type: string): Bitset {
  const bits = emptyBitset(store.patients)
  const index = store.resources.get(type)
  for (let row = 0; row < (index?.count ?? 0); row++) {
    const patient = defined(index).patient[row]!
    if (patient >= 0) setBit(bits, patient)
  }
  return bits
}
