import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import { defined } from '#shared/language/defined.ts'
import { instantAt } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { textHash } from '../../shards/person-hash.ts'
import { idText } from '../selection/id-text.ts'
import { askPopulation, rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { FAILED, NOT_CHECKED, PASSED, type DataCheck, type Verdicts } from './data-check.ts'
import { replacedChecks } from './replaced-checks.ts'
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
  { table: 'encounter', words: m.classTypeAndStart, time: 'period_start', columns: ['class', 'type', 'status'] },
  {
    table: 'observation',
    words: m.codeTimeValueAndUnit,
    time: 'effective',
    columns: ['code', 'value', 'unit', 'coded_value', 'value_text']
  },
  {
    table: 'condition',
    words: m.codeOnsetAndEncounter,
    time: 'onset',
    // A diagnosis is written down at every visit that it is treated in.
    columns: ['code', 'clinical_status', 'category', 'encounter_id']
  },
  { table: 'procedure', words: m.codeAndTime, time: 'performed_start', columns: ['code', 'status'] },
  { table: 'immunization', words: m.vaccineAndTime, time: 'occurrence', columns: ['code', 'status'] },
  {
    table: 'medication_request',
    words: m.drugAndTime,
    time: 'authored_on',
    columns: ['code', 'status', 'intent', 'medication_id']
  }
]

/** Checks for records that are there twice under different ids. */
export function duplicateChecks(store: Store): DataCheck[] {
  return [
    duplicatePeople,
    ...replacedChecks,
    ...samenesses.filter(({ table }) => rowsInPopulation(store, table) > 0).map(duplicateRecords)
  ]
}

function duplicateRecords({ table: name, words, time, columns }: Sameness): DataCheck {
  const rows = rowNames(name)
  return {
    id: `duplicate/${name}`,
    kind: 'plausibility',
    aspect: 'uniqueness',
    title: m.noDuplicateRows(rows),
    text: m.datedOfKnownPeopleOneFails(rows, words),
    table: name,
    limit: 0.01,
    verdicts(store) {
      const table = store.table(name)
      const times = table.column(time, 'dateTime')
      const keys = columns.map((column) => keysOf(table, column))
      // A panel has no value of its own: two of them at one time may differ in their parts.
      const hasContent = name === 'observation' ? contentOf(table) : () => true
      const verdicts = new Uint8Array(table.rows)
      const offsets = defined(table.patientOffsets)
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
  title: m.oneRecordPerPerson,
  text: m.peopleWithAFamilyNameA,
  table: 'patient',
  limit: 0.002,
  verdicts(store): Verdicts {
    const firsts = firstOfName(store)
    const ids = store.table('patient').column('id', 'id')
    return Uint8Array.from(namesOf(store), (name, row) => {
      if (name === undefined) return NOT_CHECKED
      const first = firsts.get(name)
      return first === undefined || first === idText(ids, row) ? PASSED : FAILED
    })
  }
}

/** Names, day of birth and sex of each person of a store, undefined where one of names and day is missing. */
function namesOf(store: Store): (string | undefined)[] {
  const table = store.table('patient')
  const text = (name: string): ((row: number) => string) => {
    const { codes, values } = table.column(name, 'dictionary')
    return (row) => (codes[row]! < 0 ? '' : values[codes[row]!]!)
  }
  const [family, given, sex] = ['family', 'given', 'gender'].map(text)
  const born = table.column('birth_date', 'date').days
  return Array.from({ length: table.rows }, (_, row) => {
    const names = [defined(family)(row), defined(given)(row)]
    return names.includes('') || born[row] === NO_DAY
      ? undefined
      : `${names.join('|').toLowerCase()}|${born[row]!}|${defined(sex)(row)}`
  })
}

const firstPeople = new WeakMap<Store, ReadonlyMap<string, string>>()

/**
 * The first of the people who have the same names, by these; names that occur once may be left out. Shards are asked for
 * numbers made of the names first, and then only for the names whose number occurs twice.
 */
function firstOfName(store: Store): ReadonlyMap<string, string> {
  const known = firstPeople.get(store)
  if (known !== undefined) return known
  const once = new Set<number>()
  const twice = new Set<number>()
  for (const hash of askPopulation(store, hashesIn, joinHashes)) (once.has(hash) ? twice : once).add(hash)
  const found = twice.size === 0 ? new Map<string, string>() : askPopulation(store, namedIn, firstOfBoth, twice)
  for (const each of store.population) firstPeople.set(each, found)
  return found
}

function hashesIn(store: Store): Uint32Array {
  return Uint32Array.from(namesOf(store).flatMap((name) => (name === undefined ? [] : [textHash(name)])))
}

function joinHashes(left: Uint32Array, right: Uint32Array): Uint32Array {
  const joined = new Uint32Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}

function namedIn(store: Store, hashes: ReadonlySet<number>): ReadonlyMap<string, string> {
  const ids = store.table('patient').column('id', 'id')
  const first = new Map<string, string>()
  for (const [row, name] of namesOf(store).entries())
    if (name !== undefined && !first.has(name) && hashes.has(textHash(name))) first.set(name, idText(ids, row))
  return first
}

function firstOfBoth(
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string>
): ReadonlyMap<string, string> {
  const first = new Map(left)
  for (const [name, id] of right) {
    const other = first.get(name)
    if (other === undefined || id < other) first.set(name, id)
  }
  return first
}
