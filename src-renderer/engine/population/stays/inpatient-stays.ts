import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { encounterClassCodes } from '../claims/encounter-class.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Column } from '../../store/model/column.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimStays } from './claim-stays.ts'
import type { HospitalStays, StayKind } from './hospital-stays.ts'
import { tookPlace } from '../selection/visit-dimensions.ts'

/** The inpatient stays among them, with their lengths: observation and parts of other stays are left out. */
export interface InpatientStays {
  readonly table: Table
  readonly rows: Int32Array
  readonly first: Int32Array
  readonly last: Int32Array
  /** Days of each of these rows, at least 1; NaN where the end is not written. */
  readonly days: Float64Array
}

/** Classes of HL7's ActEncounterCode that are stays in hospital. */
const byClass: Readonly<Record<string, StayKind>> = {
  IMP: 'acute',
  ACUTE: 'acute',
  NONAC: 'not-acute',
  OBSENC: 'observation'
}

const stays = new DerivedValues<Store, HospitalStays | undefined>()
const inpatient = new DerivedValues<HospitalStays, InpatientStays>()

/**
 * The stays of a store that took place: by encounters where the data hold any, else by claims, so that none counts twice.
 * Looked for once.
 * @returns undefined when there are neither
 */
export function hospitalStays(store: Store): HospitalStays | undefined {
  return stays.get(store, () => {
    const table = store.tables.get('encounter')
    const isChart = table?.day !== undefined && table.patient !== undefined && rowsInPopulation(store, 'encounter') > 0
    return isChart ? findStays(store, table) : claimStays(store)
  })
}

/** The inpatient stays of a store, acute and not acute. @returns undefined when there are neither encounters nor claims */
export function inpatientStays(store: Store): InpatientStays | undefined {
  const all = hospitalStays(store)
  if (all === undefined) return undefined
  return inpatient.get(all, () => withoutObservation(all))
}

function withoutObservation(stays: HospitalStays): InpatientStays {
  const { table, rows, first, last, kinds } = stays
  const parts = partsOfStays(stays)
  const chosen = Int32Array.from(
    kinds.flatMap((kind, stay) => (kind === 'observation' || parts[stay] === 1 ? [] : [stay]))
  )
  const pick = (days: Int32Array): Int32Array => chosen.map((stay) => days[stay]!)
  return {
    table,
    rows: pick(rows),
    first: pick(first),
    last: pick(last),
    days: Float64Array.from(chosen, (stay) =>
      last[stay] === NO_DAY ? Number.NaN : Math.max(1, last[stay]! - first[stay]!)
    )
  }
}

/** Days after which a stay is taken for one that nobody closed in time: nothing is a part of it. */
export const MAXIMUM_DAYS_WITH_PARTS = 365

/**
 * 1 for stays that lie within another of the same person and kind: wards that are encounters of their own, or the same stay once
 * more. One that begins on the last day of another goes on after it. Stays by claims are put together where they are found.
 */
function partsOfStays({ table, rows, first, last, kinds, stayOfClaim }: HospitalStays): Uint8Array {
  const parts = new Uint8Array(rows.length)
  const personOf = defined(table.patient)
  if (stayOfClaim !== undefined) return parts
  const liesWithin = (stay: number, other: number): boolean => {
    if (kinds[other] !== kinds[stay] || last[stay] === NO_DAY || last[other]! < last[stay]!) return false
    if (first[other] === first[stay] && last[other] === last[stay]) return other < stay
    const isOpen = last[other]! - first[other]! > MAXIMUM_DAYS_WITH_PARTS
    return !isOpen && first[other]! <= first[stay]! && first[stay]! < last[other]!
  }
  for (let begin = 0, end = 0; begin < rows.length; begin = end) {
    const person = personOf[rows[begin]!]!
    while (end < rows.length && personOf[rows[end]!] === person) end++
    if (person < 0) continue
    for (let stay = begin; stay < end; stay++)
      for (let other = begin; other < end && first[other]! <= first[stay]!; other++)
        if (other !== stay && liesWithin(stay, other)) {
          parts[stay] = 1
          break
        }
  }
  return parts
}

function findStays(store: Store, table: Table): HospitalStays {
  const { concepts } = store
  const happened = tookPlace(table)
  const kindOf = encounterClassCodes(concepts).map((code) => (code === undefined ? undefined : byClass[code]))
  const classes = table.column('class', 'concept').ids
  const found: number[] = []
  const kinds: StayKind[] = []
  for (let row = 0; row < table.rows; row++) {
    const kind = classes[row]! < 0 || happened[row] === 0 ? undefined : kindOf[classes[row]!]
    if (kind === undefined) continue
    found.push(row)
    kinds.push(kind)
  }
  const rows = Int32Array.from(found)
  const end = table.column('period_end', 'dateTime').days
  const disposition = table.columns.get('discharge_disposition')
  const words = table.columns.get('discharge_text')
  return {
    table,
    rows,
    kinds,
    first: rows.map((row) => defined(table.day)[row]!),
    last: rows.map((row) => end[row]!),
    dispositions: found.map((row) => dispositionOf(textOf(disposition, row), textOf(words, row)))
  }
}

function textOf(column: Column | undefined, row: number): string {
  return column?.kind === 'dictionary' ? (column.values[column.codes[row]!] ?? '') : ''
}

/** Codes of HL7's discharge-disposition by the words of local ones. */
const byWords: readonly (readonly [RegExp, string])[] = [
  [/^(?:expired|died|deceased|death)\b/i, 'exp'],
  [/\b(?:against medical advice|AMA)\b/i, 'aadvice']
]

/** How a stay ended: by the words where they tell what rates leave out, else by the code. */
function dispositionOf(code: string, words: string): string {
  return byWords.find(([pattern]) => pattern.test(words))?.[1] ?? code
}
