import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { plannedRule } from './planned-codes.ts'
import { stayReasons } from './stay-reasons.ts'
import { tookPlace } from './visit-dimensions.ts'

/** Days after discharge within which another stay is a readmission. */
export const READMISSION_DAYS = 30

/** What became of a stay; index into this list. */
export const stayOutcomes = ['not-index', 'not-readmitted', 'planned-return', 'readmitted'] as const

/** Which stays a rate of readmission is about. */
export interface ReadmissionScope {
  /** Children too; otherwise only people of 18 and over. */
  readonly allAges: boolean
  /** Observation stays too, as index stays and as readmissions. */
  readonly observation: boolean
}

/** Every scope with the name of its column. */
export const readmissionScopes: readonly (ReadmissionScope & { readonly column: string })[] = [
  { allAges: false, observation: false, column: '@readmission' },
  { allAges: true, observation: false, column: '@readmission:all-ages' },
  { allAges: false, observation: true, column: '@readmission:observation' },
  { allAges: true, observation: true, column: '@readmission:all-ages:observation' }
]

/** The rule in words, for definitions. */
export function readmissionRule({ allAges, observation }: ReadmissionScope): string {
  return (
    `Index stays: acute inpatient stays (classes IMP and ACUTE${observation ? ', and observation stays' : ''}; not rehabilitation or ` +
    `skilled nursing) of ${allAges ? 'people of any age' : 'people who were 18 or over at discharge'} that ended alive, not against medical ` +
    'advice, and not for a pregnancy, a birth or a condition of the newborn (chapters O and P of ICD-10-CM). Stays of which one begins ' +
    'on the day of the discharge of another or the day after are one stay (a transfer). Readmitted: an unplanned acute ' +
    `stay of the same person began 2 to ${READMISSION_DAYS} days after discharge, for whatever cause but pregnancy and birth. ${plannedRule} ` +
    'Not adjusted for risk.'
  )
}

/** The acute stays that took place, with what became of each. */
export interface Readmissions {
  /** Rows of the encounter table, person by person, by the day they began. */
  readonly rows: Int32Array
  /** Last day of each of these rows; the smallest integer where it is not written. */
  readonly last: Int32Array
  /** Index into {@link stayOutcomes} of each of these rows. */
  readonly outcome: Uint8Array
}

const acute: readonly string[] = ['IMP', 'ACUTE']
const died: readonly string[] = ['exp', '20', '40', '41', '42']
const againstAdvice: readonly string[] = ['aadvice', '07', '7']
const known = new WeakMap<Store, Map<string, Readmissions>>()

/** The acute stays of a store; looked for once. @returns undefined when there are no encounters */
export function readmissions(store: Store, scope: ReadmissionScope): Readmissions | undefined {
  const table = store.tables.get('encounter')
  if (table?.day === undefined || table.patient === undefined) return undefined
  const found = known.get(store) ?? new Map<string, Readmissions>()
  known.set(store, found)
  const key = `${scope.allAges} ${scope.observation}`
  const readied = found.get(key) ?? followUp(store, table, scope)
  found.set(key, readied)
  return readied
}

function followUp(store: Store, table: Table, { allAges, observation }: ReadmissionScope): Readmissions {
  const { codes } = store.concepts
  const happened = tookPlace(table)
  const classes = table.column('class', 'concept').ids
  const wanted = observation ? [...acute, 'OBSENC'] : acute
  const rows: number[] = []
  for (let row = 0; row < table.rows; row++)
    if (classes[row]! >= 0 && wanted.includes(codes[classes[row]!]!) && happened[row] === 1) rows.push(row)
  const end = table.column('period_end', 'dateTime').days
  const stays = {
    rows: Int32Array.from(rows),
    first: Int32Array.from(rows, (row) => table.day![row]!),
    last: Int32Array.from(rows, (row) => end[row]!)
  }
  const { planned, perinatal } = stayReasons(store, table, stays)
  const people = store.tables.get('patient')!
  const birth = people.column('birth_date', 'date').days
  const death = people.column('deceased_at', 'dateTime').days
  const disposition = table.column('discharge_disposition', 'dictionary')
  const { first, last } = stays
  const isIndex = (index: number): boolean => {
    const patient = table.patient![rows[index]!]!
    const discharged = last[index]!
    if (patient < 0 || discharged === NO_DAY || perinatal[index] === 1) return false
    if (death[patient]! !== NO_DAY && death[patient]! <= discharged) return false
    const left = disposition.values[disposition.codes[rows[index]!]!] ?? ''
    if (died.includes(left) || againstAdvice.includes(left)) return false
    return allAges || (birth[patient] !== NO_DAY && ageAt(birth[patient]!, discharged) >= 18)
  }
  const outcome = Uint8Array.from(rows, (row, index) => {
    if (!isIndex(index)) return 0
    const patient = table.patient![row]!
    const discharged = last[index]!
    for (let other = index - 1; other >= 0 && table.patient![rows[other]!] === patient; other--)
      if (last[other]! > discharged) return 0
    let best = 1
    for (let other = index + 1; other < rows.length && table.patient![rows[other]!] === patient; other++) {
      if (first[other]! > discharged + 1) {
        if (first[other]! - discharged > READMISSION_DAYS) break
        if (perinatal[other] === 1) continue
        best = Math.max(best, planned[other] === 1 ? 2 : 3)
        continue
      }
      // It began during this stay; one that also ended during it continues nothing.
      if (first[other]! >= discharged || last[other]! > discharged || last[other] === NO_DAY) return 0
    }
    return best
  })
  return { rows: stays.rows, last, outcome }
}
