import type { Day } from '../../base/figures/filter.ts'
import { idAt } from '../../store/model/id-column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { askForValues } from '../../shards/person-values.ts'
import type { PopulationShard } from '../../shards/shard.ts'
import { askEach } from '../../store/model/ask-each.ts'

/** What tells the records of patients apart between two snapshots, without the records. Can be cloned structurally. */
export interface DataFingerprint {
  /** Ids of the patients by ordinal. */
  readonly ids: readonly string[]
  /** Days of birth by ordinal; `NO_DAY` where unknown. */
  readonly births: Int32Array
  /** Records per patient, by FHIR type. */
  readonly counts: Readonly<Record<string, Uint32Array>>
  /** Sum over a patient's records of a hash of their ids and lengths, by FHIR type. */
  readonly hashes: Readonly<Record<string, Uint32Array>>
}

/** FNV-1a over a text, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Reads the fingerprint of a population; one pass over the resource index of each shard. */
export function fingerprintOf(shards: readonly PopulationShard[]): DataFingerprint {
  const types = [...new Set(askEach(shards, typesIn).flat())].sort()
  const ofTypes = (read: typeof countsIn): Record<string, Uint32Array> =>
    Object.fromEntries(types.map((type) => [type, askForValues(shards, read, type)]))
  return { ...peopleFingerprint(shards), counts: ofTypes(countsIn), hashes: ofTypes(hashesIn) }
}

/** A {@link fingerprintOf} that tells who the people are, and nothing about their records. */
export function peopleFingerprint(shards: readonly PopulationShard[]): DataFingerprint {
  return { ids: askForValues(shards, idsIn), births: askForValues(shards, birthsIn), counts: {}, hashes: {} }
}

function typesIn({ store }: PopulationShard): readonly string[] {
  return [...store.resources.keys()]
}

function idsIn({ store }: PopulationShard): readonly string[] {
  const patients = store.resources.get('Patient')
  const ids = Array.from({ length: store.patients }, () => '')
  if (patients === undefined) return ids
  for (let row = 0; row < patients.count; row++) {
    const ordinal = patients.patient[row]!
    if (ordinal >= 0) ids[ordinal] = idAt(patients.ids, row) ?? ''
  }
  return ids
}

function birthsIn({ store }: PopulationShard): Int32Array {
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  return birth?.slice() ?? new Int32Array(store.patients).fill(NO_DAY)
}

function countsIn({ store }: PopulationShard, type: string): Uint32Array {
  const count = new Uint32Array(store.patients)
  for (const patient of store.resources.get(type)?.patient ?? []) if (patient >= 0) count[patient]!++
  return count
}

function hashesIn({ store }: PopulationShard, type: string): Uint32Array {
  const hash = new Uint32Array(store.patients)
  const index = store.resources.get(type)
  if (index === undefined) return hash
  for (let row = 0; row < index.count; row++) {
    const patient = index.patient[row]!
    // Wraps around in 32 bits; the order of records does not matter.
    if (patient >= 0) hash[patient]! += hashOf(`${idAt(index.ids, row) ?? ''} ${index.length[row]!}`)
  }
  return hash
}

/** How one patient's records differ between two snapshots. */
export type DataChange = 'new-data' | 'deleted-data' | 'changed-data' | 'same'

/** Compares a patient's records, of all types. */
export function dataChange(
  before: DataFingerprint,
  beforeOrdinal: number,
  after: DataFingerprint,
  afterOrdinal: number
): DataChange {
  let more = false
  let fewer = false
  let other = false
  for (const type of new Set([...Object.keys(before.counts), ...Object.keys(after.counts)])) {
    const was = before.counts[type]?.[beforeOrdinal] ?? 0
    const is = after.counts[type]?.[afterOrdinal] ?? 0
    if (is > was) more = true
    else if (is < was) fewer = true
    else if ((before.hashes[type]?.[beforeOrdinal] ?? 0) !== (after.hashes[type]?.[afterOrdinal] ?? 0)) other = true
  }
  if (more && !fewer) return 'new-data'
  if (fewer && !more && !other) return 'deleted-data'
  return more || fewer || other ? 'changed-data' : 'same'
}

/** Day of birth of a patient, undefined where unknown. */
export function birthOf({ births }: DataFingerprint, ordinal: number): Day | undefined {
  const day = births[ordinal] ?? NO_DAY
  return day === NO_DAY ? undefined : day
}
