import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import type { DataFingerprint } from '../rates/data-fingerprint.ts'
import type { GroupRun, MeasureRun, PopulationMembers, StratumRun } from '../run/measure-run.ts'
import { readParts, writePart, type CachePart } from '../../store/cache/cache-parts.ts'
import type { Store } from '../../store/model/store.ts'
import { AppError } from '#shared/app-error.ts'

/** Goes up whenever stored results cannot be read as before, or engines give other results. */
const fileVersion = 1

/** The first part of the file: whose results they are. Births, and then counts and hashes of each type, lie in the body. */
interface Head {
  readonly version: number
  readonly patients: number
  readonly fingerprint: string
  readonly snapshot: string
  readonly label: string
  readonly ids: readonly string[]
  readonly types: readonly string[]
}

/** Results that were stored with a snapshot, with what its patients are compared by. */
export interface StoredRuns {
  readonly snapshot: string
  readonly label: string
  readonly people: DataFingerprint
  readonly runs: readonly MeasureRun[]
}

/** A population without its arrays, which lie in the body in this order: members, counts, patients and values observed. */
interface PopulationHead {
  readonly id: string
  readonly code: string
  readonly counted: boolean
  /** Number of observations; -1 for a population without. */
  readonly observed: number
}

interface RunHead extends Omit<MeasureRun, 'groups' | 'numbers'> {
  /** Ids and how many values, whose patients and values lie behind the populations. */
  readonly numbers?: readonly { readonly id: string; readonly values: number }[]
  readonly groups: readonly (Omit<GroupRun, 'populations' | 'strata'> & {
    readonly populations: readonly PopulationHead[]
    readonly strata: readonly (Omit<StratumRun, 'populations'> & { readonly populations: readonly PopulationHead[] })[]
  })[]
}

/** Whose ordinals the results of measures are about. */
export interface RunPeople {
  readonly snapshot: Store['snapshot']
  /** Ids of the patients by ordinal. */
  readonly ids: readonly string[]
}

/** Tells whether the ordinals of stored results are those of a population: 64 bits over the patients' ids in their order. */
function orderOf({ ids }: RunPeople): string {
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  for (const id of ids) {
    for (let index = 0; index < id.length; index++) {
      const unit = id.charCodeAt(index)
      low = Math.imul(low ^ unit, 0x01000193)
      high = Math.imul(high ^ unit, 0x85ebca6b) ^ (low >>> 15)
    }
    low = Math.imul(low ^ 0xff, 0x01000193)
  }
  return `${(low >>> 0).toString(16)}-${(high >>> 0).toString(16)}`
}

/**
 * The beginning of a file of results, for the snapshot that they are about. Runs follow it, see {@link writeRun}.
 * @param people of the snapshot
 */
export function writeRunsHead(snapshot: Store['snapshot'], people: DataFingerprint): Uint8Array<ArrayBuffer> {
  const types = Object.keys(people.counts)
  const head: Head = {
    version: fileVersion,
    patients: people.ids.length,
    fingerprint: orderOf({ snapshot, ids: people.ids }),
    snapshot: snapshot.id,
    label: snapshot.label,
    ids: people.ids,
    types
  }
  const arrays = [people.births, ...types.flatMap((type) => [people.counts[type]!, people.hashes[type]!])]
  return joined([...writePart({ meta: head, body: joined(arrays, aligned) })])
}

/** One run as a part of a file. */
export function writeRun(run: MeasureRun): Uint8Array<ArrayBuffer> {
  const arrays: ArrayBufferView[] = []
  const described = ({ id, code, members, counts, observations }: PopulationMembers): PopulationHead => {
    arrays.push(members)
    if (counts !== undefined) arrays.push(counts)
    if (observations !== undefined) arrays.push(observations.patient, observations.value)
    return { id, code, counted: counts !== undefined, observed: observations?.patient.length ?? -1 }
  }
  const groups = run.groups.map((group) => ({
    ...group,
    populations: group.populations.map(described),
    strata: group.strata.map((stratum) => ({ ...stratum, populations: stratum.populations.map(described) }))
  }))
  const { numbers, ...rest } = run
  for (const { patient, value } of numbers ?? []) arrays.push(patient, value)
  const meta: RunHead = {
    ...rest,
    groups,
    ...(numbers === undefined ? {} : { numbers: numbers.map(({ id, value }) => ({ id, values: value.length })) })
  }
  return joined([...writePart({ meta, body: joined(arrays, aligned) })])
}

