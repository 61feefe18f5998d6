import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { createHash } from 'node:crypto'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import { placeList, placesOfList, type PlaceList, type RecordPlace } from '#engine/measures/chunk/place-list.ts'
import { contentHash } from '#engine/measures/content/content-hash.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { readUnfinishedRun, writeUnfinishedRun, type UnfinishedRun } from '#engine/measures/run-files/unfinished-run.ts'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { findInstallation } from '../../host/process/installation.ts'
import type { UnfinishedFile } from '../../storage/snapshots/open-snapshot.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { EvaluationOptions } from './measure-options.ts'

/** Where a run of measures over a snapshot stores what it has come to, so that it goes on after a crash. */
export interface ResumedRun {
  /** What an interrupted run that asked the same had come to; undefined where there was none. */
  readonly before: UnfinishedRun | undefined
  /** Stores what the run has come to, in the place of what was stored before. Where it cannot be stored, the run goes on without. */
  store(run: UnfinishedRun): Promise<void>
  /** Removes it: the run has ended. */
  drop(): Promise<void>
}

/** What the results of a run depend on. */
interface Asked {
  readonly content: MeasureContent
  readonly options: EvaluationOptions
  /** Of all records that are read, with the people that they are of. */
  readonly places: readonly FilePlaces[]
  readonly patients: number
}

/** Tells what results depend on: the program, the logic and its lists, the parameters, and the records of each person. */
async function askedBy({ content, options, places, patients }: Asked): Promise<string> {
  const { period, policy, zone, supplemental, evidence } = options
  const measures: string[] = []
  for (const measure of content.measures) measures.push(await contentHash(measure, content))
  const { version } = findInstallation(import.meta.dirname)
  const hash = createHash('sha256')
  hash.update(JSON.stringify({ version, measures, period, policy, zone, supplemental, evidence, patients }))
  for (const { file, places: list } of places) {
    hash.update(`\n${file} ${list.count} ${list.differences.length}\n`)
    hash.update(list.differences)
  }
  return hash.digest('hex')
}

/**
 * Finds out how far a run that asked the same came before it was interrupted.
 * @param file of the snapshot that the records are in, whose records never change
 */
export async function resumeRun(
  file: UnfinishedFile,
  asked: Asked,
  io: Pick<CommandIo, 'err' | 'resumable'>
): Promise<ResumedRun> {
  const text = await askedBy(asked)
  const before = await storedRun(file, text)
  let isStored = before !== undefined
  let cannotStore = false
  if (before !== undefined) {
    io.resumable?.(file.path)
    io.err(m.goesOnAfterPeople(before.people, asked.patients))
  }

  async function write(run: UnfinishedRun): Promise<void> {
    const writer = await file.replace()
    try {
      for (const piece of writeUnfinishedRun(run, text)) await writer.write(piece)
    } catch (error) {
      await writer.abort()
      throw error
    }
    // Whoever ends the run from here on removes it.
    io.resumable?.(file.path)
    isStored = true
    await writer.finish()
  }

  return {
    before,
    async store(run) {
      if (cannotStore) return
      try {
        await write(run)
      } catch (error) {
        const reason = error instanceof AppError ? error.message : errorCode(error)
        if (reason === undefined) throw error
        cannotStore = true
        io.err(m.whatWasEvaluatedIsNotStored(reason))
      }
    },
    async drop() {
      if (isStored) await file.drop()
      io.resumable?.(undefined)
    }
  }
}

/** What is stored; nothing where it was asked for something else, or cannot be read: everybody is evaluated then. */
async function storedRun(file: UnfinishedFile, asked: string): Promise<UnfinishedRun | undefined> {
  try {
    const stream = await file.read()
    return stream === undefined ? undefined : await readUnfinishedRun(stream, asked)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** The places of records of nobody, and of people from an ordinal on. */
export function placesFrom(places: readonly FilePlaces[], first: number): FilePlaces[] {
  return places.map(({ file, places: list, bytes }) => {
    const left = placeList(leftOf(list, first))
    return { file, places: left, bytes: Math.round((bytes * left.count) / Math.max(1, list.count)) }
  })
}

function* leftOf(list: PlaceList, first: number): Generator<RecordPlace> {
  for (const place of placesOfList(list)) if (place.ordinal < 0 || place.ordinal >= first) yield place
}
