import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store } from '../../store/model/store.ts'
import { inpatientStays } from './inpatient-stays.ts'
import { tookPlace } from './visit-dimensions.ts'

/** How an emergency visit ended; index into this list. */
export const emergencyOutcomes = ['released', 'admitted'] as const

/** The emergency visits that took place. */
export interface EmergencyVisits {
  /** Rows of the encounter table, ascending. */
  readonly rows: Int32Array
  /** Index into {@link emergencyOutcomes} of each of these rows. */
  readonly outcome: Uint8Array
}

/** The rule in words, for definitions. */
export const emergencyRule =
  'A visit ended in a stay when an inpatient stay of the same person began on a day of the visit or the day after.'

const known = new WeakMap<Store, EmergencyVisits>()

/** The emergency visits of a store; looked for once. @returns undefined when there are no encounters */
export function emergencyVisits(store: Store): EmergencyVisits | undefined {
  const stays = inpatientStays(store)
  const table = store.tables.get('encounter')
  if (stays === undefined || table === undefined) return undefined
  const found = known.get(store)
  if (found !== undefined) return found
  const { codes } = store.concepts
  const classes = table.column('class', 'concept').ids
  const happened = tookPlace(table)
  const end = table.column('period_end', 'dateTime').days
  const admissions = new Map<number, number[]>()
  stays.rows.forEach((row, index) => {
    const person = table.patient![row]!
    if (person < 0) return
    const own = admissions.get(person) ?? []
    own.push(stays.first[index]!)
    admissions.set(person, own)
  })
  const rows: number[] = []
  const outcome: number[] = []
  for (let row = 0; row < table.rows; row++) {
    if (happened[row] === 0 || classes[row]! < 0 || codes[classes[row]!] !== 'EMER') continue
    const first = table.day![row]!
    const last = end[row] === NO_DAY ? first : Math.max(first, end[row]!)
    const own = admissions.get(table.patient![row]!) ?? []
    rows.push(row)
    outcome.push(own.some((day) => day >= first && day <= last + 1) ? 1 : 0)
  }
  const visits = { rows: Int32Array.from(rows), outcome: Uint8Array.from(outcome) }
  known.set(store, visits)
  return visits
}
