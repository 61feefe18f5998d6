import type { OpenBytes } from '../base/ndjson/gunzip.ts'
import { placeList } from '../measures/chunk/place-list.ts'
import { readPlaces } from '../measures/chunk/read-places.ts'
import { idAt } from '../store/model/id-column.ts'
import { splitId } from '../store/model/source-keys.ts'
import type { Store } from '../store/model/store.ts'
import { readPersonRecord, type PersonRecord } from './records/person-record.ts'

/**
 * Reads the Patient resources of a store again from their files.
 * @param open gives the bytes of a file by its index
 * @throws the signal's reason when it is aborted
 */
export async function readPersonRecords(
  store: Store,
  open: (file: number) => OpenBytes,
  signal?: AbortSignal
): Promise<readonly PersonRecord[]> {
  const index = store.resources.get('Patient')
  if (index === undefined) return []
  const rowsOfFiles = new Map<number, number[]>()
  for (let row = 0; row < index.count; row++) {
    const rows = rowsOfFiles.get(index.file[row]!)
    if (rows === undefined) rowsOfFiles.set(index.file[row]!, [row])
    else rows.push(row)
  }
  const records: PersonRecord[] = []
  const decoder = new TextDecoder()
  for (const [file, rows] of rowsOfFiles) {
    const ordered = rows.sort((a, b) => index.offset[a]! - index.offset[b]!)
    await readPlaces(
      open(file),
      placeList(ordered.map((row) => ({ offset: index.offset[row]!, ordinal: row }))),
      (row, json) => {
        const id = idAt(index.ids, row) ?? ''
        records.push(readPersonRecord(JSON.parse(decoder.decode(json)), id, splitId(id).source ?? ''))
      },
      signal === undefined ? {} : { signal }
    )
  }
  return records
}
