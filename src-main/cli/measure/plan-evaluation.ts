import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import { peopleSegments } from '#engine/measures/chunk/people-segments.ts'
import { recordPlaces, type FilePlaces } from '#engine/measures/chunk/record-places.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import { peopleInShards, type PopulationShard } from '#engine/shards/shard.ts'
import type { OpenedFiles } from '../data/open-population.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { EvaluationOptions } from './measure-options.ts'
import { placesFrom, resumeRun, type ResumedRun } from './resumed-run.ts'

/**
 * People of a snapshot who are evaluated before what they came to is stored, where not even so many fit into memory: two or three minutes of
 * processor time with the built-in measures, and a file of a few megabytes.
 */
const groupPeople = 20_000

/** What is to be read and evaluated. */
export interface EvaluationPlan {
  /** Whoever reads them lets them go, see `readRecords`. */
  readonly places: FilePlaces[]
  /** Bytes of their records. */
  readonly bytes: number
  /** The people who are to be evaluated, in groups of which one is evaluated after another. */
  readonly people: readonly PatientRange[]
  /** Whether what is taken of the records of all of them fits into memory. */
  readonly fits: boolean
  /** Where an interrupted run goes on from; absent for a run that begins again. */
  readonly resumed: ResumedRun | undefined
}

/**
 * Plans a run of measures.
 * @param memory bytes for what is taken of records
 * @param canResume whether people whom an interrupted run evaluated need not be evaluated again
 */
export async function planEvaluation(
  content: MeasureContent,
  shards: readonly PopulationShard[],
  { unfinished }: Pick<OpenedFiles, 'unfinished'>,
  { options, memory, canResume }: { options: EvaluationOptions; memory: number; canResume: boolean },
  io: Pick<CommandIo, 'err' | 'resumable'>
): Promise<EvaluationPlan> {
  const patients = peopleInShards(shards)
  const { asOf } = options.period
  const all = recordPlaces(shards, {
    content,
    supplemental: options.supplemental,
    asOf: asOf === undefined ? undefined : dayOfIso(asOf)
  })
  const isLong = peopleSegments(patients, bytesOf(all), memory, groupPeople).length > 1
  const resumed =
    isLong && canResume && unfinished !== undefined
      ? await resumeRun(unfinished, { content, options, places: all, patients }, io)
      : undefined
  const first = resumed?.before?.people ?? 0
  const places = first === 0 ? [...all] : placesFrom(all, first)
  const bytes = bytesOf(places)
  const groups = peopleSegments(patients - first, bytes, memory, resumed === undefined ? undefined : groupPeople)
  return {
    places,
    bytes,
    people: groups.map((group) => ({ ...group, first: first + group.first })),
    fits: peopleSegments(patients - first, bytes, memory).length <= 1,
    resumed
  }
}

function bytesOf(places: readonly FilePlaces[]): number {
  return places.reduce((sum, { bytes }) => sum + bytes, 0)
}
