import type { ReferenceColumn } from '../store/column.ts'
import { idAt } from '../store/id-column.ts'
import type { Store } from '../store/store.ts'

/** A column of references to patients. @param patients ordinal per row, -1 without */
export function patientKeys(store: Store, patients: Int32Array): ReferenceColumn {
  const ids = store.tables.get('patient')?.column('id', 'id')
  const keys = Array.from({ length: store.patients }, (_, patient) =>
    ids === undefined ? '' : (idAt(ids, patient) ?? '')
  )
  return { kind: 'reference', codes: patients, keys, targets: Int32Array.from(keys.keys()) }
}
