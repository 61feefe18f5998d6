import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { Completeness } from './completeness.ts'
import { exportStates } from './export-state.ts'
import { Id, Natural } from './basic-schemas.ts'

/** Why everything is fetched although only changes were asked for. */
export const fullReasons = [
  'first',
  'incomplete',
  'gone',
  'no-time',
  'unknown',
  'address',
  'level',
  'group',
  'types',
  'filters',
  'associated',
  'since',
  'until',
  'members'
] as const
export type FullReason = (typeof fullReasons)[number]

const fullWords: Readonly<Record<FullReason, string>> = {
  first: m.thereIsNoExportToBuild,
  incomplete: m.thereIsNoCompleteExportTo,
  gone: m.theSnapshotOfTheLastComplete,
  'no-time': m.theServerDidNotSayOf,
  unknown: m.itIsNotKnownWhatThe,
  address: m.theAddressOfTheServerChanged,
  level: m.theLevelOfTheExportChanged,
  group: m.theGroupChanged,
  types: m.theResourceTypesChanged,
  filters: m.theFiltersChanged,
  associated: m.theAssociatedDataChanged,
  since: m.theLastExportWasLimitedBy,
  until: m.theExportEndsAtAMoment,
  members: m.theMembersOfTheGroupChanged
}

/** One sentence that says why everything is fetched; `undefined` where that was asked for. */
export function fullSentence(because: readonly FullReason[] | undefined): string | undefined {
  if (because === undefined || because.length === 0) return undefined
  return m.everythingIsFetchedAndNotOnly(because.map((reason) => fullWords[reason]).join(m.and))
}

/** Everything, or what changed since the export before. */
export const ExportKind = v.picklist(['full', 'incremental'])

/** Why an export began. */
export const ExportReason = v.picklist(['asked', 'schedule', 'missed', 'retry', 'command', 'sample'])

/** Something that was found during an export. */
export const ExportIssue = v.object({
  severity: v.picklist(['information', 'warning', 'error']),
  text: v.string()
})
export type ExportIssue = v.InferOutput<typeof ExportIssue>

/** What went wrong, what the server said, and what to do. */
export const ExportProblem = v.object({
  what: v.string(),
  /** In the server's words, as far as it said something. */
  server: v.optional(v.string()),
  todo: v.string(),
  /** What helps; `restart` starts over, `resume` goes on where the export was. */
  action: v.picklist(['resume', 'restart', 'fetch-missing', 'connection', 'space', 'unlock', 'none'])
})
export type ExportProblem = v.InferOutput<typeof ExportProblem>

/** All files of one resource type in an export. `type` is `deleted` or `error` for the lists that are no resources. */
export const TypeProgress = v.object({
  type: v.string(),
  files: Natural,
  filesStored: Natural,
  filesFailed: Natural,
  /** Lines that are stored, and those among them that are no usable resources. */
  resources: Natural,
  rejected: Natural,
  /** Lines that the manifest counted; `undefined` when it states no number for some file. */
  counted: v.optional(Natural),
  bytes: Natural,
  state: v.picklist(['waiting', 'downloading', 'stored', 'failed']),
  bytesPerSecond: v.number()
})
export type TypeProgress = v.InferOutput<typeof TypeProgress>

/** One file of an export. */
export const FileProgress = v.object({
  /** Number of the file, from 1, in the order of the manifest. */
  index: Natural,
  type: v.string(),
  state: v.picklist(['waiting', 'downloading', 'stored', 'failed']),
  /** Bytes of text that arrived, and all of them when the server says so. */
  bytes: Natural,
  expectedBytes: v.optional(Natural),
  lines: Natural,
  expectedLines: v.optional(Natural),
  rejected: Natural,
  attempts: Natural,
  text: v.optional(v.string())
})
export type FileProgress = v.InferOutput<typeof FileProgress>

