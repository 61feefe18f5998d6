import type { IdColumn, ReferenceColumn } from '../../store/model/column.ts'
import { storedKeys } from '../../store/model/reference-keys.ts'
import type { Store } from '../../store/model/store.ts'

/** A column of references to patients. @param patients ordinal per row, -1 without */
export function patientKeys(store: Store, patients: Int32Array): ReferenceColumn {
  const ids = store.resources.get('Patient')?.ids ?? noIds
  return { kind: 'reference', codes: patients, keys: storedKeys('Patient', ids), targets: rowNumbers(ids.length) }
}

const noIds: IdColumn = { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }

function rowNumbers(length: number): Int32Array {
  const numbers = new Int32Array(length)
  for (let row = 0; row < length; row++) numbers[row] = row
  return numbers
}
