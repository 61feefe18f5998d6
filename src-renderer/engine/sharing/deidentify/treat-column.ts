import { defined } from '#shared/language/defined.ts'
import { civilFromDay } from '../../base/fhir/calendar.ts'
import { formatDateTime } from '../../base/fhir/dates.ts'
import { NO_DAY, NO_OFFSET, type PrecisionCode } from '../../base/fhir/missing.ts'
import type { Column, DateColumn, DateTimeColumn } from '../../store/model/column.ts'
import type { Table } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import { columnCells, type SqlCell } from '../../tables/model/column-cells.ts'
import type { ColumnTreatment } from './column-treatment.ts'
import { PEOPLE_OF_A_WORD, type ProfileId } from './profile.ts'
import { isPublicCode } from './public-codes.ts'
import { writtenAgesOver89 } from './written-ages.ts'

/** Whole days are the finest that leaves; times of the day do not. */
const DAY_PRECISION: PrecisionCode = 3

/** What the columns of a data set share. */
export interface TreatmentContext {
  readonly profile: ProfileId
  readonly concepts: ConceptTable
  /** Year of the last date of the data. */
  readonly lastYear: number
  /** Whether a person is or became 90 or older. */
  readonly isOver89: (patient: number) => boolean
  /** By how many days the dates of a person are moved; 0 in a table of nobody. */
  readonly shiftOf: (patient: number) => number
  readonly smallAreas: ReadonlySet<string>
  /** The number that stands for an id in all tables. */
  keyOf(id: string): string
}

/** What happened to the values of a column. */
export interface ColumnAccount {
  readonly written: number
  /** Values that were made coarser, shifted or numbered again. */
  readonly changed: number
  /** Values that were left out. */
  readonly leftOut: number
}

/** A column of the set, with an account that is complete when every row was read. */
export interface TreatedColumn {
  readonly name: string
  readonly cell: SqlCell
  readonly account: () => ColumnAccount
}

/** The columns of the set that one column becomes; none where it is not written. */
export function treatColumn(
  table: Table,
  name: string,
  treatment: ColumnTreatment,
  context: TreatmentContext
): readonly TreatedColumn[] {
  const column = defined(table.columns.get(name))
  const reads = columnCells(column, context.concepts)
  const read = reads[0]!
  const patientOf = (row: number): number => table.patient?.[row] ?? -1
  const counted = (as: string, treat: SqlCell, isChanged = false, before = read): TreatedColumn =>
    counting(as, before, treat, isChanged)
  switch (treatment) {
    case 'drop':
      return []
    case 'value': {
      const isOver89 =
        name === 'value' && context.profile === 'safe-harbor' ? writtenAgesOver89(table, context.concepts) : undefined
      return [counted(name, isOver89 === undefined ? read : (row) => (isOver89(row) ? null : read(row)))]
    }
    case 'key':
      return [
        counted(
          name,
          (row) => {
            const id = read(row)
            return id === null ? null : context.keyOf(String(id))
          },
          true
        )
      ]
    case 'fixed':
      return [counted(name, (row) => onlyIf(read(row), (text) => /^[A-Za-z0-9-]{1,40}$/.test(text)))]
    case 'word': {
      const common = commonWords(table, column)
      return [counted(name, (row) => onlyIf(read(row), (text) => common.has(text)))]
    }
    case 'code': {
      if (column.kind !== 'concept') throw new TypeError(`${name} is no concept`)
      const { systems, codes } = context.concepts
      const isPublic = Uint8Array.from(codes, (code, id) => (isPublicCode(systems[id]!, code) ? 1 : 0))
      const part = (texts: readonly string[]) => (row: number) => {
        const id = column.ids[row]!
        return id >= 0 && isPublic[id] === 1 ? texts[id]! : null
      }
      const prefix = name === 'code' ? '' : `${name}_`
      return [counted(`${prefix}system`, part(systems)), counted(`${prefix}code`, part(codes), false, reads[1])]
    }
    case 'state':
      return [counted(name, (row) => onlyIf(read(row), (text) => /^[A-Za-z]{2}$/.test(text)))]
    case 'city':
      return context.profile === 'limited' ? [counted(name, read)] : []
    case 'zip':
      return [zipColumn(counted, read, context)]
    case 'date':
    case 'birth': {
      if (column.kind !== 'date' && column.kind !== 'dateTime') throw new TypeError(`${name} is no date`)
      if (context.profile === 'limited')
        return [counted(name, (row) => shiftedDate(column, row, context.shiftOf(patientOf(row))), true)]
      const year = (row: number): number | null => yearOf(column, row, context.lastYear)
      if (treatment === 'date') return [counted(yearName(name), year, true)]
      return [
        counted('birth_year', (row) => (context.isOver89(patientOf(row)) ? null : year(row)), true),
        counted('over_89', (row) => (context.isOver89(patientOf(row)) ? 1 : 0), true)
      ]
    }
  }
}

