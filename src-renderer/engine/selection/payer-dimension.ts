import { emptyCodes } from '../kernels/codes.ts'
import { latestRows } from '../kernels/person-rows.ts'
import { NO_DAY } from '../store/column.ts'
import type { Store, Table } from '../store/store.ts'
import { notRecorded, type Dimension } from './dimension.ts'

/** Statuses of coverages and claims that do not count (FHIR fm-status and explanationofbenefit-status). */
export const notInForce = ['cancelled', 'draft', 'entered-in-error'] as const

/** Gives every payer name a small number in order of first sight. */
class Names {
  readonly list: string[] = []
  readonly #codes = new Map<string, number>()

  /** @returns -1 for '' */
  code(name: string): number {
    if (name === '') return -1
    let code = this.#codes.get(name)
    if (code === undefined) {
      code = this.list.length
      this.list.push(name)
      this.#codes.set(name, code)
    }
    return code
  }
}

/** Names of an organisation reference: the organisation's own name, else ''. */
function organizationNames(store: Store, table: Table, column: string): (row: number) => string {
  const reference = table.column(column, 'reference')
  const name = store.tables.get('organization')?.column('name', 'dictionary')
  return (row) => {
    const code = reference.codes[row]!
    const target = code < 0 ? -1 : reference.targets[code]!
    const text = target < 0 || name === undefined ? -1 : name.codes[target]!
    return text < 0 ? '' : name!.values[text]!
  }
}

/** The payer of each row of a coverage or claims table: the name written there, else that of the organisation named. */
function payersOf(store: Store, table: Table, nameColumn: string, idColumn: string, names: Names): Int32Array {
  const written = table.column(nameColumn, 'dictionary')
  const organization = organizationNames(store, table, idColumn)
  const payers = new Int32Array(table.rows)
  for (let row = 0; row < table.rows; row++) {
    const code = written.codes[row]!
    payers[row] = names.code((code < 0 ? '' : written.values[code]!) || organization(row))
  }
  return payers
}

function inForce(table: Table): Uint8Array {
  const status = table.column('status', 'dictionary')
  const good = Uint8Array.from(status.values, (value) => ((notInForce as readonly string[]).includes(value) ? 0 : 1))
  return Uint8Array.from(status.codes, (code) => (code < 0 ? 1 : good[code]!))
}

/** Claims with the payer of each; a claim that names no insurer takes that of the coverage it refers to. */
function claimPayers(store: Store, table: Table, coverage: Int32Array | undefined, names: Names): Int32Array {
  const payers = payersOf(store, table, 'insurer_name', 'insurer_id', names)
  if (coverage === undefined) return payers
  const { codes, targets } = table.column('coverage_id', 'reference')
  for (let row = 0; row < table.rows; row++) {
    if (payers[row]! >= 0 || codes[row]! < 0) continue
    const target = targets[codes[row]!]!
    if (target >= 0) payers[row] = coverage[target]!
  }
  return payers
}

/**
 * Who pays for a person on the date: the payer of the Coverage that is in force (the one that began last, when there are
 * several; a Coverage without a period is always in force), else the insurer of the latest claim up to the date. Names
 * are taken as they are written, `NO_INSURANCE` too.
 */
export function payerDimension(store: Store): Dimension {
  const names = new Names()
  const coverage = store.tables.get('coverage')
  const coveragePayers = coverage && payersOf(store, coverage, 'payor_name', 'payor_id', names)
  const claims = store.tables.get('explanation_of_benefit')
  const claimsPayers = claims && claimPayers(store, claims, coveragePayers, names)
  const own = coverage && ownCoverages(coverage)
  const usable = claims && inForce(claims)
  const values = [...names.list.map((name) => ({ value: name, label: name })), notRecorded]

  const covered = (patient: number, asOf: number): number => {
    if (coverage?.patientOffsets === undefined) return -1
    const start = coverage.column('period_start', 'dateTime').days
    const end = coverage.column('period_end', 'dateTime').days
    let best = -1
    for (let row = coverage.patientOffsets[patient]!; row < coverage.patientOffsets[patient + 1]!; row++) {
      if (own![row] === 0 || coveragePayers![row]! < 0 || start[row]! > asOf) continue
      if (end[row] !== NO_DAY && end[row]! < asOf) continue
      if (best < 0 || start[row]! >= start[best]!) best = row
    }
    return best < 0 ? -1 : coveragePayers![best]!
  }
  /** Payer of each person's last claim up to a date. */
  const billed = (asOf: number): Int32Array => {
    const none = new Int32Array(store.patients).fill(-1)
    if (claims?.patientOffsets === undefined || claims.day === undefined) return none
    const payers = claimsPayers!.map((payer, row) => (usable![row] === 1 ? payer : -1))
    const marks = { codes: payers, wanted: new Uint8Array(names.list.length + 1).fill(1, 0, names.list.length) }
    const rows = { offsets: claims.patientOffsets, days: claims.day, marks }
    return latestRows(rows, asOf, NO_DAY).map((row) => (row < 0 ? -1 : payers[row]!))
  }
  return {
    id: 'payer',
    label: 'Payer',
    group: 'Place and payer',
    hidden: false,
    fixed: false,
    values,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, values.length)
      const claimed = billed(asOf)
      for (let patient = 0; patient < codes.length; patient++) {
        const own = covered(patient, asOf)
        const payer = own < 0 ? claimed[patient]! : own
        codes[patient] = payer < 0 ? names.list.length : payer
      }
      return codes
    }
  }
}

/** Coverages that stand on their own, not inside of a claim, and are in force. */
function ownCoverages(table: Table): Uint8Array {
  const valid = inForce(table)
  const contained = table.column('contained_in', 'dictionary')
  for (let row = 0; row < table.rows; row++) {
    const code = contained.codes[row]!
    if (code >= 0 && contained.values[code] !== '') valid[row] = 0
  }
  return valid
}
