import type { MeasureChunk, PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'

/** What a part is for: some of the patients. */
export interface PartTask {
  readonly task: 'measure'
  readonly content: MeasureContent
  readonly options: RunnerOptions
  /** All patients whose records the part takes. */
  readonly ranges: readonly PatientRange[]
  /** Number of all patients. */
  readonly patients: number
}

/** Some raw records, one after the other in `bytes`, whose buffer is the packet's alone. */
export interface RecordPacket {
  /** Patient of each record; -1 for one that belongs to nobody. */
  readonly ordinals: Int32Array
  /** Where each record ends in `bytes`. */
  readonly ends: Uint32Array
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What a part came to. */
export interface PartResult {
  readonly runs: readonly MeasureRun[]
  /** Measures that cannot be evaluated, with the reason. */
  readonly failed: readonly { readonly measure: string; readonly reason: string }[]
  /** Patients by value of the supplemental data, in the order of `runs`. */
  readonly supplemental: readonly ReadonlyMap<string, ReadonlyMap<string, number>>[]
}

/** Some of the patients, evaluated here or in a thread of its own. */
export interface MeasurePart {
  /** Takes what the measures read of some records. The packet belongs to the part from then on. @returns what was taken so far, now and then */
  extract(packet: RecordPacket): Promise<readonly MeasureChunk[]>
  /** @returns what was taken since {@link extract} gave something last */
  extracted(): Promise<readonly MeasureChunk[]>
  /** Has what was taken of some patients, and of records of nobody, in place of what it had. The chunks belong to the part from then on. */
  load(chunks: readonly MeasureChunk[]): Promise<void>
  /** Evaluates patients whose records it has. */
  run(ranges: readonly PatientRange[], period: MeasurementPeriod): Promise<PartResult>
  trace(measure: string, ordinal: number, period: MeasurementPeriod): Promise<PatientTrace>
}

/** What a part asks of the one that it evaluates for. */
export interface PartHost {
  /** Patients were evaluated since the last call. */
  evaluated(patients: number): void
}
