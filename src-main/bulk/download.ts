import { AppError } from '#shared/app-error.ts'
import type { NetResponse } from '../host/ports.ts'
import { readSaid } from '../auth/read-json.ts'
import { letGo } from '#shared/let-go.ts'
import { decodeBody } from './decode-body.ts'
import type { ExportContext } from './export-context.ts'
import type { PartFacts } from './export-sink.ts'
import { judgeFile } from './file-verdict.ts'
import type { StoredFile } from './journal-event.ts'
import { createLineScanner, type LineReport, type LineScanner } from './line-scanner.ts'
import type { ManifestFile } from './manifest.ts'
import { nextDelay, parseRetryAfter } from './retry-delay.ts'
import { serverMessage, type ExportIssue } from './server-message.ts'
import { waitUntil } from './wait-until.ts'

/** A file to fetch. */
export interface DownloadTask {
  readonly file: ManifestFile
  readonly part: string
  readonly authorize: boolean
}

/** How a download ended. `expired`: the link is over, and a new manifest may have a fresh one. */
export type Downloaded =
  | { readonly end: 'stored'; readonly stored: StoredFile }
  | { readonly end: 'expired'; readonly text: string }
  | { readonly end: 'given-up'; readonly text: string }

const expiredStatus: ReadonlySet<number> = new Set([403, 404, 410])

/** The state of one file over all tries. */
interface Attempt {
  offset: number
  scanner: LineScanner
  validator: string | undefined
  /** Only the plain form can go on in the middle. */
  resumable: boolean
  plainOnly: boolean
  accept: string
}

class ShortBody extends Error {}

/**
 * Fetches one file: resumes with Range and If-Range, unpacks, checks length, lines, last line and count, and tries again
 * with growing waits. Nothing of it is visible before the commit.
 *
 * @throws AppError `cancelled`, and errors of the sink
 */
export async function downloadFile(task: DownloadTask, context: ExportContext): Promise<Downloaded> {
  const { clock, policy, signal, slots, log, random, watch } = context
  const { key } = task.file
  const attempt = await resumeFrom(task, context)
  let countTries = 0
  for (let failures = 0; ;) {
    if (signal.aborted) throw new AppError('cancelled', 'The export was stopped.')
    let problem: string
    let asked: number | undefined
    watch.attempt(key)
    log.write('download_request', {
      fileUrl: context.shown(task.file.url),
      itemType: task.file.kind,
      resourceType: task.file.type ?? null
    })
    try {
      const response = await request(task, attempt, context)
      const { status } = response
      if (status === 200 || status === 206) {
        const { report, facts } = await receive(task, response, attempt, context)
        const verdict = judgeFile(task.file, report, countTries)
        if (verdict.again === undefined) {
          slots.good()
          return { end: 'stored', stored: storedFile(task, attempt, report, facts, verdict.issues) }
        }
        countTries += 1
        problem = verdict.again
        startOver(attempt, task, context)
      } else if (status === 416) {
        response.close()
        startOver(attempt, task, context)
        problem = 'HTTP 416'
      } else {
        const said = await readSaid(response)
        problem = serverMessage(said).text
        if (expiredStatus.has(status)) return { end: 'expired', text: problem }
        if (status === 406) attempt.accept = '*/*'
        asked = parseRetryAfter(said.headers['retry-after'], clock.now())
        slots.bad(status === 429 ? 'too-many' : 'fault')
        // A refused sign-in that a new token did not cure, and other refusals, do not go away.
        if (status < 500 && status !== 429 && status !== 408 && status !== 401 && status !== 406)
          failures = policy.fileTries
        log.write('download_error', { fileUrl: context.shown(task.file.url), code: status, message: problem })
      }
    } catch (error) {
      if (error instanceof AppError && !error.retryable) throw error
      if (!(error instanceof AppError) && !(error instanceof ShortBody)) throw error
      problem = error.message
      slots.bad('fault')
      if (!attempt.resumable) startOver(attempt, task, context)
      attempt.plainOnly = true
      log.write('download_error', {
        fileUrl: context.shown(task.file.url),
        code: null,
        message: 'The connection was cut.'
      })
    }
    failures += 1
    if (failures >= policy.fileTries) return { end: 'given-up', text: problem }
    await waitUntil(clock.now() + nextDelay(asked, failures - 1, policy.delays, random()), clock, signal)
  }
}

