import type { UnpackLimit } from '#shared/unpack-limit.ts'
import type { AuthorizedNet } from '../../auth/authorized-net.ts'
import type { ExportState } from '#shared/export-state.ts'
import type { ClockPort } from '../../ports/host.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'
import type { ExportLog } from '../journal/export-log.ts'
import type { ExportSink } from '../sink/export-sink.ts'
import type { ExportJournal } from '../journal/journal.ts'
import type { PollTrigger } from '../protocol/poll-trigger.ts'
import type { ProtocolSighting } from '../protocol/protocol-facts.ts'
import type { OutageGate, ServerWait } from '../protocol/outage-gate.ts'
import type { DelayPolicy } from '../protocol/retry-delay.ts'
import type { WorkerSlots } from '../protocol/worker-slots.ts'

/** How long an export waits and how often it tries, in each of its steps. */
export interface ExportPolicy {
  readonly delays: DelayPolicy
  /** Answers about one file that say that it cannot be had, before it counts as missing. */
  readonly maxFileAttempts: number
  /** Times in a row that the connection is cut without a single new byte of a file, before it counts as missing. */
  readonly maxCuts: number
  /** Longest outage of a server that an export waits for, once it has begun. */
  readonly holdMs: number
  /** Time in which a server may be unable to start an export. */
  readonly kickOffMs: number
  /** Failed answers in a row while polling, before the export fails. */
  readonly maxRequestAttempts: number
  /** Bytes of a file after which they are made safe, so that a crash costs no more. */
  readonly syncBytes: number
  /** Fresh manifests whose link to one file has expired again, before the file counts as missing. */
  readonly freshManifests: number
  /** How far a compressed file may unpack before it counts as missing. */
  readonly unpackLimit: UnpackLimit
}

/** Told what happens, so that it can be shown. Nothing depends on it. */
export interface ExportWatch {
  state(state: ExportState): void
  /** Bytes of text that arrived for a file, and the lines of it so far. */
  arrived(key: string, bytes: number, lines: number): void
  /** A file is asked for. */
  attempt(key: string): void
  /** A file starts over, so what had arrived does not count. */
  startedOver(key: string): void
  /** A server cannot be reached, or answers again. */
  waiting(wait: ServerWait | undefined): void
  /** The status was asked for. `nextAt`: when it is asked for again, in milliseconds since 1970. */
  poll(seen: { readonly text: string | undefined; readonly askedMs: number | undefined; readonly nextAt: number }): void
  /** How an answer keeps to the protocol. */
  saw(sighting: ProtocolSighting): void
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
  readonly watch: ExportWatch
  /** Ends a wait before its time when somebody wants the status now. */
  readonly trigger: PollTrigger
  /** Every request about files and their list goes through it. */
  readonly gate: OutageGate
  /** Whether an address may be asked at all: TLS, except on this computer when that was allowed. */
  readonly isAllowed: (url: string) => boolean
  /** An address as it may stand in the log. */
  readonly shown: (url: string) => string
}
