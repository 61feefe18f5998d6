import * as v from 'valibot'
import { Natural } from '#shared/basic-schemas.ts'
import { ExportRequest } from '../protocol/export-request.ts'
import { errorCodes } from '#shared/app-error.ts'
import { exportStates } from '#shared/export-state.ts'

/** A file as the journal knows it: no address, which may be a secret. */
const JournalFile = v.object({
  key: v.string(),
  kind: v.picklist(['output', 'deleted', 'error']),
  type: v.optional(v.string()),
  count: v.optional(Natural),
  bytes: v.optional(Natural)
})
export type JournalFile = v.InferOutput<typeof JournalFile>

const Counts = v.record(v.string(), v.object({ resources: Natural, rejected: Natural }))
const Issue = v.object({ severity: v.picklist(['information', 'warning', 'error']), text: v.string() })

/** What is known of a file that is stored whole. */
export const StoredFile = v.object({
  part: v.string(),
  /** Bytes of text. */
  bytes: Natural,
  /** Bytes on the disk. */
  storedBytes: Natural,
  /** Of what is on the disk. */
  sha256: v.string(),
  types: Counts,
  issues: v.array(Issue)
})
export type StoredFile = v.InferOutput<typeof StoredFile>

/** Why a file of an export is missing. */
export const fileFailures = ['expired', 'refused', 'server-error', 'cut', 'damaged', 'address', 'no-address'] as const
export type FileFailure = (typeof fileFailures)[number]

/**
 * One line of the journal. No tokens, no signed addresses, no health data. Ids of people and addresses of pages, which may
 * name them, are as well protected as the data next to them: sealed, or in the folder of an export in the clear.
 */
export const JournalEvent = v.variant('event', [
  v.object({
    event: v.literal('queued'),
    at: v.number(),
    id: v.string(),
    request: ExportRequest,
    mode: v.picklist(['bulk', 'crawl'])
  }),
  v.object({
    event: v.literal('state'),
    at: v.number(),
    state: v.picklist(exportStates),
    reason: v.optional(v.string()),
    code: v.optional(v.picklist(errorCodes))
  }),
  /** What the server said of itself, so that a later process need not ask again while the server is away. */
  v.object({
    event: v.literal('discovered'),
    at: v.number(),
    tokenEndpoint: v.optional(v.string()),
    vendor: v.string(),
    scopes: v.picklist(['v1', 'v2']),
    fhirVersion: v.optional(v.string())
  }),
  /** The export fetches what an earlier one lacks; without `statusUrl` by a new export of these types. */
  v.object({
    event: v.literal('repairs'),
    at: v.number(),
    statusUrl: v.optional(v.string()),
    transactionTime: v.optional(v.string()),
    /** Moment of the oldest of the incomplete data, where it is not that of the files. */
    dataAt: v.optional(v.string()),
    files: v.array(JournalFile),
    held: v.array(v.string()),
    types: v.array(v.string())
  }),
  /** A server cannot be reached since then; without `since` it answers again. */
  v.object({ event: v.literal('outage'), at: v.number(), host: v.string(), since: v.optional(v.number()) }),
  v.object({ event: v.literal('kick-off-sent'), at: v.number() }),
  v.object({ event: v.literal('kick-off-refused'), at: v.number() }),
  v.object({ event: v.literal('kicked-off'), at: v.number(), statusUrl: v.string() }),
  v.object({ event: v.literal('gone'), at: v.number() }),
  /** The list of files is that of another moment than the one before. */
  v.object({ event: v.literal('other-moment'), at: v.number() }),
  /** The server refused a parameter, and the request was sent again without it. */
  v.object({ event: v.literal('left-out'), at: v.number(), parameter: v.string() }),
  v.object({
    event: v.literal('manifest'),
    at: v.number(),
    transactionTime: v.optional(v.string()),
    byPatient: v.boolean(),
    /** The server still makes further files. */
    partial: v.optional(v.boolean()),
    /** When the first link is over, in milliseconds since 1970. */
    linksUntil: v.optional(Natural),
    files: v.array(JournalFile),
    /** Keys of files that are not part of the export any more. */
    dropped: v.optional(v.array(v.string()))
  }),
  v.object({
    event: v.literal('started'),
    at: v.number(),
    key: v.string(),
    part: v.string(),
    validator: v.optional(v.string()),
    length: v.optional(Natural)
  }),
  /** Whose data are read by paging. */
  v.object({ event: v.literal('people'), at: v.number(), ids: v.array(v.string()) }),
  /** A page of a file that is read by paging is on the disk, which the part then holds up to `length`. */
  v.object({
    event: v.literal('page'),
    at: v.number(),
    key: v.string(),
    part: v.string(),
    /** Pages of the file before this one. */
    number: Natural,
    length: Natural,
    /** Which search of the file comes next, and at which page; at its beginning without one. */
    search: Natural,
    next: v.optional(v.string()),
    issues: v.array(Issue)
  }),
  /** The pages of a file count no more; it is read from its beginning. */
  v.object({ event: v.literal('restarted'), at: v.number(), key: v.string() }),
  v.object({ event: v.literal('stored'), at: v.number(), key: v.string(), file: StoredFile }),
  v.object({
    event: v.literal('given-up'),
    at: v.number(),
    key: v.string(),
    text: v.string(),
    reason: v.optional(v.picklist(fileFailures))
  }),
  v.object({ event: v.literal('issue'), at: v.number(), issue: Issue }),
  v.object({ event: v.literal('deleted-on-server'), at: v.number() }),
  v.object({ event: v.literal('result'), at: v.number(), result: v.string() })
])
export type JournalEvent = v.InferOutput<typeof JournalEvent>
/** An event before it gets its time. */
export type NewJournalEvent = JournalEvent extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never
