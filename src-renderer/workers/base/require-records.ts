import { workersMessages as m } from '#messages/workers.ts'
import { AppError } from '#shared/app-error.ts'

/** A population of which only the columns may be on this computer. */
export interface RecordsPlace {
  /** The records are on the cluster that made the columns. */
  readonly recordsElsewhere?: boolean
}

/** @throws AppError `not-supported` where the records are elsewhere */
export function requireRecords({ recordsElsewhere }: RecordsPlace): void {
  if (recordsElsewhere === true) throw new AppError('not-supported', m.theRecordsAreOnTheCluster)
}
