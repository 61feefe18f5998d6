import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import type { RecordCachePart } from '#engine/measures/chunk/record-cache.ts'
import type { MeasureChunk, PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { RunnerOptions, RunRequest } from '#engine/measures/run/measure-runner.ts'
import type { EvaluatedPart } from '#engine/measures/run/merge-runs.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { IngestSource } from '../ingest/ingest-protocol.ts'

/**
 * What the store worker asks of a measure worker. Content is named by a key of the store worker's, what was taken of the
 * records by the number of the extraction: content that needs the same shares it. A signal that is aborted makes the call
 * end with its reason as soon as the worker takes messages.
 */
export interface MeasureWorkerApi {
  /** Takes content under a name, in place of what had the name before. */
  open(key: string, content: MeasureContent, signal: AbortSignal): Promise<void>
  /** Drops what an extraction took, and the content that needs it. */
  drop(extraction: number): Promise<void>
  /**
   * Reads one file and takes what the content needs of some types of records.
   * @returns how many records were found at their places; fewer than these when the file has changed
   */
  extract(
    key: string,
    types: ReadonlySet<string>,
    ranges: readonly PatientRange[],
    places: FilePlaces,
    source: IngestSource,
    signal: AbortSignal
  ): Promise<number>
  /** What was taken of all files since the content was opened. */
  finish(key: string): Promise<readonly MeasureChunk[]>
  /** The chunks of the ranges that this worker evaluates, with those of nobody. */
  load(extraction: number, chunks: readonly MeasureChunk[]): Promise<void>
  /** Lets content be evaluated over what extractions took. */
  use(key: string, parts: readonly RecordCachePart[]): Promise<void>
  /** @param gentle leaves pauses for what else the computer does */
  run(
    key: string,
    options: RunnerOptions,
    request: RunRequest,
    gentle: boolean,
    signal: AbortSignal
  ): Promise<EvaluatedPart>
  trace(
    key: string,
    options: RunnerOptions,
    measure: string,
    ordinal: number,
    period: MeasurementPeriod,
    signal: AbortSignal
  ): Promise<PatientTrace>
}

/** What a measure worker asks of the store worker. */
export interface MeasureWorkerHost {
  /** Bytes read from files since the last call. */
  bytes(count: number): void
  /** Patients evaluated since the last call. */
  evaluated(count: number): void
  /** A fresh one-time URL. */
  open(request: { importId: string; file: number }): Promise<string>
}
