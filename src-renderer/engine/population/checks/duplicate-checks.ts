import { instantAt } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { FAILED, NOT_CHECKED, PASSED, type DataCheck, type Verdicts } from './data-check.ts'
import { rowNames } from './verdicts.ts'

interface Sameness {
  readonly table: string
  /** What two records share, in words. */
  readonly words: string
  readonly time: string
  /** Dictionary, concept and number columns that have to be equal. */
  readonly columns: readonly string[]
}

const samenesses: readonly Sameness[] = [
  { table: 'encounter', words: 'class, type and start', time: 'period_start', columns: ['class', 'type', 'status'] },
  {
    table: 'observation',
    words: 'code, time, value and unit',
    time: 'effective',
    columns: ['code', 'value', 'unit', 'coded_value', 'value_text']
  },
  {
    table: 'condition',
    words: 'code, onset and encounter',
    time: 'onset',
    // A diagnosis is written down at every visit that it is treated in.
    columns: ['code', 'clinical_status', 'category', 'encounter_id']
  },
  { table: 'procedure', words: 'code and time', time: 'performed_start', columns: ['code', 'status'] },
  { table: 'immunization', words: 'vaccine and time', time: 'occurrence', columns: ['code', 'status'] },
  {
    table: 'medication_request',
    words: 'drug and time',
    time: 'authored_on',
    columns: ['code', 'status', 'intent', 'medication_id']
  }
]

/** Checks for records that are there twice under different ids. */
export function duplicateChecks({ tables }: Store): DataCheck[] {
  return [
    duplicatePeople,
    ...samenesses.filter(({ table }) => (tables.get(table)?.rows ?? 0) > 0).map(duplicateRecords)
  ]
}

function duplicateRecords({ table: name, words, time, columns }: Sameness): DataCheck {
  const rows = rowNames(name)
  return {
    id: `duplicate/${name}`,
    kind: 'plausibility',
    aspect: 'uniqueness',
    title: `No duplicate ${rows}`,
    text: `Dated ${rows} of known people. One fails when an earlier row of the same person has the same ${words}. The first one passes.`,
    table: name,
    limit: 0.01,
    verdicts(store) {
      const table = store.table(name)
      const times = table.column(time, 'dateTime')
      const keys = columns.map((column) => keysOf(table, column))
      // A panel has no value of its own: two of them at one time may differ in their parts.
      const hasContent = name === 'observation' ? contentOf(table) : () => true
      const verdicts = new Uint8Array(table.rows)
      const offsets = table.patientOffsets!
      for (let person = 0; person < store.patients; person++) {
        let day = NO_DAY
        let earlier: number[] = []
        for (let row = offsets[person]!; row < offsets[person + 1]!; row++) {
          if (times.days[row] === NO_DAY || !hasContent(row)) continue
          // Rows of a person stand in the order of their days: only those of one day can be the same.
          if (times.days[row] !== day) earlier = []
          day = times.days[row]!
          const isSame = (other: number): boolean =>
            instantAt(times, other) === instantAt(times, row) && keys.every((key) => Object.is(key[other], key[row]))
          if (earlier.some(isSame)) verdicts[row] = FAILED
          else {
            verdicts[row] = PASSED
            earlier.push(row)
          }
        }
      }
      return verdicts
    }
  }
}

/** Numbers that are equal for equal values of a column. */
function keysOf(table: Table, name: string): ArrayLike<number> {
  const column = table.columns.get(name)
  switch (column?.kind) {
    case 'dictionary':
    case 'reference':
      return column.codes
    case 'concept':
      return column.ids
    case 'number':
      return column.values
    default:
      return new Uint8Array(table.rows)
  }
}

function contentOf(table: Table): (row: number) => boolean {
  const values = table.column('value', 'number').values
  const coded = table.column('coded_value', 'concept').ids
  const text = table.column('value_text', 'dictionary').codes
  return (row) => !Number.isNaN(values[row]) || coded[row]! >= 0 || text[row]! >= 0
}

const duplicatePeople: DataCheck = {
  id: 'duplicate/patient',
  kind: 'plausibility',
  aspect: 'uniqueness',
  title: 'One record per person',
  text: 'People with a family name, a given name and a day of birth. A record fails when an earlier one has the same names, day of birth and sex.',
  table: 'patient',
  limit: 0.002,
  verdicts(store): Verdicts {
    const table = store.table('patient')
    const [family, given, sex] = ['family', 'given', 'gender'].map((name) => table.column(name, 'dictionary'))
    const born = table.column('birth_date', 'date').days
    const seen = new Set<string>()
    const verdicts = new Uint8Array(table.rows).fill(NOT_CHECKED)
    for (let row = 0; row < table.rows; row++) {
      const names = [family!, given!].map(({ codes, values }) => (codes[row]! < 0 ? '' : values[codes[row]!]!))
      if (names.includes('') || born[row] === NO_DAY) continue
      const key = `${names.join('|').toLowerCase()}|${born[row]!}|${sex!.codes[row]!}`
      verdicts[row] = seen.has(key) ? FAILED : PASSED
      seen.add(key)
    }
    return verdicts
  }
}
