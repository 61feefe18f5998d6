import type { Store } from '../../store/model/store.ts'
import { neededRecords } from '../records/needed-records.ts'
import { laterRows, type PlacesQuestion } from './record-places.ts'

/** A stored record: its type, and its row in the index of the resources of that type. */
export interface ResourceRow {
  readonly type: string
  readonly row: number
}

/**
 * The records of one person that some measures need, in the order in which they were read; without those of nobody.
 * @param person ordinal in the store
 */
export function rowsOfPerson(
  store: Store,
  person: number,
  { content, supplemental, types, asOf }: PlacesQuestion
): readonly ResourceRow[] {
  const needed = neededRecords(content, store, supplemental, types)
  const found: (ResourceRow & { readonly file: number; readonly offset: number })[] = []
  for (const type of needed.types) {
    const index = store.resources.get(type)
    if (index === undefined) continue
    const rows = Array.from(index.patient.keys()).filter((row) => index.patient[row] === person)
    if (rows.length === 0) continue
    const later = asOf === undefined ? undefined : laterRows(store, type, index.count, asOf)
    for (const row of rows) {
      const [file, offset] = [index.file[row]!, index.offset[row]!]
      // Masked records are in no file.
      if (file >= 0 && needed.wanted(type, row) && later?.[row] !== 1) found.push({ type, row, file, offset })
    }
  }
  return found.sort((a, b) => a.file - b.file || a.offset - b.offset).map(({ type, row }) => ({ type, row }))
}
