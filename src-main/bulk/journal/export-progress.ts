import type { ExportRequest } from '../protocol/export-request.ts'
import type { ErrorCode } from '#shared/app-error.ts'
import { isFinal, type ExportState } from '#shared/export-state.ts'
import type { FileFailure, JournalEvent, JournalFile, StoredFile } from './journal-event.ts'
import type { ServerIssue } from '../protocol/server-message.ts'

/** A file whose first `length` bytes are on the disk, as long as the server still has the version `validator`. */
interface StartedFile {
  readonly part: string
  readonly validator?: string | undefined
  readonly length?: number | undefined
}

/** What a server said of itself when the export began. */
interface DiscoveredServer {
  readonly tokenEndpoint?: string | undefined
  readonly vendor: string
  readonly scopes: 'v1' | 'v2'
  readonly fhirVersion?: string | undefined
}

/** A page that is on the disk, and what comes after it. */
interface StoredPage {
  readonly length: number
  readonly search: number
  readonly next?: string | undefined
  readonly issues: readonly ServerIssue[]
}

/** Why a file was given up. */
interface GivenUp {
  readonly text: string
  readonly reason: FileFailure | undefined
}

/** What the journal of an export says, put together. */
export interface ExportProgress {
  readonly id: string | undefined
  readonly request: ExportRequest | undefined
  readonly mode: 'bulk' | 'crawl'
  readonly startedAt: number | undefined
  readonly state: ExportState
  /** When each state was entered last, in the order of their first entry. */
  readonly steps: ReadonlyMap<ExportState, number>
  /** When the server had first listed files, since the export was asked for last. */
  readonly preparedAt: number | undefined
  /** Bytes of text that were stored when the files were last begun to be fetched. */
  readonly bytesBefore: number
  readonly server: DiscoveredServer | undefined
  /** A server that cannot be reached, and since when. */
  readonly outage: { readonly host: string; readonly since: number } | undefined
  readonly statusUrl: string | undefined
  /** The server had it and has it no more: it was canceled there, or removed. */
  readonly gone: boolean
  /** A kick-off was sent and no answer was seen: an export may run on the server that nobody knows. */
  readonly orphan: boolean
  /** Parameters that the server refused. */
  readonly leftOut: ReadonlySet<string>
  readonly transactionTime: string | undefined
  readonly byPatient: boolean
  /** When the first link to a file is over, in milliseconds since 1970, as far as the server says so. */
  readonly linksUntil: number | undefined
  /** Every file that the export has is known. */
  readonly listed: boolean
  /** Why it failed, when it did. */
  readonly reason: string | undefined
  readonly code: ErrorCode | undefined
  /** In the order of the manifest. */
  readonly files: ReadonlyMap<string, JournalFile>
  /** Numbers of the files, from 1, in the order in which they were first listed; a number is never used again. */
  readonly numbers: ReadonlyMap<string, number>
  readonly stored: ReadonlyMap<string, StoredFile>
  /** Keys of files that the snapshot which is repaired holds. */
  readonly held: ReadonlySet<string>
  /** Set while the export fetches what an earlier one lacks, of whose moment; `fresh` by a new export on the server. */
  readonly repair:
    | { readonly types: readonly string[]; readonly transactionTime: string | undefined; readonly fresh: boolean }
    | undefined
  readonly started: ReadonlyMap<string, StartedFile>
  /** Whose data are read by paging, once that is known. */
  readonly people: readonly string[] | undefined
  /** Pages of files that are read by paging and not stored whole yet, in their order. */
  readonly pages: ReadonlyMap<string, readonly StoredPage[]>
  readonly givenUp: ReadonlyMap<string, GivenUp>
  readonly issues: readonly ServerIssue[]
  readonly deletedOnServer: boolean
  readonly result: string | undefined
}

/** Replays events, one after the other, into one live progress. */
export interface ProgressReplay {
  readonly progress: ExportProgress
  apply(event: JournalEvent): void
}

type Live = { -readonly [K in keyof ExportProgress]: ExportProgress[K] } & {
  files: Map<string, JournalFile>
  numbers: Map<string, number>
  stored: Map<string, StoredFile>
  held: Set<string>
  started: Map<string, StartedFile>
  pages: Map<string, readonly StoredPage[]>
  givenUp: Map<string, GivenUp>
  issues: ServerIssue[]
  leftOut: Set<string>
  steps: Map<ExportState, number>
}

