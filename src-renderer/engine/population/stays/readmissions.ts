import { enginePopulationStaysMessages as m } from '#messages/engine/population/stays.ts'
import { defined } from '#shared/language/defined.ts'
import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { deathDays } from '../life/death-days.ts'
import { claimStayRule } from './claim-stays.ts'
import type { HospitalStays } from './hospital-stays.ts'
import { hospitalStays, MAXIMUM_DAYS_WITH_PARTS } from './inpatient-stays.ts'
import { plannedRule } from './planned-codes.ts'
import { stayReasons } from './stay-reasons.ts'

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

/**
 * The rule in words, for definitions.
 * @param byClaims stays are those of claims, because the data hold no encounters
 */
export function readmissionRule({ allAges, observation }: ReadmissionScope, byClaims: boolean): string {
  const acute = byClaims
    ? m.inpatientHospitalClaimsAndObservationStays(observation)
    : m.classesIMPAndACUTEAndObservation(observation)
  return m.indexStaysAcuteInpatientStaysNot(
    acute,
    allAges,
    READMISSION_DAYS,
    plannedRule,
    byClaims ? ` ${claimStayRule}` : ''
  )
}

/** The acute stays that took place, with what became of each. */
export interface Readmissions {
  /** Encounters, or claims in data without encounters. */
  readonly table: HospitalStays['table']
  /** Rows of the table, person by person, by the day they began. */
  readonly rows: Int32Array
  /** First day of each of these rows; of one that goes on from others, that of the first of them: together they are one stay. */
  readonly first: Int32Array
  /** Last day of each of these rows; the smallest integer where it is not written. */
  readonly last: Int32Array
  /** Index into {@link stayOutcomes} of each of these rows. */
  readonly outcome: Uint8Array
}

const died: readonly string[] = ['exp', '20', '40', '41', '42']
const againstAdvice: readonly string[] = ['aadvice', '07', '7']
const known = new DerivedValues<HospitalStays, Readmissions>()

/** The acute stays of a store; looked for once. @returns undefined when there are neither encounters nor claims */
export function readmissions(store: Store, scope: ReadmissionScope): Readmissions | undefined {
  const stays = hospitalStays(store)
  if (stays === undefined) return undefined
  return known.get(stays, () => followUp(store, stays, scope), `${scope.allAges} ${scope.observation}`)
}

function followUp(store: Store, all: HospitalStays, { allAges, observation }: ReadmissionScope): Readmissions {
  const { table } = all
  const chosen = all.kinds.flatMap((kind, stay) =>
    kind === 'acute' || (observation && kind === 'observation') ? [stay] : []
  )
  const rows = chosen.map((stay) => all.rows[stay]!)
  const first = Int32Array.from(chosen, (stay) => all.first[stay]!)
  const last = Int32Array.from(chosen, (stay) => all.last[stay]!)
  const reasons = stayReasons(store, all)
  const [planned, perinatal, otherCare] = [reasons.planned, reasons.perinatal, reasons.notIndex].map((marks) =>
    Uint8Array.from(chosen, (stay) => marks[stay]!)
  ) as [Uint8Array, Uint8Array, Uint8Array]
  const personOf = defined(table.patient)
  const people = defined(store.tables.get('patient'))
  const birth = people.column('birth_date', 'date').days
  const death = deathDays(store)
  const isIndex = (index: number): boolean => {
    const patient = personOf[rows[index]!]!
    const discharged = last[index]!
    if (patient < 0 || discharged === NO_DAY) return false
    if (perinatal[index] === 1 || otherCare[index] === 1) return false
    if (death[patient]! !== NO_DAY && death[patient]! <= discharged) return false
    const left = all.dispositions[chosen[index]!]!
    if (died.includes(left) || againstAdvice.includes(left)) return false
    return allAges || (birth[patient] !== NO_DAY && ageAt(birth[patient]!, discharged) >= 18)
  }
  const outcome = Uint8Array.from(rows, (row, index) => {
    if (!isIndex(index)) return 0
    const patient = personOf[row]!
    const discharged = last[index]!
    // It lies within an earlier stay: a part of it, or the same stay once more.
    for (let other = index - 1; other >= 0 && personOf[rows[other]!] === patient; other--)
      if (
        last[other]! - first[other]! <= MAXIMUM_DAYS_WITH_PARTS &&
        (last[other]! > discharged || (last[other]! === discharged && first[index]! < discharged))
      )
        return 0
    let best = 1
    for (let other = index + 1; other < rows.length && personOf[rows[other]!] === patient; other++) {
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
  return { table, rows: Int32Array.from(rows), first: begins(rows, personOf, first, last), last, outcome }
}

/** The day on which each stay began, those that it goes on from included. */
function begins(rows: readonly number[], personOf: Int32Array, first: Int32Array, last: Int32Array): Int32Array {
  return first.map((day, index) => {
    let begin = day
    for (let other = index - 1; other >= 0 && personOf[rows[other]!] === personOf[rows[index]!]; other--)
      if (last[other]! >= begin - 1 && last[other]! - first[other]! <= MAXIMUM_DAYS_WITH_PARTS)
        begin = Math.min(begin, first[other]!)
    return begin
  })
}
