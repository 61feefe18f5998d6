import { workersMessages as m } from '#messages/workers.ts'
import { AppError } from '#shared/app-error.ts'
import type { RunRecordReader } from './run-record.ts'

/** A population of which only the columns may be on this computer. */
export interface RecordsPlace {
  /** The records are on the cluster that made the columns. */
  readonly recordsElsewhere?: boolean
  /** Where single records of a cluster population are read; absent where its run wrote none. */
  readonly runRecords?: RunRecordReader
  /** The results of measures of each part of a cluster population; absent where its run evaluated none. */
  readonly runMeasures?: readonly (() => Promise<ReadableStream<Uint8Array>>)[]
}

/** @throws AppError `not-supported` where the records are elsewhere */
export function requireRecords({ recordsElsewhere }: RecordsPlace): void {
  if (recordsElsewhere === true) throw new AppError('not-supported', m.theRecordsAreOnTheCluster)
}
