import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { UnpackLimitError } from '#shared/unpack-limit.ts'
import type { NetResponse } from '../../ports/host.ts'
import { readReply } from '../../auth/read-json.ts'
import { DamagedBody } from '../protocol/decode-body.ts'
import { deferralOf } from '../protocol/deferral.ts'
import type { ExportContext } from './export-context.ts'
import type { PartFacts } from '../sink/export-sink.ts'
import { resumeFrom, startOver, type DownloadTask, type FileAttempt } from './file-attempt.ts'
import { checkFile } from '../protocol/file-check.ts'
import type { FileFailure, StoredFile } from '../journal/journal-event.ts'
import type { LineReport } from '../protocol/line-scanner.ts'
import { isOutage } from '../protocol/outage-gate.ts'
import { receiveFile, ShortBody } from './receive-file.ts'
import { nextDelay, parseRetryAfter } from '../protocol/retry-delay.ts'
import { serverMessage, type ServerIssue } from '../protocol/server-message.ts'
import { waitUntil } from '../protocol/wait-until.ts'

/** How a download ended. `not-now`: the link has expired, or the server puts this file off; a fresh manifest may help. */
export type Downloaded =
  | { readonly end: 'stored'; readonly stored: StoredFile }
  | { readonly end: 'not-now'; readonly text: string; readonly reason: 'expired' | 'server-error' }
  | { readonly end: 'given-up'; readonly text: string; readonly reason: FileFailure }

/** Links that are over; some stores of files answer 401 or 403 for them. */
const expiredStatus: ReadonlySet<number> = new Set([401, 403, 404, 410])

/** A file that is put off more often than this lets others go first. */
const maxDeferrals = 2

/** What went wrong with one request. */
interface Failed {
  readonly reason: FileFailure
  readonly text: string
  readonly askedMs?: number | undefined
}

/**
 * Fetches one file: resumes with Range and If-Range, unpacks, checks length, lines, last line and count. A server that
 * cannot be reached is waited for; only what is wrong with the file itself makes it missing. Nothing of it is visible before
 * the commit.
 *
 * @throws AppError `cancelled`, `network` when the server stayed away too long, and errors of the sink
 */
export async function downloadFile(task: DownloadTask, context: ExportContext): Promise<Downloaded> {
  const { clock, policy, signal, slots, random } = context
  const attempt = await resumeFrom(task, context)
  let countTries = 0
  let cuts = 0
  let furthest = attempt.offset
  for (let failures = 0; ;) {
    if (signal.aborted) throw new AppError('cancelled', m.theExportWasStopped)
    let failed: Failed
    const answer = await ask(task, attempt, context)
    if ('end' in answer) return answer
    const { status } = answer
    if (status === 200 || status === 206) {
      const received = await receive(task, answer, attempt, context)
      if ('end' in received) return received
      if ('report' in received) {
        const { report, facts } = received
        const verdict = checkFile(task.file, report, countTries)
        if (verdict.again === undefined) {
          slots.good()
          return { end: 'stored', stored: storedFile(task, attempt, report, facts, verdict.issues) }
        }
        countTries += 1
        failed = { reason: 'damaged', text: verdict.again }
        startOver(attempt, task, context)
      } else failed = received
    } else if (status === 416) {
      answer.close()
      startOver(attempt, task, context)
      failed = { reason: 'damaged', text: m.http416 }
    } else {
      const refusal = await refused(task, answer, attempt, context)
      if ('end' in refusal) return refusal
      failed = refusal
    }
    slots.bad('fault')
    // A cut says nothing about the file as long as each try brings more of it.
    if (failed.reason === 'cut') cuts = attempt.offset > furthest ? 1 : cuts + 1
    else failures += 1
    furthest = Math.max(furthest, attempt.offset)
    const { text, reason, askedMs } = failed
    if (failures >= policy.maxFileAttempts || cuts >= policy.maxCuts) return { end: 'given-up', text, reason }
    const tries = Math.max(failures, cuts)
    await waitUntil(clock.now() + nextDelay(askedMs, tries - 1, policy.delays, random()), clock, signal)
  }
}

