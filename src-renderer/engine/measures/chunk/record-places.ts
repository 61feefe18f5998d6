import type { Store } from '../../store/model/store.ts'
import type { NeededRecords } from '../records/needed-records.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { commonTypes } from '../records/common-resources.ts'

/** Where in one file the records are that measures read. */
export interface FilePlaces {
  /** Index into `store.files`. */
  readonly file: number
  /** Byte offsets in the decompressed file, ascending. */
  readonly offsets: Float64Array
  /** Of each record, the patient's ordinal; -1 for one that belongs to nobody. */
  readonly ordinals: Int32Array
  /** Bytes of these records. */
  readonly bytes: number
}

interface OpenPlaces {
  readonly offsets: number[]
  readonly ordinals: number[]
  bytes: number
}

/**
 * Finds the records that some measures need, by file; files without any are left out.
 * @param asOf records whose clinical day is later are left out; those without a day count
 */
export function recordPlaces(store: Store, needed: NeededRecords, asOf?: Day): readonly FilePlaces[] {
  const files = new Map<number, OpenPlaces>()
  for (const type of needed.types) {
    const index = store.resources.get(type)
    if (index === undefined) continue
    const shared = commonTypes.has(type)
    const later = asOf === undefined ? undefined : laterRows(store, type, index.count, asOf)
    for (let row = 0; row < index.count; row++) {
      const ordinal = shared ? -1 : index.patient[row]!
      if (!shared && (ordinal < 0 || !needed.wanted(type, row))) continue
      if (later?.[row] === 1) continue
      const file = index.file[row]!
      let places = files.get(file)
      if (places === undefined) {
        places = { offsets: [], ordinals: [], bytes: 0 }
        files.set(file, places)
      }
      places.offsets.push(index.offset[row]!)
      places.ordinals.push(ordinal)
      places.bytes += index.length[row]!
    }
  }
  return [...files]
    .sort(([a], [b]) => a - b)
    .map(([file, { offsets, ordinals, bytes }]) => {
      const order = Uint32Array.from(offsets.keys()).sort((a, b) => offsets[a]! - offsets[b]!)
      return {
        file,
        offsets: Float64Array.from(order, (at) => offsets[at]!),
        ordinals: Int32Array.from(order, (at) => ordinals[at]!),
        bytes
      }
    })
}

/** 1 for each resource of a type whose every row with a day is of a later one. */
function laterRows(store: Store, type: string, count: number, asOf: Day): Uint8Array {
  const isLater = new Uint8Array(count)
  const isKnown = new Uint8Array(count)
  for (const { resourceType, day, resource, rows } of store.tables.values()) {
    if (resourceType !== type || day === undefined) continue
    for (let row = 0; row < rows; row++) {
      const at = resource[row]!
      if (day[row]! > asOf) isLater[at] = 1
      else if (day[row] !== NO_DAY) isKnown[at] = 1
    }
  }
  return isLater.map((later, row) => (later === 1 && isKnown[row] === 0 ? 1 : 0))
}
