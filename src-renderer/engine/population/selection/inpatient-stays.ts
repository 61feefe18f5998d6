import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { tookPlace } from './visit-dimensions.ts'

/** Classes of HL7's ActEncounterCode that are stays in hospital. */
const inpatientClasses: readonly string[] = ['IMP', 'ACUTE', 'NONAC']
/** Days after discharge within which another stay is a readmission. */
export const READMISSION_DAYS = 30

/** What became of a stay; index into this list. */
export const stayOutcomes = ['not-index', 'not-readmitted', 'readmitted'] as const

/** The stays in hospital that took place. */
export interface InpatientStays {
  /** Rows of the encounter table, person by person, by the day they began. */
  readonly rows: Int32Array
  /** First and last day of each of these rows; the last is the smallest integer where it is not written. */
  readonly first: Int32Array
  readonly last: Int32Array
  /** Days of each of these rows, at least 1; NaN where the end is not written. */
  readonly days: Float64Array
  /** Index into {@link stayOutcomes} of each of these rows. */
  readonly outcome: Uint8Array
}

const known = new WeakMap<Store, InpatientStays>()

/** The rule in words, for definitions. */
export const readmissionRule =
  `Stays that ended alive and were not continued by another stay that was under way, or began, on the day of discharge or ` +
  `the day after (a transfer). Readmitted: another stay of the same person began 2 to ${READMISSION_DAYS} days after ` +
  'discharge, for whatever cause, planned or not. Not adjusted for risk.'

/** The stays of a store; looked for once. @returns undefined when there are no encounters */
export function inpatientStays(store: Store): InpatientStays | undefined {
  const table = store.tables.get('encounter')
  if (table?.day === undefined || table.patient === undefined) return undefined
  const found = known.get(store) ?? findStays(store, table)
  known.set(store, found)
  return found
}

function findStays(store: Store, table: Table): InpatientStays {
  const { concepts } = store
  const happened = tookPlace(table)
  const isInpatient = Uint8Array.from(concepts.codes, (code) => (inpatientClasses.includes(code) ? 1 : 0))
  const classes = table.column('class', 'concept').ids
  const found: number[] = []
  for (let row = 0; row < table.rows; row++)
    if (classes[row]! >= 0 && isInpatient[classes[row]!] === 1 && happened[row] === 1) found.push(row)
  const rows = Int32Array.from(found)
  const end = table.column('period_end', 'dateTime').days
  const stays = { rows, first: rows.map((row) => table.day![row]!), last: rows.map((row) => end[row]!) }
  return {
    ...stays,
    days: Float64Array.from(rows, (row) => (end[row] === NO_DAY ? NaN : Math.max(1, end[row]! - table.day![row]!))),
    outcome: outcomes(store, table, stays)
  }
}

function outcomes(
  { tables }: Store,
  table: Table,
  { rows, first, last }: Pick<InpatientStays, 'rows' | 'first' | 'last'>
): Uint8Array {
  const outcome = new Uint8Array(rows.length)
  const death = tables.get('patient')!.column('deceased_at', 'dateTime').days
  const disposition = table.column('discharge_disposition', 'dictionary')
  const expired = disposition.values.indexOf('exp')
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!
    const patient = table.patient![row]!
    const discharged = last[index]!
    const died = patient >= 0 && death[patient]! !== NO_DAY && death[patient]! <= discharged
    const saidDead = disposition.codes[row]! >= 0 && disposition.codes[row] === expired
    if (patient < 0 || discharged === NO_DAY || died || saidDead) continue
    let next = NO_DAY
    let isContinued = false
    for (let other = index - 1; other >= 0 && table.patient![rows[other]!] === patient; other--)
      if (last[other]! > discharged) isContinued = true
    for (let other = index + 1; other < rows.length && table.patient![rows[other]!] === patient; other++) {
      if (first[other]! > discharged + 1) {
        next = first[other]!
        break
      }
      // It began during this stay; one that also ended during it continues nothing.
      if (first[other]! >= discharged || last[other]! > discharged || last[other] === NO_DAY) isContinued = true
    }
    if (isContinued) continue
    outcome[index] = next !== NO_DAY && next - discharged <= READMISSION_DAYS ? 2 : 1
  }
  return outcome
}