/** Sends the request as soon as the server may be asked. An address that may not be asked is the file's failure. */
async function ask(
  task: DownloadTask,
  attempt: FileAttempt,
  context: ExportContext
): Promise<NetResponse | Downloaded> {
  const { gate, clock, log, watch, slots } = context
  const { url, kind, type } = task.file
  const fileUrl = context.shown(url)
  try {
    return await gate.through(
      url,
      () => {
        watch.attempt(task.file.key)
        log.write('download_request', { fileUrl, itemType: kind, resourceType: type ?? null })
        return request(task, attempt, context)
      },
      (response) => {
        const deferral = deferralOf(response, clock)
        if (deferral === undefined) return undefined
        response.close()
        if (response.status === 429) slots.bad('too-many')
        log.write('download_error', { fileUrl, code: response.status, message: deferral.reason })
        return deferral
      },
      maxDeferrals
    )
  } catch (error) {
    const ofTheFile = error instanceof AppError && !error.retryable && isAboutAddress(error, task, context)
    if (!ofTheFile) throw error
    log.write('download_error', { fileUrl, code: null, message: error.message })
    return { end: 'given-up', reason: 'address', text: error.message }
  }
}

/** Whether a request failed for where it would have gone, and not for the sign-in or the disk. */
function isAboutAddress({ code }: AppError, { file }: DownloadTask, { isAllowed }: ExportContext): boolean {
  return code === 'invalid-input' || code === 'network' || (code === 'not-allowed' && !isAllowed(file.url))
}

async function receive(
  task: DownloadTask,
  response: NetResponse,
  attempt: FileAttempt,
  context: ExportContext
): Promise<{ readonly report: LineReport; readonly facts: PartFacts } | Failed | Downloaded> {
  try {
    return await receiveFile(task, response, attempt, context)
  } catch (error) {
    if (error instanceof UnpackLimitError) {
      startOver(attempt, task, context)
      context.log.write('download_error', { fileUrl: context.shown(task.file.url), code: null, message: error.message })
      return { end: 'given-up', reason: 'damaged', text: error.message }
    }
    const unusable = error instanceof AppError && error.code === 'not-supported'
    const cut = error instanceof ShortBody || isOutage(error)
    if (!cut && !unusable && !(error instanceof DamagedBody)) throw error
    if (!attempt.resumable) startOver(attempt, task, context)
    attempt.plainOnly = true
    const { message } = error
    context.log.write('download_error', { fileUrl: context.shown(task.file.url), code: null, message })
    return { reason: cut ? 'cut' : 'damaged', text: message }
  }
}

/** An answer without the file. */
async function refused(
  { file }: DownloadTask,
  response: NetResponse,
  attempt: FileAttempt,
  { clock, log, shown }: ExportContext
): Promise<Failed | Downloaded> {
  const { status } = response
  const reply = await readReply(response).catch((error: unknown) => {
    if (!isOutage(error)) throw error
    return { status, headers: response.headers, text: '', json: undefined }
  })
  const { text } = serverMessage(reply)
  log.write('download_error', { fileUrl: shown(file.url), code: status, message: text })
  if (expiredStatus.has(status)) return { end: 'not-now', reason: 'expired', text }
  if (deferralOf(response, clock) !== undefined) return { end: 'not-now', reason: 'server-error', text }
  if (status === 406) attempt.accept = '*/*'
  // Other refusals do not go away.
  if (status < 500 && status !== 408 && status !== 406) return { end: 'given-up', reason: 'refused', text }
  return { reason: 'server-error', text, askedMs: parseRetryAfter(reply.headers['retry-after'], clock.now()) }
}

function request(
  task: DownloadTask,
  attempt: FileAttempt,
  { net, signal, profile }: ExportContext
): Promise<NetResponse> {
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
      ...(resume ? { range: `bytes=${attempt.offset}-`, 'if-range': defined(attempt.validator) } : {})
    }
  })
}

function storedFile(
  { part }: DownloadTask,
  { offset }: FileAttempt,
  report: LineReport,
  facts: PartFacts,
  issues: readonly ServerIssue[]
): StoredFile {
  return { part, bytes: offset, ...facts, types: { ...report.types }, issues: [...issues] }
}
