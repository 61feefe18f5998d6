import { defined } from '#shared/language/defined.ts'
import { ageAt, civilFromDay } from '../../base/fhir/calendar.ts'
import { lastWrittenDay } from '../../base/fhir/last-day.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { declaredTreatment, isWrittenTable } from './column-treatment.ts'
import { smallAreas2000, type ProfileId } from './profile.ts'
import { randomOrder, secureBelow, type RandomBelow } from './random-order.ts'
import { treatColumn, type TreatedColumn, type TreatmentContext } from './treat-column.ts'
import { FIRST_GROUPED_AGE } from './written-ages.ts'

/** A table of the set: its rows in the order in which they are written, people in a random order. */
export interface DeidentifiedTable {
  readonly name: string
  readonly rows: Int32Array
  readonly columns: readonly TreatedColumn[]
  /** Columns of the source that are not written. */
  readonly leftOut: readonly string[]
}

/** A data set without identifiers, whose values are made when they are read. */
export interface DeidentifiedSet {
  readonly profile: ProfileId
  readonly people: number
  /** People who are or became 90 or older. */
  readonly over89: number
  readonly tables: readonly DeidentifiedTable[]
  readonly leftOutTables: readonly string[]
}

/** How a set is made. */
export interface DeidentificationOptions {
  readonly profile: ProfileId
  /** Areas of three digits of ZIP codes with 20,000 or fewer people; those of the Census of 2000 by default. */
  readonly smallAreas?: ReadonlySet<string> | undefined
  readonly below?: RandomBelow
}

/** Prepares a set of all people of a store, by a declared profile. */
export function deidentify(store: Store, options: DeidentificationOptions): DeidentifiedSet {
  const { profile, smallAreas = smallAreas2000, below = secureBelow } = options
  const lastDay = lastDayOf(store)
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  const died = store.tables.get('patient')?.column('deceased_at', 'dateTime')
  const isOver89 = (patient: number): boolean => {
    const born = birth?.[patient] ?? NO_DAY
    if (born === NO_DAY) return false
    // Of a year or a month, the age at its end: the oldest that the person can have been.
    const death = died === undefined ? NO_DAY : lastWrittenDay(died, patient)
    return ageAt(born, death === NO_DAY ? lastDay : death) >= FIRST_GROUPED_AGE
  }
  const order = randomOrder(store.patients, below)
  const shifts = Int16Array.from(order, () => 7 * (below(26) + 1) * (below(2) === 0 ? -1 : 1))
  const keys = new Map<string, string>()
  const context: TreatmentContext = {
    profile,
    concepts: store.concepts,
    lastYear: civilFromDay(lastDay).year,
    isOver89,
    shiftOf: (patient) => (patient < 0 ? 0 : shifts[patient]!),
    smallAreas,
    keyOf(id) {
      const known = keys.get(id) ?? String(keys.size + 1)
      keys.set(id, known)
      return known
    }
  }
  const all = [...store.tables.values()]
  // People come first, so that their numbers are those of the random order.
  const written = all
    .filter(({ name, rows }) => isWrittenTable(name) && rows > 0)
    .sort((left, right) => rank(left) - rank(right))
  return {
    profile,
    people: store.patients,
    over89: order.reduce((sum, patient) => sum + (isOver89(patient) ? 1 : 0), 0),
    tables: written.map((table) => tableOf(table, order, context)),
    leftOutTables: all.filter(({ name, rows }) => !isWrittenTable(name) && rows > 0).map(({ name }) => name)
  }
}

function rank({ name }: Table): number {
  return name === 'patient' ? 0 : 1
}

function tableOf(table: Table, order: Int32Array, context: TreatmentContext): DeidentifiedTable {
  const treated = table.info.map(({ name, kind }) => {
    const treatment = declaredTreatment(table.name, name, kind) ?? 'drop'
    return { name, columns: treatColumn(table, name, treatment, context) }
  })
  return {
    name: table.name,
    rows: rowsInOrder(table, order),
    columns: treated.flatMap(({ columns }) => columns),
    leftOut: treated.filter(({ columns }) => columns.length === 0).map(({ name }) => name)
  }
}

/** Rows person after person in the given order. Rows of nobody who is known are left out of tables about people. */
function rowsInOrder({ rows, patientOffsets }: Table, order: Int32Array): Int32Array {
  if (patientOffsets === undefined) return Int32Array.from({ length: rows }, (_, row) => row)
  const result = new Int32Array(defined(patientOffsets.at(-1)) - patientOffsets[0]!)
  let place = 0
  for (const patient of order)
    for (let row = patientOffsets[patient]!; row < patientOffsets[patient + 1]!; row++) result[place++] = row
  return result
}

function lastDayOf(store: Store): number {
  const today = Math.floor(store.snapshot.loadedAt / 86_400_000)
  let last = NO_DAY
  for (const { day, patient } of store.tables.values())
    if (day !== undefined && patient !== undefined)
      for (const each of day) if (each > last && each <= today) last = each
  return last === NO_DAY ? today : last
}
