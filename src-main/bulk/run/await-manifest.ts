import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { AppError } from '#shared/app-error.ts'
import { saysLater } from '../../auth/passing-status.ts'
import { readReply, type HttpReply } from '../../auth/read-json.ts'
import { deferralOf } from '../protocol/deferral.ts'
import type { ExportContext } from './export-context.ts'
import { hasAddress, readManifest, toldApart, type Manifest, type ManifestFile } from '../protocol/manifest.ts'
import { sightManifest, sightWorking } from '../protocol/protocol-facts.ts'
import { nextDelay, parseRetryAfter } from '../protocol/retry-delay.ts'
import { serverMessage, serverRefusal } from '../protocol/server-message.ts'
import { waitUntil } from '../protocol/wait-until.ts'

/** A file with what its page of the manifest says of it. */
export interface OfferedFile extends ManifestFile {
  readonly requiresAccessToken: boolean | undefined
  /** When its link is over, in milliseconds since 1970, as far as the server says so. */
  readonly expiresAt: number | undefined
}

/** A manifest with all its pages. */
export interface CompleteManifest {
  readonly transactionTime: string | undefined
  readonly byPatient: boolean
  readonly files: readonly OfferedFile[]
}

type Page = Omit<Manifest, 'files'> & { readonly files: readonly OfferedFile[] }

/** The export is not on the server any more; another one has to be started. */
export class ExportGone extends Error {}

const maxPages = 10_000

/**
 * Asks for the status of the export until it is ready, for as long as it takes, and reads its manifest with all pages.
 * @param onPartial told of the files that are ready before the rest is
 * @throws ExportGone, AppError `network`, `not-allowed`, `not-supported`, `cancelled`
 */
export async function awaitManifest(
  statusUrl: string,
  context: ExportContext,
  onPartial: (manifest: CompleteManifest) => void
): Promise<CompleteManifest> {
  const { policy, clock, random, signal, log, trigger, watch } = context
  let failures = 0
  for (let statusRequests = 0; ; statusRequests += 1) {
    const reply = await ask(statusUrl, context)
    const asked = parseRetryAfter(reply.headers['retry-after'], clock.now())
    const stage = stageOf(reply)
    if (stage === 'ready') {
      watch.saw(sightManifest(reply))
      return completeManifest(reply, statusUrl, context)
    }
    if (stage === 'busy') {
      failures = 0
      watch.saw(sightWorking(reply, clock.now()))
      const partial = partialManifest(reply, statusUrl, context)
      if (partial !== undefined) onPartial(partial)
      log.write('status_progress', {
        xProgress: progressText(reply) ?? null,
        retryAfter: reply.headers['retry-after'] ?? null
      })
    } else {
      failures += 1
      log.write('status_error', {
        code: reply.status,
        message: serverMessage(reply).text
      })
      if (failures >= policy.maxRequestAttempts) {
        throw new AppError('network', m.theServerDidNotAnswerProperly, { retryable: true })
      }
    }
    const wait = nextDelay(asked, stage === 'busy' ? statusRequests : failures, policy.delays, random())
    const nextAt = Math.round(clock.now() + wait)
    watch.poll({ text: progressText(reply), askedMs: asked, nextAt })
    await waitUntil(nextAt, clock, signal, trigger.signal)
  }
}

/** X-Progress is free text of less than 100 characters; nothing depends on it. */
function progressText({ headers }: HttpReply): string | undefined {
  return headers['x-progress']?.slice(0, 100)
}

/** The files that a server offers before it is done (allowPartialManifests): 202 with a manifest in the body. */
function partialManifest(reply: HttpReply, from: string, context: ExportContext): CompleteManifest | undefined {
  const { json } = reply
  if (typeof json !== 'object' || json === null || !('output' in json) || !Array.isArray(json.output)) return undefined
  const { transactionTime, byPatient, files } = readPage(reply, from, context)
  // What has no address yet may get one until the server is done.
  return { transactionTime, byPatient, files: files.filter(hasAddress) }
}

/** @throws AppError `not-supported` when it is not a manifest */
function readPage({ json, headers }: HttpReply, from: string, { clock }: ExportContext): Page {
  const page = readManifest(json, from)
  const { requiresAccessToken } = page
  // A moment that is behind is a rule for caches and says nothing about the files.
  const expires = Date.parse(headers['expires'] ?? '')
  const expiresAt = expires > clock.now() ? expires : undefined
  return { ...page, files: page.files.map((file) => ({ ...file, requiresAccessToken, expiresAt })) }
}

/** Asks as soon as the server may be asked; an answer that says "later" is not returned. */
function ask(url: string, { net, signal, gate, clock, log }: ExportContext): Promise<HttpReply> {
  const request = { method: 'GET', url, headers: { accept: 'application/json' }, authorize: true, signal } as const
  return gate.through(
    url,
    async () => readReply(await net.send(request)),
    (reply) => {
      const deferral = deferralOf(reply, clock)
      if (deferral !== undefined) log.write('status_error', { code: reply.status, message: deferral.reason })
      return deferral
    }
  )
}

/** @throws ExportGone, AppError when the export failed for good */
function stageOf(reply: HttpReply): 'ready' | 'busy' | 'failed' {
  const { status } = reply
  // separate-export-status (Bulk Data IG 3): the state of the export stands apart from that of the request.
  const apart = Number(reply.headers['x-export-status'] ?? Number.NaN)
  const state = status === 200 && !Number.isNaN(apart) ? apart : status
  if (state === 200) return 'ready'
  if (state === 202) return 'busy'
  if (saysLater(state) || state === 401) return 'failed'
  if (state === 404 || state === 410) throw new ExportGone(m.theExportIsNotOnThe)
  const message = serverMessage(reply)
  const { transient, outcome } = message
  if (transient || (state >= 500 && !outcome)) return 'failed'
  throw new AppError('network', serverRefusal(m.theExportFailedOnTheServer, message), { retryable: true })
}

async function completeManifest(
  first: HttpReply,
  statusUrl: string,
  context: ExportContext
): Promise<CompleteManifest> {
  const { log } = context
  const seen = new Set([statusUrl])
  const files: OfferedFile[] = []
  let page = readPage(first, statusUrl, context)
  const { transactionTime, byPatient } = page
  for (;;) {
    files.push(...page.files)
    const count = (kind: ManifestFile['kind']): number => page.files.filter((file) => file.kind === kind).length
    log.write('status_page_complete', {
      transactionTime: page.transactionTime ?? null,
      outputFileCount: count('output'),
      deletedFileCount: count('deleted'),
      errorFileCount: count('error')
    })
    // A page that leads back to one that was read would never end.
    if (page.next === undefined || seen.has(page.next) || seen.size > maxPages) break
    seen.add(page.next)
    page = await nextPage(page.next, context)
  }
  log.write('status_complete', { transactionTime: transactionTime ?? null })
  return { transactionTime, byPatient, files: [...new Map(toldApart(files).map((file) => [file.key, file])).values()] }
}

async function nextPage(url: string, context: ExportContext): Promise<Page> {
  const { policy, clock, random, signal } = context
  for (let failures = 0; ; failures += 1) {
    const reply = await ask(url, context)
    if (reply.status === 200) return readPage(reply, url, context)
    if (failures + 1 >= policy.maxRequestAttempts)
      throw new AppError('network', m.aPageOfTheListOf, { retryable: true })
    const asked = parseRetryAfter(reply.headers['retry-after'], clock.now())
    await waitUntil(clock.now() + nextDelay(asked, failures, policy.delays, random()), clock, signal)
  }
}
