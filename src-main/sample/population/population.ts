import { sampleMessages as m } from '#messages/sample.ts'
import type { SampleView } from '#shared/sample-view.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import {
  payerTypes,
  personalTypes,
  referenceTypes,
  type PersonalType,
  type PopulationType
} from './base/resource-types.ts'
import { noSignals, seededSignals } from './base/seeded-signals.ts'
import { createReference } from './reference/reference.ts'
import { meanBytes, patientsPerShard, remake, type Recipe } from './shard.ts'
import { ShardCache } from './shard-cache.ts'
import { emptyTally, mergeTally } from './tally.ts'
import { defaultAsOf, parseAsOf } from './base/timeline.ts'
import { describeGroundTruth, lastSeason, type GroundTruth } from './ground-truth.ts'
import { referenceLines } from './writers/reference-lines.ts'

/** What decides a sample population. The same values always give the same bytes. */
export interface PopulationOptions {
  /** Any whole number from 0; default 20261031. */
  readonly seed?: number
  /** Number of people, 1 to 1,000,000. */
  readonly patients: number
  /**
   * Last day with data, `YYYY-MM-DD`, from 2023-06-30 to 2027-12-31; default 2026-10-31.
   * The course of every life does not depend on it: a later day shows the same people with more known about them, and
   * `meta.lastUpdated` tells what is new, so two populations that differ only in `asOf` are a before and an after.
   */
  readonly asOf?: string
  /** `payer`: the same people as their payers see them, by claims alone. Default `chart`. */
  readonly view?: SampleView
  /** `false`: without the signals that are put in on purpose, as a control. Default `true`. */
  readonly signals?: boolean
  /** Which types have files; all that the view shows by default. The truths count the others too. */
  readonly types?: readonly PopulationType[]
}

/** One NDJSON file of a population: the resources of one type for one shard of the people. */
export interface PopulationFile {
  /** `Observation.0001.ndjson`; data that belong to nobody (`Organization.ndjson`) have no number. */
  readonly name: string
  readonly type: PopulationType
  /** Length in bytes; an estimate unless `exact`. */
  readonly bytes: number
  /** `true` for data that belong to nobody, and for people's data once their shard was made. */
  readonly exact: boolean
}