/** Begins at the state before the first event of a journal; each event that is added moves it on. */
export function createReplay(): ProgressReplay {
  const live: Live = {
    id: undefined,
    request: undefined,
    mode: 'bulk',
    startedAt: undefined,
    state: 'queued',
    steps: new Map(),
    preparedAt: undefined,
    bytesBefore: 0,
    server: undefined,
    outage: undefined,
    statusUrl: undefined,
    gone: false,
    orphan: false,
    leftOut: new Set(),
    transactionTime: undefined,
    byPatient: false,
    linksUntil: undefined,
    listed: false,
    reason: undefined,
    code: undefined,
    files: new Map(),
    numbers: new Map(),
    stored: new Map(),
    held: new Set(),
    repair: undefined,
    started: new Map(),
    people: undefined,
    pages: new Map(),
    givenUp: new Map(),
    issues: [],
    deletedOnServer: false,
    result: undefined
  }
  return { progress: live, apply: (event) => apply(live, event) }
}

function apply(live: Live, event: JournalEvent): void {
  switch (event.event) {
    case 'queued':
      live.id = event.id
      live.request = event.request
      live.mode = event.mode
      live.startedAt = event.at
      live.steps.set('queued', event.at)
      break
    case 'state':
      if (isFinal(live.state)) break
      live.state = event.state
      live.reason = event.reason
      live.code = event.code
      live.steps.set(event.state, event.at)
      // A list of files that is fetched anew, and what goes on after a pause, tell nothing of the server's pace.
      if (event.state === 'kicking-off') live.preparedAt = undefined
      if (event.state === 'manifest') live.preparedAt ??= event.at
      if (event.state === 'downloading')
        live.bytesBefore = [...live.stored.values()].reduce((sum, { bytes }) => sum + bytes, 0)
      // What was given up in a run that failed is tried again.
      if (event.state === 'authorising') live.givenUp.clear()
      break
    case 'discovered':
      live.server = event
      break
    case 'outage':
      live.outage = event.since === undefined ? undefined : { host: event.host, since: event.since }
      break
    case 'kick-off-sent':
      live.orphan = true
      break
    case 'kick-off-refused':
      live.orphan = false
      break
    case 'kicked-off':
      live.orphan = false
      live.statusUrl = event.statusUrl
      live.gone = false
      break
    case 'repairs': {
      const { statusUrl, transactionTime, types } = event
      live.repair = { types, transactionTime: event.dataAt ?? transactionTime, fresh: statusUrl === undefined }
      if (statusUrl === undefined) break
      live.statusUrl = statusUrl
      live.transactionTime = transactionTime
      list(live, event.files)
      for (const key of event.held) live.held.add(key)
      break
    }
    case 'gone':
      live.statusUrl = undefined
      live.gone = true
      if (live.repair !== undefined) live.repair = { ...live.repair, fresh: true }
      forgetFiles(live)
      break
    case 'other-moment':
      forgetFiles(live)
      break
    case 'left-out':
      live.leftOut.add(event.parameter)
      break
    case 'manifest':
      live.transactionTime = event.transactionTime ?? live.transactionTime
      live.byPatient = event.byPatient
      live.listed = event.partial !== true
      live.linksUntil = event.linksUntil
      for (const key of event.dropped ?? []) live.files.delete(key)
      list(live, event.files)
      break
    case 'started':
      live.started.set(event.key, event)
      break
    case 'people':
      live.people = event.ids
      break
    case 'page':
      // A process that went on behind an earlier page wrote what followed again.
      live.pages.set(event.key, [...(live.pages.get(event.key) ?? []).slice(0, event.number), event])
      break
    case 'restarted':
      live.pages.delete(event.key)
      break
    case 'stored':
      live.stored.set(event.key, event.file)
      live.pages.delete(event.key)
      live.givenUp.delete(event.key)
      break
    case 'given-up':
      live.givenUp.set(event.key, { text: event.text, reason: event.reason })
      break
    case 'issue':
      live.issues.push(event.issue)
      break
    case 'deleted-on-server':
      live.deletedOnServer = true
      break
    case 'result':
      live.result = event.result
  }
}

function list(live: Live, files: readonly JournalFile[]): void {
  for (const file of files) {
    live.files.set(file.key, file)
    if (!live.numbers.has(file.key)) live.numbers.set(file.key, live.numbers.size + 1)
  }
}

/** Files of one moment do not go together with those of another. */
function forgetFiles(live: Live): void {
  live.transactionTime = undefined
  live.linksUntil = undefined
  live.listed = false
  for (const each of [live.files, live.stored, live.held, live.started, live.pages, live.givenUp]) each.clear()
}