/** Arrays one after another; with `aligned`, each starts at a multiple of eight bytes. */
function joined(arrays: readonly ArrayBufferView[], size = (bytes: number): number => bytes): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + size(byteLength), 0))
  let position = 0
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), position)
    position += size(array.byteLength)
  }
  return bytes
}

function aligned(bytes: number): number {
  return (bytes + 7) & ~7
}

/**
 * Reads stored results.
 * @returns none when they are of other patients or of another version
 * @throws AppError `unreadable-file` when the stream is something else or ends within a part
 */
export async function readRuns(stream: ReadableStream<Uint8Array>, people: RunPeople): Promise<readonly MeasureRun[]> {
  const fits = (head: Head): boolean => head.patients === people.ids.length && head.fingerprint === orderOf(people)
  const { runs = [] } = (await readFile(stream, fits)) ?? {}
  return runs.map((run) => ({ ...run, key: { ...run.key, snapshot: people.snapshot.id } }))
}

/**
 * Reads results of a snapshot that is not loaded.
 * @returns undefined when they are of another version
 * @throws AppError as {@link readRuns}
 */
export async function readForeignRuns(stream: ReadableStream<Uint8Array>): Promise<StoredRuns | undefined> {
  return readFile(stream, () => true)
}

async function readFile(
  stream: ReadableStream<Uint8Array>,
  fits: (head: Head) => boolean
): Promise<StoredRuns | undefined> {
  const runs: MeasureRun[] = []
  let stored: Omit<StoredRuns, 'runs'> | undefined
  for await (const { meta, body } of readParts(stream)) {
    if (stored === undefined) {
      const head = meta as Head
      if (head.version !== fileVersion || !fits(head)) return undefined
      stored = { snapshot: head.snapshot, label: head.label, people: peopleOf(head, slicer(body)) }
    } else runs.push(readRun({ meta, body }))
  }
  return stored === undefined ? undefined : { ...stored, runs }
}

function peopleOf({ patients, ids, types }: Head, take: Take): DataFingerprint {
  const births = new Int32Array(take(patients * 4))
  const counts: Record<string, Uint32Array> = {}
  const hashes: Record<string, Uint32Array> = {}
  for (const type of types) {
    counts[type] = new Uint32Array(take(patients * 4))
    hashes[type] = new Uint32Array(take(patients * 4))
  }
  return { ids, births, counts, hashes }
}

/** Reads what {@link writeRun} wrote. @throws AppError `unreadable-file` for a part that is too short */
export function readRun({ meta, body }: CachePart): MeasureRun {
  const run = meta as RunHead
  const take = slicer(body)
  const populations = (heads: readonly PopulationHead[]): readonly PopulationMembers[] =>
    heads.map((item) => populationOf(item, run.patients, take))
  const groups = run.groups.map((group) => ({
    ...group,
    populations: populations(group.populations),
    strata: group.strata.map((stratum) => ({ ...stratum, populations: populations(stratum.populations) }))
  }))
  const { numbers, ...rest } = run
  if (numbers === undefined) return { ...rest, groups }
  return { ...rest, groups, numbers: numbers.map(({ id, values }) => ({ id, ...valuesOf(values, take) })) }
}

type Take = (bytes: number) => ArrayBuffer

function slicer(body: Uint8Array): Take {
  let position = 0
  return (bytes) => {
    const part = body.slice(position, position + bytes)
    position += aligned(bytes)
    if (part.length !== bytes) throw new AppError('unreadable-file', m.theStoredResultsAreDamaged)
    return part.buffer
  }
}

function populationOf(
  { id, code, counted, observed }: PopulationHead,
  patients: number,
  take: Take
): PopulationMembers {
  const members = new Uint32Array(take(((patients + 31) >>> 5) * 4))
  const counts = counted ? new Uint16Array(take(patients * 2)) : undefined
  return { id, code, members, counts, observations: observed < 0 ? undefined : valuesOf(observed, take) }
}

function valuesOf(count: number, take: Take): { readonly patient: Int32Array; readonly value: Float64Array } {
  return { patient: new Int32Array(take(count * 4)), value: new Float64Array(take(count * 8)) }
}
