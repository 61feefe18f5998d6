import { idAt } from '../store/id-column.ts'
import type { Store } from '../store/store.ts'
import type { NeededRecords } from './needed-records.ts'
import { sharedTypes } from './shared-resources.ts'

/** Some patients and where their records are, small enough to hold the text of all of them. */
export interface RecordBatch {
  /** Patient ids in the order of the store; empty for the resources that belong to no patient. */
  readonly patients: readonly string[]
  /** By index into `store.files`: of each record's byte offset in the decompressed file, the place in `patients`. */
  readonly files: ReadonlyMap<number, ReadonlyMap<number, number>>
}

function place(files: Map<number, Map<number, number>>, file: number, offset: number, at: number): void {
  let offsets = files.get(file)
  if (offsets === undefined) {
    offsets = new Map()
    files.set(file, offsets)
  }
  offsets.set(offset, at)
}

/** The resources that belong to no patient and that patients' records refer to: medications, places, organisations. */
export function sharedRecords(store: Store, needed: NeededRecords): RecordBatch {
  const files = new Map<number, Map<number, number>>()
  for (const type of needed.types) {
    const index = store.resources.get(type)
    if (index === undefined || !sharedTypes.has(type)) continue
    for (let row = 0; row < index.count; row++) place(files, index.file[row]!, index.offset[row]!, -1)
  }
  return { patients: [], files }
}

/**
 * Divides a population so that the text of each part's needed records has at most `limit` bytes; one patient alone may
 * have more.
 */
export function* recordBatches(store: Store, needed: NeededRecords, limit: number): Generator<RecordBatch> {
  const indices = [...needed.types].flatMap((type) => {
    const index = store.resources.get(type)
    return index === undefined || sharedTypes.has(type) ? [] : [{ type, index }]
  })
  const bytes = new Float64Array(store.patients)
  for (const { type, index } of indices) {
    for (let row = 0; row < index.count; row++) {
      const patient = index.patient[row]!
      if (patient >= 0 && needed.wanted(type, row)) bytes[patient]! += index.length[row]!
    }
  }
  const ids = store.table('patient').column('id', 'id')
  for (let first = 0, end = 0; first < store.patients; first = end) {
    let total = 0
    while (end < store.patients && (end === first || total + bytes[end]! <= limit)) total += bytes[end++]!
    const files = new Map<number, Map<number, number>>()
    for (const { type, index } of indices) {
      for (let row = 0; row < index.count; row++) {
        const patient = index.patient[row]!
        if (patient < first || patient >= end || !needed.wanted(type, row)) continue
        place(files, index.file[row]!, index.offset[row]!, patient - first)
      }
    }
    const patients = Array.from({ length: end - first }, (_, at) => idAt(ids, first + at) ?? '')
    yield { patients, files }
  }
}