/** A deterministic, synthetic US Core R4 population that is made while it is read. */
export interface SamplePopulation {
  readonly seed: number
  readonly patients: number
  readonly asOf: string
  /** In the order in which a reader should take them: files of one shard follow each other, so each shard is made once. */
  readonly files: readonly PopulationFile[]
  /** Bytes of all files as far as known. */
  readonly bytes: number
  /**
   * The bytes of a file from `offset` (default 0) in chunks of at most 256 KiB, made as they are pulled.
   * @throws AppError `not-found` for an unknown name
   */
  stream(name: string, options?: { readonly offset?: number }): ReadableStream<Uint8Array<ArrayBuffer>>
  /**
   * `length` bytes from `offset`, fewer at the end of the file. Once the file was read, only the people inside the range are
   * made again.
   * @throws AppError `not-found` for an unknown name
   */
  range(name: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>
  /** The exact length of a file; makes its shard unless it was made before. */
  length(name: string): Promise<number>
  /** What was planted, counted by the generator and not from the files: people whose shard was not made yet, without writing them. */
  truths(): Promise<GroundTruth>
}

const defaultSeed = 20_261_031
const chunkBytes = 256 * 1024
/** Shards held in memory: the one that is read and the one that another reader has begun. */
const heldShards = 2

function check(options: PopulationOptions): { readonly seed: number; readonly patients: number } {
  const seed = options.seed ?? defaultSeed
  if (!Number.isSafeInteger(seed) || seed < 0) throw new AppError('invalid-input', m.theSeedOfASamplePopulation)
  const { patients } = options
  if (!Number.isSafeInteger(patients) || patients < 1 || patients > 1_000_000) {
    throw new AppError('invalid-input', m.aSamplePopulationHas1To)
  }
  return { seed, patients }
}

interface Entry {
  readonly name: string
  readonly type: PopulationType
  /** Absent for data that belong to nobody. */
  readonly part: { readonly shard: number; readonly type: PersonalType; readonly people: number } | undefined
}

function listEntries(patients: number, isWritten: (type: PopulationType) => boolean): Entry[] {
  const shards = Math.ceil(patients / patientsPerShard)
  const digits = Math.max(4, String(shards).length)
  const entries: Entry[] = referenceTypes
    .filter(isWritten)
    .map((type) => ({ name: `${type}.ndjson`, type, part: undefined }))
  for (let shard = 0; shard < shards; shard++) {
    const people = Math.min(patientsPerShard, patients - shard * patientsPerShard)
    for (const type of personalTypes.filter(isWritten)) {
      entries.push({
        name: `${type}.${String(shard + 1).padStart(digits, '0')}.ndjson`,
        type,
        part: { shard, type, people }
      })
    }
  }
  return entries
}

/**
 * Describes a population; nothing is made until a file is read.
 * @throws AppError `invalid-input` for a number of people, a seed or an as-of date outside the limits
 */
export function createSamplePopulation(options: PopulationOptions): SamplePopulation {
  const { seed, patients } = check(options)
  const asOf = options.asOf ?? defaultAsOf
  const asOfDay = parseAsOf(asOf)
  const reference = createReference(seed)
  const { view = 'chart' } = options
  const signals = options.signals === false ? noSignals : seededSignals
  const isSeen = (type: PopulationType): boolean => view === 'chart' || payerTypes.has(type)
  const isWritten = (type: PopulationType): boolean => isSeen(type) && options.types?.includes(type) !== false
  const recipe: Recipe = {
    seed,
    patients,
    asOfDay,
    season: lastSeason(asOfDay),
    reference,
    view,
    signals,
    types: personalTypes.filter(isWritten)
  }
  const lines = referenceLines(reference)
  const encoder = new TextEncoder()
  const common = new Map<string, Uint8Array<ArrayBuffer>>(
    referenceTypes.map((type) => [type, encoder.encode(`${lines[type].join('\n')}\n`)])
  )
  const entries = listEntries(patients, isWritten)
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const cache = new ShardCache(recipe, heldShards)

  const find = (name: string): Entry => {
    const entry = byName.get(name)
    if (entry === undefined) throw new AppError('not-found', m.theSamplePopulationHasNoFile)
    return entry
  }
  const bytesOf = async ({ type, part }: Entry): Promise<Uint8Array<ArrayBuffer>> =>
    part === undefined
      ? (common.get(type) ?? new Uint8Array())
      : defined((await cache.get(part.shard)).files.get(part.type)).bytes
  const describe = ({ name, type, part }: Entry): PopulationFile => {
    if (part === undefined) return { name, type, bytes: common.get(type)?.length ?? 0, exact: true }
    const known = cache.index(part.shard)?.files.get(part.type)
    return known === undefined
      ? { name, type, bytes: meanBytes[part.type] * part.people, exact: false }
      : { name, type, bytes: known.length, exact: true }
  }

  return {
    seed,
    patients,
    asOf,
    get files() {
      return entries.map(describe)
    },
    get bytes() {
      return entries.reduce((sum, entry) => sum + describe(entry).bytes, 0)
    },
    stream(name, { offset = 0 } = {}) {
      const entry = find(name)
      let position = offset
      return new ReadableStream<Uint8Array<ArrayBuffer>>(
        {
          async pull(controller) {
            const bytes = await bytesOf(entry)
            if (position >= bytes.length) {
              controller.close()
              return
            }
            controller.enqueue(bytes.slice(position, position + chunkBytes))
            position += chunkBytes
          }
        },
        { highWaterMark: 1 }
      )
    },
    async range(name, offset, length) {
      const entry = find(name)
      const { part } = entry
      const starts = part === undefined ? undefined : cache.index(part.shard)?.files.get(part.type)?.starts
      if (part === undefined || starts === undefined || cache.peek(part.shard) !== undefined) {
        return (await bytesOf(entry)).slice(offset, offset + length)
      }
      const end = Math.min(offset + length, starts.at(-1) ?? 0)
      if (end <= offset) return new Uint8Array()
      const from = starts.findLastIndex((start) => start <= offset)
      const until = starts.findIndex((start) => start >= end)
      const made = remake(recipe, part.shard, part.type, from, until)
      const base = starts[from] ?? 0
      return made.slice(offset - base, end - base)
    },
    async length(name) {
      const entry = find(name)
      const described = describe(entry)
      return described.exact ? described.bytes : (await bytesOf(entry)).length
    },
    async truths() {
      const total = emptyTally()
      const shards = Math.ceil(patients / patientsPerShard)
      for (let shard = 0; shard < shards; shard++) mergeTally(total, await cache.tally(shard))
      const seen = referenceTypes.filter(isSeen)
      const referenceCounts = Object.fromEntries(seen.map((type) => [type, lines[type].length]))
      return describeGroundTruth(total, reference, { seed, patients, asOfDay, referenceCounts, signals })
    }
  }
}
