import { readParts, writePart } from '../../store/cache/cache-parts.ts'
import type { MeasureRun } from '../run/measure-run.ts'
import type { EvaluatedPart } from '../run/merge-runs.ts'
import { readRun, writeRun } from './run-file.ts'

/** What measures came to of the first people of a population, for a later run that asks the same. */
export interface UnfinishedRun extends EvaluatedPart {
  /** How many people were evaluated: those before this ordinal. */
  readonly people: number
  /** Patients by value of the supplemental data, in the order of `runs`. */
  readonly supplemental: readonly ReadonlyMap<string, ReadonlyMap<string, number>>[]
}

/** The first part; the runs follow it. */
interface Head extends Pick<UnfinishedRun, 'people' | 'failed'> {
  /** Tells what the run depends on, in any form. */
  readonly asked: string
  readonly supplemental: readonly (readonly (readonly [string, readonly (readonly [string, number])[]])[])[]
}

/** The bytes of it, piece by piece. @param asked tells all that the results depend on; equal texts have equal results */
export function* writeUnfinishedRun(run: UnfinishedRun, asked: string): Generator<Uint8Array, void> {
  const { people, failed, supplemental, runs } = run
  const head: Head = {
    asked,
    people,
    failed,
    supplemental: supplemental.map((counts) => Array.from(counts, ([id, values]) => [id, [...values]]))
  }
  yield* writePart({ meta: head, body: new Uint8Array(0) })
  for (const each of runs) yield writeRun(each)
}

/**
 * Reads it.
 * @returns undefined where it was asked for something else
 * @throws AppError `unreadable-file` when the stream is something else or ends within a part
 */
export async function readUnfinishedRun(
  stream: ReadableStream<Uint8Array>,
  asked: string
): Promise<UnfinishedRun | undefined> {
  let head: Head | undefined
  const runs: MeasureRun[] = []
  for await (const part of readParts(stream)) {
    if (head !== undefined) runs.push(readRun(part))
    else if ((part.meta as Head).asked === asked) head = part.meta as Head
    else return undefined
  }
  if (head === undefined) return undefined
  const { people, failed, supplemental } = head
  return {
    people,
    failed,
    runs,
    supplemental: supplemental.map((counts) => new Map(counts.map(([id, values]) => [id, new Map(values)])))
  }
}
