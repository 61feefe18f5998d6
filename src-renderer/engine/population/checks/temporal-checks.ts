import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import { defined } from '#shared/language/defined.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import { tookPlace } from '../selection/visit-dimensions.ts'
import { instantAt, type DateTimeColumn } from '../../store/model/column.ts'
import { NO_DAY, precisions } from '../../base/fhir/missing.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { DataCheck } from './data-check.ts'
import { rowNames, rowVerdicts } from './verdicts.ts'

/** Tables of what happens to a living person. Claims are left out: they are filed, and paid, after a death. */
const clinicalTables = ['encounter', 'observation', 'condition', 'procedure', 'immunization', 'medication_request']

const wholeDay = precisions.indexOf('day')
const dayMillis = 86_400_000
/** Years between a person's first record and the next one that make the first doubtful. */
const LONE_YEARS = 20
/** Hardly anybody is older; the oldest person whose age is proven reached 122. */
const MAX_AGE = 115

/** Checks that compare dates with each other, with a person's life and with today. */
export function temporalChecks(store: Store): DataCheck[] {
  const present = clinicalTables.filter((name) => rowsInPopulation(store, name) > 0)
  return [
    ...present.map(afterDeath),
    ...present.map(beforeBirth),
    ...present.map(inTheFuture),
    ...periods.filter(({ table }) => rowsInPopulation(store, table) > 0).map(endsBeforeStart),
    loneFirstRecord,
    deathBeforeBirth,
    plausibleBirth
  ]
}

/** Days that are written to the day, by patient ordinal; NO_DAY otherwise. */
function exactDays(column: { readonly days: Int32Array; readonly precision: Uint8Array }): Int32Array {
  return column.days.map((day, row) => (column.precision[row]! >= wholeDay ? day : NO_DAY))
}

/** Rows that say something happened: not visits that were planned or called off. */
function happened(table: Table): (row: number) => boolean {
  if (table.name !== 'encounter') return () => true
  const marks = tookPlace(table)
  return (row) => marks[row] === 1
}

function afterDeath(name: string): DataCheck {
  const rows = rowNames(name)
  return {
    id: `after-death/${name}`,
    kind: 'plausibility',
    aspect: 'temporal',
    title: m.noAfterDeath(rows),
    text: m.datedOfPeopleWhoseDayOf(rows),
    table: name,
    limit: 0,
    verdicts(store) {
      const table = store.table(name)
      const death = exactDays(store.table('patient').column('deceased_at', 'dateTime'))
      return compareWithLife(table, death, (day, died) => day > died)
    }
  }
}

function beforeBirth(name: string): DataCheck {
  const rows = rowNames(name)
  return {
    id: `before-birth/${name}`,
    kind: 'plausibility',
    aspect: 'temporal',
    title: m.noBeforeBirth(rows),
    text: m.datedOfPeopleWhoseDayOfBirth(rows),
    table: name,
    limit: 0,
    verdicts(store) {
      const birth = exactDays(store.table('patient').column('birth_date', 'date'))
      return compareWithLife(store.table(name), birth, (day, born) => day < born)
    }
  }
}

function compareWithLife(table: Table, days: Int32Array, fails: (day: number, limit: number) => boolean) {
  const patient = defined(table.patient)
  const day = defined(table.day)
  const counts = happened(table)
  return rowVerdicts(
    table,
    (row) => patient[row]! >= 0 && day[row] !== NO_DAY && days[patient[row]!] !== NO_DAY && counts(row),
    (row) => fails(day[row]!, days[patient[row]!]!)
  )
}

function inTheFuture(name: string): DataCheck {
  const rows = rowNames(name)
  return {
    id: `future/${name}`,
    kind: 'plausibility',
    aspect: 'temporal',
    title: m.noInTheFuture(rows),
    text: m.datedWithoutPlannedAndCanceledVisits(rows),
    table: name,
    limit: 0,
    verdicts(store) {
      const table = store.table(name)
      const loaded = Math.floor(store.snapshot.loadedAt / dayMillis)
      const day = defined(table.day)
      const counts = happened(table)
      return rowVerdicts(
        table,
        (row) => day[row] !== NO_DAY && counts(row),
        (row) => day[row]! > loaded
      )
    }
  }
}

interface Period {
  readonly table: string
  readonly start: string
  readonly end: string
}

const periods: readonly Period[] = [
  { table: 'encounter', start: 'period_start', end: 'period_end' },
  { table: 'condition', start: 'onset', end: 'abatement' },
  { table: 'procedure', start: 'performed_start', end: 'performed_end' },
  { table: 'coverage', start: 'period_start', end: 'period_end' },
  { table: 'explanation_of_benefit', start: 'billable_start', end: 'billable_end' }
]

