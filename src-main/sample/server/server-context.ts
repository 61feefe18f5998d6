import type { ClockPort, RandomPort } from '../../ports/host.ts'
import type { ExportFile } from './export-files.ts'
import type { ExportParameters } from './export-parameters.ts'
import type { FaultKind, FaultPlan } from './fault-plan.ts'
import type { FileFault } from './file-answer.ts'
import type { ResourceHistory } from './resource-history.ts'

/** One export on the server. */
export interface ServerJob {
  readonly id: string
  readonly request: string
  readonly parameters: ExportParameters
  /** Moment of the data. */
  readonly state: number
  readonly files: Promise<readonly ExportFile[]>
  /** Faults that stay with a file, by its place in the manifest. */
  readonly fileFaults: Map<number, FileFault>
  /** The state of the export is told apart from that of the request (separate-export-status). */
  readonly apart: boolean
  manifestFault: FaultKind<'manifest'> | undefined
  ready: boolean
  polls: number
}

/** What the answers of one server share. */
export interface SampleServerContext {
  readonly history: ResourceHistory
  readonly faults: FaultPlan
  readonly jobs: Map<string, ServerJob>
  /** Moment of the data now. */
  readonly state: () => number
  /** Nobody has to sign in. */
  readonly isOpen: boolean
  readonly links: 'token' | 'capability'
  readonly gzip: boolean
  readonly pollsBeforeDone: number
  readonly retryAfterSeconds: number
  readonly maxJobs: number
  readonly storageOrigin: (() => string) | undefined
  readonly clock: ClockPort
  readonly random: RandomPort
}

/** Path of the FHIR base. */
export const root = '/fhir'
