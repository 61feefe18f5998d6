import type { Day } from '../../base/figures/filter.ts'
import { idAt } from '../../store/model/id-column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store } from '../../store/model/store.ts'

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

/** Reads the fingerprint of a population; one pass over the resource index. */
export function fingerprintOf(store: Store): DataFingerprint {
  const patients = store.resources.get('Patient')
  const ids = Array.from({ length: store.patients }, () => '')
  for (let row = 0; row < (patients?.count ?? 0); row++) {
    const ordinal = patients!.patient[row]!
    if (ordinal >= 0) ids[ordinal] = idAt(patients!.ids, row) ?? ''
  }
  const counts: Record<string, Uint32Array> = {}
  const hashes: Record<string, Uint32Array> = {}
  for (const [type, index] of store.resources) {
    const count = new Uint32Array(store.patients)
    const hash = new Uint32Array(store.patients)
    for (let row = 0; row < index.count; row++) {
      const patient = index.patient[row]!
      if (patient < 0) continue
      count[patient]!++
      // Wraps around in 32 bits; the order of records does not matter.
      hash[patient]! += hashOf(`${idAt(index.ids, row) ?? ''} ${index.length[row]!}`)
    }
    counts[type] = count
    hashes[type] = hash
  }
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  return { ids, births: birth?.slice() ?? new Int32Array(store.patients).fill(NO_DAY), counts, hashes }
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
