import { defined } from '#shared/language/defined.ts'
import { narrowCodes, type Codes } from '../../base/kernels/codes.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import { namesInPopulation, placeNames } from './names-in-population.ts'
import { targetOf } from '../../store/model/column.ts'
import { keyText } from '../../store/model/reference-keys.ts'
import { identifierLabel } from './claim-providers.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** Statuses of coverages and claims that do not count (FHIR fm-status and explanationofbenefit-status). */
export const notInForce = ['cancelled', 'draft', 'entered-in-error'] as const

/** A payer's name for people: a code such as `NO_INSURANCE` in words. */
export function payerLabel(name: string): string {
  if (!/^(?:[A-Z]+(?:_[A-Z]+)+|[a-z]+(?:_[a-z]+)+)$/.test(name)) return name
  const words = name.toLowerCase().replaceAll('_', ' ')
  return sentenceCase(words)
}

/** Who pays, for every coverage and claim of a store. */
export interface PayerRows {
  /** Names of the population as they are written, in their order; `NO_INSURANCE` too. */
  readonly names: readonly string[]
  /** Index into `names` per row of the table, -1 when unknown; undefined without such a table. */
  readonly coverages: Codes | undefined
  readonly claims: Codes | undefined
}

const known = new DerivedValues<Store, PayerRows>()
const payersOfStore = new DerivedValues<Store, PayerRows>()

/** The payers of a store's coverages and claims; looked for once per store. */
export function payerRows(store: Store): PayerRows {
  return known.get(store, () => {
    const { coverages, claims } = ownPayers(store)
    const names = namesInPopulation(store, 'payers', ownPayers)
    return {
      names: names.names,
      coverages: coverages && placeNames(names, coverages),
      claims: claims && placeNames(names, claims)
    }
  })
}

/** The same with the names of one store, in order of first sight. */
function ownPayers(store: Store): PayerRows {
  return payersOfStore.get(store, () => findPayers(store))
}

function findPayers(store: Store): PayerRows {
  const names = new Names()
  const coverage = store.tables.get('coverage')
  const coverages = coverage && payersOf(store, coverage, 'payor_name', 'payor_id', names)
  if (coverage !== undefined && coverages !== undefined) nameByIdentifier(coverage, 'payor_id', coverages, names)
  const table = store.tables.get('explanation_of_benefit')
  const claims = table && claimPayers(store, table, coverages, names)
  const size = names.list.length
  return {
    names: names.list,
    coverages: coverages && narrowCodes(coverages, size),
    claims: claims && narrowCodes(claims, size)
  }
}

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

/** Names of an organization reference: the organization's own name, else ''. */
function organizationNames(store: Store, table: Table, column: string): (row: number) => string {
  const reference = table.column(column, 'reference')
  const name = store.tables.get('organization')?.column('name', 'dictionary')
  return (row) => {
    const target = targetOf(reference, row)
    const text = target < 0 || name === undefined ? -1 : name.codes[target]!
    return text < 0 ? '' : defined(name).values[text]!
  }
}

/** The payer of each row of a coverage or claims table: the name written there, else that of the organization named. */
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

/** Claims with the payer of each; a claim that names no insurer takes that of the coverage it refers to. */
function claimPayers(store: Store, table: Table, coverages: Int32Array | undefined, names: Names): Int32Array {
  const payers = payersOf(store, table, 'insurer_name', 'insurer_id', names)
  if (coverages === undefined) {
    nameByIdentifier(table, 'insurer_id', payers, names)
    return payers
  }
  const { codes, targets } = table.column('coverage_id', 'reference')
  for (let row = 0; row < table.rows; row++) {
    if (payers[row]! >= 0 || codes[row]! < 0) continue
    const target = targets[codes[row]!]!
    if (target >= 0) payers[row] = coverages[target]!
  }
  nameByIdentifier(table, 'insurer_id', payers, names)
  return payers
}

/** Where a payer has neither a name nor a resource, the identifier that stands in the place of a reference is its name. */
function nameByIdentifier(table: Table, column: string, payers: Int32Array, names: Names): void {
  const { codes, keys } = table.column(column, 'reference')
  const labels = new Map<number, string>()
  for (let row = 0; row < payers.length; row++) {
    const code = codes[row]!
    if (payers[row]! >= 0 || code < 0) continue
    const label = labels.get(code) ?? identifierLabel(keyText(keys, code)) ?? ''
    labels.set(code, label)
    payers[row] = names.code(label)
  }
}

const inForce = new DerivedValues<Table, Uint8Array>()

/** 1 for rows of a coverage or claims table whose status counts, or is not written; looked at once. */
export function rowsInForce(table: Table): Uint8Array {
  return inForce.get(table, () => {
    const { codes, values } = table.column('status', 'dictionary')
    const good = Uint8Array.from(values, (value) => ((notInForce as readonly string[]).includes(value) ? 0 : 1))
    return new Uint8Array(codes.length).map((_, row) => (codes[row]! < 0 ? 1 : good[codes[row]!]!))
  })
}
