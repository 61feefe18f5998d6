import type { AuthorizedNet } from '../auth/authorized-net.ts'
import type { ClockPort } from '../host/ports.ts'
import type { VendorProfile } from '../vendors/vendor.ts'
import type { ExportLog } from './export-log.ts'
import type { ExportSink } from './export-sink.ts'
import type { ExportJournal } from './journal.ts'
import type { DelayPolicy } from './retry-delay.ts'
import type { WorkerSlots } from './worker-slots.ts'

/** How patient an export is. */
export interface ExportPolicy {
  readonly delays: DelayPolicy
  /** Tries of one file. */
  readonly fileTries: number
  /** Failed requests in a row, at kick-off and while polling, before the export fails. */
  readonly requestTries: number
  /** Bytes of a file after which they are made safe, so that a crash costs no more. */
  readonly syncBytes: number
  /** Fresh manifests that are fetched for links that expired. */
  readonly freshManifests: number
}

/** Everything that the steps of one export share. */
export interface ExportContext {
  readonly net: AuthorizedNet
  readonly profile: VendorProfile
  readonly policy: ExportPolicy
  readonly journal: ExportJournal
  readonly sink: ExportSink
  readonly log: ExportLog
  readonly slots: WorkerSlots
  readonly clock: ClockPort
  /** From 0 to 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
  /** An address as it may stand in the log. */
  readonly shown: (url: string) => string
}