/** What an earlier run left of this file is read again, so that counts and hash cover all of it. */
async function resumeFrom(task: DownloadTask, { journal, sink, watch }: ExportContext): Promise<Attempt> {
  const attempt: Attempt = {
    offset: 0,
    scanner: createLineScanner(expectedType(task)),
    validator: undefined,
    resumable: false,
    plainOnly: false,
    accept: 'application/fhir+ndjson'
  }
  const before = journal.progress.started.get(task.file.key)
  if (before?.part !== task.part || before.validator === undefined) return attempt
  // Only what was on the disk for sure: a computer that lost its power may have lost the rest.
  for await (const chunk of sink.read(task.part, before.length ?? 0)) {
    attempt.scanner.push(chunk)
    attempt.offset += chunk.length
  }
  watch.arrived(task.file.key, attempt.offset, attempt.scanner.lines)
  return attempt.offset === 0 ? attempt : { ...attempt, validator: before.validator, resumable: true }
}

function expectedType({ file }: DownloadTask): string | undefined {
  return file.kind === 'output' ? file.type : undefined
}

function startOver(attempt: Attempt, task: DownloadTask, { watch }: ExportContext): void {
  if (attempt.offset > 0) watch.startedOver(task.file.key)
  attempt.offset = 0
  attempt.scanner = createLineScanner(expectedType(task))
  attempt.validator = undefined
  attempt.resumable = false
}

function request(task: DownloadTask, attempt: Attempt, { net, signal, profile }: ExportContext): Promise<NetResponse> {
  const resume = attempt.resumable && attempt.offset > 0 && attempt.validator !== undefined
  // Packed bytes cannot go on in the middle, so after a cut the plain form is asked for.
  const plain = resume || attempt.plainOnly || profile.mostFileRequests < 10
  return net.send({
    method: 'GET',
    url: task.file.url,
    authorize: task.authorize,
    signal,
    headers: {
      accept: task.file.kind === 'error' ? 'application/fhir+ndjson, application/fhir+json' : attempt.accept,
      'accept-encoding': plain ? 'identity' : 'gzip, identity',
      ...(resume ? { range: `bytes=${attempt.offset}-`, 'if-range': attempt.validator! } : {})
    }
  })
}

/** @throws ShortBody when fewer bytes came than were announced, AppError `network` when the connection broke */
async function receive(
  task: DownloadTask,
  response: NetResponse,
  attempt: Attempt,
  context: ExportContext
): Promise<{ readonly report: LineReport; readonly facts: PartFacts }> {
  const { journal, sink, watch, policy } = context
  const { status, headers } = response
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '')
  if (status === 206 && Number(range?.[1]) !== attempt.offset) {
    response.close()
    startOver(attempt, task, context)
    throw new ShortBody('The server sent another part of the file than the one that was asked for.')
  }
  if (status === 200) startOver(attempt, task, context)
  const { bytes, packed } = await decodeBody(response.body, headers['content-encoding'], task.file.type)
  attempt.validator = packed ? undefined : strongValidator(headers)
  attempt.resumable = attempt.validator !== undefined
  const total = announced(status, headers, range?.[2], attempt.offset, packed)
  const { validator } = attempt
  // Cut first and recorded then: bytes of one version must never be taken for the beginning of another.
  const writer = await sink.open(task.part, attempt.offset)
  const checkpoint = (): Promise<void> =>
    journal.record({ event: 'started', key: task.file.key, part: task.part, validator, length: attempt.offset })
  let unsynced = 0
  let facts: PartFacts
  try {
    // What was recorded of another version does not hold any more.
    if (journal.progress.started.has(task.file.key)) await checkpoint()
    for await (const chunk of bytes) {
      const { length } = chunk
      await writer.write(chunk)
      attempt.scanner.push(chunk)
      letGo(chunk)
      attempt.offset += length
      watch.arrived(task.file.key, length, attempt.scanner.lines)
      unsynced += length
      if (unsynced < policy.syncBytes) continue
      await writer.sync()
      // Without a validator nobody could go on from here.
      if (validator !== undefined) await checkpoint()
      unsynced = 0
    }
  } finally {
    // What arrived before a cut is kept, so that the next try goes on from there.
    facts = await writer.close()
  }
  if (total !== undefined && attempt.offset < total) throw new ShortBody('The file ended early.')
  return { report: attempt.scanner.finish(), facts }
}

/** A weak validator cannot vouch for single bytes (RFC 9110 section 13.1.5). */
function strongValidator(headers: NetResponse['headers']): string | undefined {
  const { etag } = headers
  if (etag !== undefined) return etag.startsWith('"') ? etag : undefined
  return headers['last-modified']
}

function announced(
  status: number,
  headers: NetResponse['headers'],
  total: string | undefined,
  offset: number,
  packed: boolean
): number | undefined {
  if (packed) return undefined
  if (status === 206 && total !== undefined && total !== '*') return Number(total)
  const length = headers['content-length']
  return length === undefined ? undefined : offset + Number(length)
}

function storedFile(
  { part }: DownloadTask,
  { offset }: Attempt,
  report: LineReport,
  facts: PartFacts,
  issues: readonly ExportIssue[]
): StoredFile {
  return { part, bytes: offset, ...facts, types: { ...report.types }, issues: [...issues] }
}