function endsBeforeStart({ table: name, start, end }: Period): DataCheck {
  const rows = rowNames(name)
  return {
    id: `end-before-start/${name}`,
    kind: 'plausibility',
    aspect: 'temporal',
    title: m.endAfterTheyStart(sentenceCase(rows)),
    text: m.withAStartAndAnEnd(sentenceCase(rows)),
    table: name,
    limit: 0,
    verdicts(store) {
      const table = store.table(name)
      const from = table.column(start, 'dateTime')
      const to = table.column(end, 'dateTime')
      return rowVerdicts(
        table,
        (row) => from.days[row] !== NO_DAY && to.days[row] !== NO_DAY,
        (row) => isBefore(to, from, row)
      )
    }
  }
}

/** Compares instants where both have a time, else days: a bare date says nothing of the hour. */
function isBefore(to: DateTimeColumn, from: DateTimeColumn, row: number): boolean {
  const bothTimed = to.precision[row]! > wholeDay && from.precision[row]! > wholeDay
  return bothTimed ? instantAt(to, row) < instantAt(from, row) : lastDayOf(to, row) < from.days[row]!
}

/** A year or a month may end on its last day. */
function lastDayOf({ days, precision }: Pick<DateTimeColumn, 'days' | 'precision'>, row: number): number {
  const slack = precision[row] === 1 ? 365 : precision[row] === 2 ? 30 : 0
  return days[row]! + slack
}

/** Tables of what may stand in the chart as history, with a day long before the first visit: surgery and vaccines. */
const historyTables = new Set(['procedure', 'immunization'])

/** Calls for each record of a person with a day, but for diagnoses: their day is often that of the onset. */
function forEachRecord(store: Store, take: (person: number, day: number, isHistory: boolean) => void): void {
  for (const name of clinicalTables) {
    const table = store.tables.get(name)
    if (name === 'condition' || table?.patient === undefined || table.day === undefined) continue
    const isHistory = historyTables.has(name)
    for (let row = 0; row < table.rows; row++) {
      const person = table.patient[row]!
      const day = table.day[row]!
      if (person >= 0 && day !== NO_DAY) take(person, day, isHistory)
    }
  }
}

const loneFirstRecord: DataCheck = {
  id: 'lone-first-record',
  kind: 'plausibility',
  aspect: 'temporal',
  title: m.firstRecordIsNearTheRest,
  text: m.peopleWithRecordsOtherThanDiagnoses(LONE_YEARS),
  table: 'patient',
  limit: 0.01,
  verdicts(store) {
    const none = 2147483647
    const first = new Int32Array(store.patients).fill(none)
    const second = new Int32Array(store.patients).fill(none)
    forEachRecord(store, (person, day, isHistory) => {
      if (isHistory || day === first[person]) return
      if (day < first[person]!) {
        second[person] = first[person]!
        first[person] = day
      } else if (day < second[person]!) second[person] = day
    })
    return rowVerdicts(
      store.table('patient'),
      (person) => second[person] !== none,
      (person) => second[person]! - first[person]! > LONE_YEARS * 365.25
    )
  }
}

const deathBeforeBirth: DataCheck = {
  id: 'death-before-birth',
  kind: 'plausibility',
  aspect: 'temporal',
  title: m.deathIsNotBeforeBirth,
  text: m.peopleWithADayOfBirthAndOfDeath,
  table: 'patient',
  limit: 0,
  verdicts(store) {
    const people = store.table('patient')
    const birth = people.column('birth_date', 'date')
    const death = people.column('deceased_at', 'dateTime')
    return rowVerdicts(
      people,
      (person) => birth.days[person] !== NO_DAY && death.days[person] !== NO_DAY,
      (person) => lastDayOf(death, person) < birth.days[person]!
    )
  }
}

const plausibleBirth: DataCheck = {
  id: 'plausible-birth',
  kind: 'plausibility',
  aspect: 'temporal',
  title: m.birthDatesArePlausible,
  text: m.peopleWithABirthDate(MAX_AGE),
  table: 'patient',
  column: 'birth_date',
  limit: 0.001,
  verdicts(store) {
    const people = store.table('patient')
    const birth = people.column('birth_date', 'date')
    const death = people.column('deceased_at', 'dateTime')
    const loaded = Math.floor(store.snapshot.loadedAt / dayMillis)
    const last = new Int32Array(store.patients).fill(NO_DAY)
    forEachRecord(store, (person, day) => {
      if (day <= loaded && day > last[person]!) last[person] = day
    })
    return rowVerdicts(
      people,
      (person) => birth.days[person] !== NO_DAY,
      (person) => {
        const end = death.days[person] === NO_DAY ? last[person]! : death.days[person]!
        const isTooOld = end !== NO_DAY && end - lastDayOf(birth, person) > MAX_AGE * 365.25
        return isTooOld || birth.days[person]! > loaded
      }
    )
  }
}