/** One export, running or in the history. */
export const ExportRun = v.object({
  id: Id,
  connection: Id,
  connectionName: v.string(),
  kind: ExportKind,
  reason: ExportReason,
  state: v.picklist(exportStates),
  /** Stopped by a person or by the end of the program; it can go on. */
  paused: v.boolean(),
  /** How far it came is not known: it has not brought everything and the stored data are locked, or its journal is damaged. */
  unread: v.optional(v.picklist(['locked', 'damaged'])),
  /** Waits for another export of the same server. */
  waiting: v.boolean(),
  startedAt: Natural,
  endedAt: v.optional(Natural),
  /** The states so far, in their order, with the time of the newest entry in milliseconds since 1970. */
  steps: v.array(v.object({ state: v.picklist(exportStates), at: Natural })),
  level: v.picklist(['system', 'patient', 'group']),
  group: v.optional(v.string()),
  types: v.array(TypeProgress),
  /** `_since` of an incremental export. */
  since: v.optional(v.string()),
  transactionTime: v.optional(v.string()),
  files: Natural,
  filesStored: Natural,
  bytes: Natural,
  bytesPerSecond: v.number(),
  /** What the server says about its progress, and when Populus asks for the status next. */
  poll: v.optional(
    v.object({
      text: v.optional(v.string()),
      askedSeconds: v.optional(v.number()),
      nextAt: v.optional(Natural),
      /** Status requests of this process so far. */
      statusRequests: Natural
    })
  ),
  /** A server that does not answer while the export waits for it, and when it is asked again. Times since 1970. */
  wait: v.optional(
    v.object({
      host: v.string(),
      since: Natural,
      attempts: Natural,
      nextAt: Natural,
      until: Natural,
      reason: v.string()
    })
  ),
  /** When the first link to a file is over, in milliseconds since 1970, while files are fetched and the server says so. */
  linksUntil: v.optional(Natural),
  deleted: Natural,
  issues: v.array(ExportIssue),
  problem: v.optional(ExportProblem),
  /** Whether everything arrived, for an export that has ended. */
  completeness: v.optional(Completeness),
  /** A refresh found nothing new, so the snapshot before it still holds. */
  unchanged: v.boolean(),
  /** Why everything was fetched, in a sentence, where only changes were asked for. */
  fullBecause: v.optional(v.string()),
  /** It fetches what an earlier export lacks. */
  repairs: v.boolean(),
  /** Resources in the files that are stored; of an export that has fetched missing files, all that its snapshot holds. */
  resources: Natural,
  /** The snapshot that it made; open it with `snapshots.open`. */
  snapshot: v.optional(Id),
  /** What may be asked for now. */
  can: v.object({
    pause: v.boolean(),
    resume: v.boolean(),
    cancel: v.boolean(),
    restart: v.boolean(),
    fetchMissing: v.boolean(),
    checkNow: v.boolean(),
    delete: v.boolean()
  })
})
export type ExportRun = v.InferOutput<typeof ExportRun>

/** One line of the standard log of an export, and the same as a sentence. */
export const ExportLogLine = v.object({
  at: Natural,
  event: v.string(),
  text: v.string(),
  problem: v.boolean()
})
export type ExportLogLine = v.InferOutput<typeof ExportLogLine>

/** What one export saw of its server. */
export const HealthPoint = v.object({
  run: Id,
  at: Natural,
  kind: v.picklist(['full', 'incremental']),
  state: v.picklist(exportStates),
  /** From the request to the manifest. */
  prepareSeconds: v.optional(v.number()),
  /** Middle of the times until the first byte of an answer, in milliseconds. */
  latencyMs: v.optional(v.number()),
  bytesPerSecond: v.optional(v.number()),
  /** Requests that failed, and all requests. */
  errors: Natural,
  requests: Natural,
  resources: Natural,
  patients: Natural,
  bytes: Natural
})
export type HealthPoint = v.InferOutput<typeof HealthPoint>
