import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
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
  readonly ranges: readonly PatientRange[]
  /** Number of all patients. */
  readonly patients: number
}

/** Some raw records, one after the other in `bytes`. */
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
  /** Bytes that hold what was taken of the records. */
  readonly bytes: number
}

/** Some of the patients, evaluated here or in a thread of its own. */
export interface MeasurePart {
  /** Takes what the measures read of some records. */
  extract(packet: RecordPacket): Promise<void>
  /** Ends the extraction. @returns bytes that hold what was taken */
  extracted(): Promise<number>
  run(period: MeasurementPeriod): Promise<PartResult>
  trace(measure: string, ordinal: number, period: MeasurementPeriod): Promise<PatientTrace>
}

/** What a part asks of the one that it evaluates for. */
export interface PartHost {
  /** Patients were evaluated since the last call. */
  evaluated(patients: number): void
}
