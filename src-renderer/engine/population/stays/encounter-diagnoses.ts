import { NO_INTEGER, targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import { confirmedConditions } from '../claims/condition-concepts.ts'
import type { Store, Table } from '../../store/model/store.ts'

const known = new DerivedValues<Table, Int32Array>()

/** A diagnosis at discharge (diagnosis-role). */
const atDischarge = 'DD'

/**
 * Row in `condition` of the principal diagnosis that each encounter lists, -1 without: a diagnosis at discharge before the others, and
 * of these the one with the lowest rank, then the first. What leads to no Condition in the data does not count, nor to one that is not
 * confirmed: refuted, entered in error.
 * @param encounters the table of encounters
 */
export function principalDiagnoses(store: Store, encounters: Table): Int32Array {
  return known.get(encounters, () => read(store, encounters))
}

function read(store: Store, encounters: Table): Int32Array {
  const principal = new Int32Array(encounters.rows).fill(-1)
  const listed = store.tables.get('encounter_diagnosis')
  const conditions = store.tables.get('condition')
  if (listed === undefined || conditions === undefined) return principal
  const counts = confirmedConditions(conditions)
  const encounter = listed.column('encounter_id', 'reference')
  const condition = listed.column('condition_id', 'reference')
  const use = listed.column('use_code', 'dictionary')
  const rank = listed.column('rank', 'integer').values
  const position = listed.column('position', 'integer').values
  const discharge = use.values.indexOf(atDischarge)
  const best = new Int32Array(encounters.rows).fill(-1)
  const isBefore = (row: number, other: number): boolean => {
    const byUse = Number(use.codes[other] === discharge) - Number(use.codes[row] === discharge)
    const ranked = (each: number): number => (rank[each] === NO_INTEGER ? Number.MAX_SAFE_INTEGER : rank[each]!)
    return (byUse || ranked(row) - ranked(other) || position[row]! - position[other]!) < 0
  }
  for (let row = 0; row < listed.rows; row++) {
    const of = targetOf(encounter, row)
    const found = targetOf(condition, row)
    if (of < 0 || found < 0 || counts[found] === 0 || (best[of]! >= 0 && !isBefore(row, best[of]!))) continue
    best[of] = row
    principal[of] = found
  }
  return principal
}
