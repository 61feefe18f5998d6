import type { Store } from '../../store/model/store.ts'
import { askShards } from '../../shards/mergeable.ts'
import type { PopulationShard } from '../../shards/shard.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import { neededRecords, type NeededRecords } from '../records/needed-records.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { joinInPairs } from '../../base/kernels/join-in-pairs.ts'
import { commonTypes } from '../records/common-resources.ts'
import { mergePlaceLists, PlaceWriter, type PlaceList } from './place-list.ts'

/** Where in one file the records are that measures read. */
export interface FilePlaces {
  /** Index into `store.files`. */
  readonly file: number
  readonly places: PlaceList
  /** Bytes of these records. */
  readonly bytes: number
}

interface OpenPlaces {
  readonly offsets: number[]
  readonly ordinals: number[]
  bytes: number
}

/** What some measures need. */
export interface PlacesQuestion {
  readonly content: MeasureContent
  readonly supplemental: boolean
  /** FHIR types to look at; all that are read when absent. */
  readonly types?: ReadonlySet<string>
  /** Records whose clinical day is later are left out; those without a day count. */
  readonly asOf?: Day | undefined
}

/**
 * Finds the records that some measures need, by file; files without any are left out. Records of no person are those of one
 * shard.
 */
export function recordPlaces(shards: readonly PopulationShard[], question: PlacesQuestion): readonly FilePlaces[] {
  return askShards(shards, {
    partial: (shard) =>
      placesIn(
        shard,
        neededRecords(question.content, shard.store, question.supplemental, question.types),
        question.asOf
      ),
    // Lists are joined once, so that each place is moved a few times only, however many shards there are.
    merge: (left, right) => [...left, ...right],
    finish: joinByFile
  })
}

/** The places of one shard, with the ordinals of the population. */
export function placesIn(shard: PopulationShard, needed: NeededRecords, asOf?: Day): readonly FilePlaces[] {
  const { store } = shard
  const files = new Map<number, OpenPlaces>()
  for (const type of needed.types) {
    const index = store.resources.get(type)
    if (index === undefined) continue
    const shared = commonTypes.has(type)
    if (shared && !shard.ownsCommon) continue
    const later = asOf === undefined ? undefined : laterRows(store, type, index.count, asOf)
    for (let row = 0; row < index.count; row++) {
      const person = shared ? -1 : index.patient[row]!
      if (!shared && (person < 0 || !needed.wanted(type, row))) continue
      if (later?.[row] === 1) continue
      const file = index.file[row]!
      // Masked records are in no file.
      if (file < 0) continue
      let places = files.get(file)
      if (places === undefined) {
        places = { offsets: [], ordinals: [], bytes: 0 }
        files.set(file, places)
      }
      places.offsets.push(index.offset[row]!)
      places.ordinals.push(person < 0 ? -1 : shard.personNumber(person))
      places.bytes += index.length[row]!
    }
  }
  return [...files].sort(([a], [b]) => a - b).map(([file, places]) => inOrder({ file, ...places }))
}

/** The places in the order of their offsets. */
function inOrder({ file, offsets, ordinals, bytes }: OpenPlaces & { readonly file: number }): FilePlaces {
  const order = Uint32Array.from(offsets.keys()).sort(
    (a, b) => offsets[a]! - offsets[b]! || ordinals[a]! - ordinals[b]!
  )
  const writer = new PlaceWriter()
  for (const index of order) writer.add(offsets[index]!, ordinals[index]!)
  return { file, places: writer.finish(), bytes }
}

/** The places of all shards, by file. */
function joinByFile(places: readonly FilePlaces[]): readonly FilePlaces[] {
  const byFile = Map.groupBy(places, ({ file }) => file)
  return [...byFile].sort(([a], [b]) => a - b).map(([, ofFile]) => joinInPairs(ofFile, joinPlaces))
}

/** The places of two shards in one file. */
function joinPlaces({ file, places, bytes }: FilePlaces, right: FilePlaces): FilePlaces {
  return { file, places: mergePlaceLists(places, right.places), bytes: bytes + right.bytes }
}

/** 1 for each resource of a type whose every row with a day is of a later one. */
export function laterRows(store: Store, type: string, count: number, asOf: Day): Uint8Array {
  const isLater = new Uint8Array(count)
  const isKnown = new Uint8Array(count)
  for (const { resourceType, day, resource, rows } of store.tables.values()) {
    if (resourceType !== type || day === undefined) continue
    for (let row = 0; row < rows; row++) {
      const index = resource[row]!
      if (day[row]! > asOf) isLater[index] = 1
      else if (day[row] !== NO_DAY) isKnown[index] = 1
    }
  }
  return isLater.map((later, row) => (later === 1 && isKnown[row] === 0 ? 1 : 0))
}