function counting(name: string, read: SqlCell, treat: SqlCell, isChanged: boolean): TreatedColumn {
  let written = 0
  let changed = 0
  let leftOut = 0
  return {
    name,
    cell: (row) => {
      const before = read(row)
      const after = treat(row)
      if (after !== null) written++
      if (after === null && before !== null) leftOut++
      else if (before !== null && (isChanged || (after !== before && typeof after === typeof before))) changed++
      return after
    },
    account: () => ({ written, changed, leftOut })
  }
}

function onlyIf(value: ReturnType<SqlCell>, isAllowed: (text: string) => boolean): string | null {
  return typeof value === 'string' && isAllowed(value) ? value : null
}

/** Words of a column that enough people have. */
function commonWords(table: Table, column: Column): ReadonlySet<string> {
  if (column.kind !== 'dictionary') throw new TypeError('Words stand in a dictionary.')
  const people = new Int32Array(column.values.length)
  const last = new Int32Array(column.values.length).fill(-1)
  // Rows are sorted by person, so that a person is met once for each word in turn.
  for (let row = 0; row < table.rows; row++) {
    const code = column.codes[row]!
    const patient = table.patient?.[row] ?? row
    if (code < 0 || patient < 0 || last[code] === patient) continue
    last[code] = patient
    people[code]!++
  }
  return new Set(column.values.filter((_, code) => people[code]! >= PEOPLE_OF_A_WORD))
}

function zipColumn(
  counted: (as: string, treat: SqlCell, isChanged?: boolean) => TreatedColumn,
  read: SqlCell,
  { profile, smallAreas }: TreatmentContext
): TreatedColumn {
  const five = (row: number): string | null => /^(\d{5})(?:-?\d{4})?$/.exec(String(read(row) ?? ''))?.[1] ?? null
  if (profile === 'limited') return counted('postal_code', five)
  return counted(
    'zip3',
    (row) => {
      const area = five(row)?.slice(0, 3)
      return area === undefined ? null : smallAreas.has(area) ? '000' : area
    },
    true
  )
}

function yearName(name: string): string {
  return `${name.replace(/_(?:date|at)$/, '')}_year`
}

function yearOf({ days, precision }: DateColumn | DateTimeColumn, row: number, lastYear: number): number | null {
  if (days[row] === NO_DAY || precision[row] === 0) return null
  const { year } = civilFromDay(days[row]!)
  // Whoever has a record of that year is 90 or older.
  return lastYear - year >= 90 ? null : year
}

function shiftedDate({ days, precision }: DateColumn | DateTimeColumn, row: number, shift: number): string | null {
  if (days[row] === NO_DAY || precision[row] === 0) return null
  const written = Math.min(precision[row]!, DAY_PRECISION) as PrecisionCode
  return formatDateTime(days[row]! + shift, 0, NO_OFFSET, written)
}
