import { claimProviders } from '../claims/claim-providers.ts'
import { NONE } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import { keyText } from '../../store/model/reference-keys.ts'
import type { Store } from '../../store/model/store.ts'
import type { HospitalStays } from '../stays/hospital-stays.ts'
import { hospitalStays } from '../stays/inpatient-stays.ts'

/** Where stays in hospital took place. */
export interface StayHospitals {
  /** Encounters, or claims in data without encounters. */
  readonly table: HospitalStays['table']
  /** The column that names the hospital. */
  readonly column: 'service_provider_id' | 'provider_id'
  /** Index into `values` per row of the table; -1 for anything but a stay, and where the stay does not say. */
  readonly codes: Int32Array
  /** Keys of organizations. */
  readonly values: readonly string[]
}

const known = new DerivedValues<HospitalStays, StayHospitals>()

/**
 * The hospital of each stay: the service provider of the encounter, or the provider of the first claim of the stay.
 * @returns undefined where there are neither encounters nor claims
 */
export function stayHospitals(store: Store): StayHospitals | undefined {
  const stays = hospitalStays(store)
  return stays && known.get(stays, () => hospitalsOf(store, stays))
}

function hospitalsOf(store: Store, { table, rows }: HospitalStays): StayHospitals {
  const column = table.name === 'encounter' ? 'service_provider_id' : 'provider_id'
  const codes = new Int32Array(table.rows).fill(NONE)
  if (table.name !== 'encounter') {
    const providers = claimProviders(store, table)
    for (const row of rows) codes[row] = providers.codes[row]!
    return { table, column, codes, values: providers.keys }
  }
  const providers = table.column(column, 'reference')
  const values: string[] = []
  const places = new Map<number, number>()
  for (const row of rows) {
    const provider = providers.codes[row]!
    if (provider < 0) continue
    let place = places.get(provider)
    if (place === undefined) {
      place = values.push(keyText(providers.keys, provider)) - 1
      places.set(provider, place)
    }
    codes[row] = place
  }
  return { table, column, codes, values }
}
