import { enginePopulationReconcileMessages as m } from '#messages/engine/population/reconcile.ts'
import { defined } from '#shared/language/defined.ts'
import { eachClaimDiagnosis } from '../claims/claim-diagnoses.ts'
import { claimTables } from '../claims/claim-tables.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** A code per row, for rows that are told apart by what they were for. */
export interface RowCodes {
  /** Index into `values`, -1 for rows without a code. */
  readonly codes: Int32Array
  /** `system|code` */
  readonly values: readonly string[]
}

const known = new DerivedValues<Table, RowCodes>()

/** The rule in words, for definitions. */
export const rowCodeRule = m.theCodeOfAClaimIs

/** What claims and encounters were for; see {@link rowCodeRule}. @returns undefined for other tables */
export function rowCodes(store: Store, table: Table): RowCodes | undefined {
  if (table.name !== 'encounter' && table.name !== 'explanation_of_benefit') return undefined
  return known.get(table, () => read(store, table))
}

/** A value of {@link RowCodes} in words: the code with the name that the data give to it. */
export function rowCodeLabel(store: Store, value: string): string {
  if (value === '') return m.noCode
  const cut = value.lastIndexOf('|')
  const [system, code] = [value.slice(0, cut), value.slice(cut + 1)]
  for (const { concepts } of store.population) {
    const id = concepts.find(system, code)
    if (id >= 0 && concepts.displays[id] !== '') return `${concepts.displays[id]!} (${code})`
  }
  return code
}

function read(store: Store, table: Table): RowCodes {
  const concepts = new Int32Array(table.rows).fill(-1)
  const take = (row: number, concept: number): void => {
    if (concepts[row]! < 0) concepts[row] = concept
  }
  if (table.name === 'encounter') {
    for (const name of ['reason', 'type'])
      table.column(name, 'concept').ids.forEach((concept, row) => take(row, concept))
  } else {
    const tables = claimTables(store)
    const conditions = new Uint8Array(store.tables.get('condition')?.rows ?? 0).fill(1)
    if (tables?.claims === table) eachClaimDiagnosis(store, tables, conditions, () => false, take)
  }
  const { systems, codes } = store.concepts
  const places = new Map<number, number>()
  for (const concept of concepts) if (concept >= 0 && !places.has(concept)) places.set(concept, places.size)
  const used = [...places.keys()]
  return {
    codes: concepts.map((concept) => (concept < 0 ? -1 : defined(places.get(concept)))),
    values: used.map((concept) => `${systems[concept]!}|${codes[concept]!}`)
  }
}
