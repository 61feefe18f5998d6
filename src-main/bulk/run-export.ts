import { AppError } from '#shared/app-error.ts'
import type { TokenSource } from '../auth/access-token.ts'
import { readSaid } from '../auth/read-json.ts'
import { uncoveredTypes } from '../auth/scopes.ts'
import { awaitManifest, ExportGone, type WholeManifest } from './await-manifest.ts'
import { downloadFile, storedIssues, type DownloadTask } from './download.ts'
import type { ExportContext } from './export-context.ts'
import type { ExportRequest } from './export-request.ts'
import type { ExportResult } from './export-result.ts'
import type { CommittedPart } from './export-sink.ts'
import { isFinal, mayFollow, type ExportState } from './job-state.ts'
import { mergePrevious, type PreviousExport } from './merge.ts'
import { readRemovals } from './removals.ts'
import type { ExportIssue } from './server-message.ts'
import { startOnServer } from './start-on-server.ts'
import { runTasks } from './worker-slots.ts'

/** What {@link runExport} runs. */
export interface ExportRun {
  readonly request: ExportRequest
  /** Random, for the log. */
  readonly id: string
  readonly tokens: TokenSource
  readonly context: ExportContext
  /** The export that this one refreshes. */
  readonly previous: PreviousExport | undefined
  /** Fetches the data by searching, where the server has no bulk export. */
  readonly crawl: ((context: ExportContext, request: ExportRequest) => Promise<void>) | undefined
  /** Whether the token may go to this address when a manifest asks for it. */
  readonly trusts: (url: string) => boolean
  readonly onState: (state: ExportState) => void
}

/**
 * Runs an export to its end, from wherever its journal says that it is.
 * A failure is a result, too, and can be run again; only `cancelled` and errors of the disk are thrown.
 */
export async function runExport(run: ExportRun): Promise<ExportResult> {
  const { context, request, id } = run
  const { journal, clock } = context
  if (journal.progress.result !== undefined && isFinal(journal.progress.state)) {
    await deleteOnServer(run)
    await context.sink.tidy()
    return JSON.parse(journal.progress.result) as ExportResult
  }
  if (journal.progress.state === 'cancelled')
    throw new AppError('cancelled', 'This export was cancelled. Start a new one in a new folder.')
  if (run.previous !== undefined && request.elements.length > 0)
    throw new AppError(
      'invalid-input',
      'Resources with a part of their elements cannot replace whole ones. Refresh without choosing elements.'
    )
  if (journal.progress.request === undefined)
    await journal.record({ event: 'queued', id, request, mode: run.crawl === undefined ? 'bulk' : 'crawl' })
  else if (JSON.stringify(journal.progress.request) !== JSON.stringify(request))
    throw new AppError(
      'invalid-input',
      'In this folder is another export, which has not ended. Choose a new folder, or ask for the same again.'
    )
  try {
    return await phases(run)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled' || error.code === 'out-of-space') throw error
    const seconds = (clock.now() - (journal.progress.startedAt ?? clock.now())) / 1000
    await enter(run, 'failed')
    const issues: ExportIssue[] = [...journal.progress.issues, { severity: 'error', text: error.message }]
    return { state: 'failed', types: {}, files: 0, bytes: 0, deleted: 0, issues, transactionTime: undefined, seconds }
  }
}

async function phases(run: ExportRun): Promise<ExportResult> {
  const { context, request, tokens } = run
  const { journal } = context
  await enter(run, 'authorising')
  await tokens.authorization()
  await warnOfMissingPermissions(run)
  if (run.crawl !== undefined) {
    await enter(run, 'downloading')
    await run.crawl(context, request)
  } else if (!isAllStored(run)) {
    for (let fresh = 0; ; fresh += 1) {
      const manifest = await manifestOf(run)
      await enter(run, 'downloading')
      const expired = await download(run, manifest)
      if (expired.length === 0) break
      if (fresh === context.policy.freshManifests) {
        for (const key of expired)
          await journal.record({
            event: 'given-up',
            key,
            text: 'The link to a file is over, also after it was fetched anew.'
          })
        break
      }
    }
  }
  await enter(run, 'verifying')
  const { parts, result } = await verify(run)
  await enter(run, 'committing')
  await context.sink.commit(parts)
  await journal.record({ event: 'result', result: JSON.stringify(result) })
  await enter(run, result.state)
  const { types, files, bytes, seconds } = result
  const resources = Object.values(types).reduce((sum, one) => sum + one.resources, 0)
  context.log.write('export_complete', {
    files,
    resources,
    bytes,
    attachments: 0,
    duration: Math.round(seconds * 1000)
  })
  await deleteOnServer(run)
  await context.sink.tidy()
  return result
}

/** A run before this one fetched everything that the manifest lists; the server is not needed any more. */
function isAllStored({ context }: ExportRun): boolean {
  const { files, stored } = context.journal.progress
  return files.size > 0 && [...files.keys()].every((key) => stored.has(key))
}

async function enter({ context, onState }: ExportRun, state: ExportState): Promise<void> {
  const { journal } = context
  if (!mayFollow(journal.progress.state, state))
    throw new Error(`An export cannot go from ${journal.progress.state} to ${state}.`)
  await journal.record({ event: 'state', state })
  onState(state)
}

async function warnOfMissingPermissions({ request, tokens, context }: ExportRun): Promise<void> {
  const missing = uncoveredTypes(request.types, tokens.granted())
  if (missing.length === 0) return
  const text = `The server does not permit to read ${missing.join(', ')}; these are probably missing.`
  if (context.journal.progress.issues.some((issue) => issue.text === text)) return
  await context.journal.record({ event: 'issue', issue: { severity: 'warning', text } })
}

/** Starts the export unless it runs already, waits for it, and keeps what its manifest lists. */
async function manifestOf(run: ExportRun): Promise<WholeManifest> {
  const { context, request } = run
  const { journal } = context
  for (let restarts = 0; ; restarts += 1) {
    if (journal.progress.statusUrl === undefined) {
      if (journal.progress.state !== 'authorising') await enter(run, 'authorising')
      await enter(run, 'kicking-off')
      await startOnServer(request, context)
    }
    if (journal.progress.state !== 'polling') await enter(run, 'polling')
    try {
      const manifest = await awaitManifest(journal.progress.statusUrl!, context)
      await enter(run, 'manifest')
      const { transactionTime, byPatient } = manifest
      const files = manifest.files.map(({ key, kind, type, count, bytes }) => ({
        key,
        kind,
        ...(type === undefined ? {} : { type }),
        ...(count === undefined ? {} : { count }),
        ...(bytes === undefined ? {} : { bytes })
      }))
      await journal.record({
        event: 'manifest',
        byPatient,
        files,
        ...(transactionTime === undefined ? {} : { transactionTime })
      })
      return manifest
    } catch (error) {
      if (!(error instanceof ExportGone)) throw error
      const wasListed = journal.progress.files.size > 0
      await journal.record({ event: 'gone' })
      if (restarts > 0 || !wasListed)
        throw new AppError('network', 'The export is not on the server any more. Start it again.', {
          retryable: true,
          cause: error
        })
    }
  }
}

/** @returns keys of the files whose links are over */
async function download(run: ExportRun, manifest: WholeManifest): Promise<string[]> {
  const { context, trusts } = run
  const { journal, slots, log, sink } = context
  const order = new Map([...journal.progress.files.keys()].map((key, index) => [key, index]))
  const expired: string[] = []
  const tasks: DownloadTask[] = []
  for (const file of manifest.files) {
    if (journal.progress.stored.has(file.key)) continue
    const part = `file-${String((order.get(file.key) ?? 0) + 1).padStart(6, '0')}`
    const asked = file.requiresAccessToken ?? trusts(file.url)
    tasks.push({ file, part, authorize: asked && trusts(file.url) })
  }
  await runTasks(tasks, slots, async (task) => {
    const done = await downloadFile(task, context)
    const { key, kind, type } = task.file
    if (done.end === 'expired') {
      expired.push(key)
      return
    }
    if (done.end === 'given-up') {
      const hint =
        task.authorize || trusts(task.file.url)
          ? ''
          : ' It lies at another address than the server, so it was asked for without the token.'
      await journal.record({
        event: 'given-up',
        key,
        text: `A file of ${type ?? kind} could not be fetched: ${done.text}.${hint}`
      })
      return
    }
    const issues = kind === 'error' ? await storedIssues(sink.read(task.part)) : done.stored.issues
    await journal.record({ event: 'stored', key, file: { ...done.stored, issues: [...issues] } })
    const resourceCount = Object.values(done.stored.types).reduce((sum, one) => sum + one.resources, 0)
    log.write('download_complete', {
      fileUrl: context.shown(task.file.url),
      resourceCount,
      fileSize: done.stored.bytes
    })
  })
  return expired
}

async function verify(run: ExportRun): Promise<{ parts: CommittedPart[]; result: ExportResult }> {
  const { context, previous, request } = run
  const { journal, sink, clock } = context
  const { progress } = journal
  const parts: CommittedPart[] = []
  const types: Record<string, { resources: number; rejected: number }> = {}
  const issues: ExportIssue[] = [...progress.issues]
  const removed = new Set<string>()
  let bytes = 0
  let files = 0
  for (const [key, { kind, type }] of progress.files) {
    const stored = progress.stored.get(key)
    if (stored === undefined) {
      issues.push({
        severity: 'error',
        text: progress.givenUp.get(key) ?? `A file of ${type ?? kind} could not be fetched.`
      })
      continue
    }
    issues.push(...stored.issues)
    bytes += stored.bytes
    if (kind === 'deleted') {
      const { keys, unclear } = readRemovals(await textOf(sink.read(stored.part)))
      for (const removedKey of keys) removed.add(removedKey)
      if (unclear > 0)
        issues.push({
          severity: 'warning',
          text: `${unclear} entries of the list of removed resources are not understood.`
        })
    }
    if (kind !== 'output') continue
    files += 1
    for (const [name, counts] of Object.entries(stored.types)) {
      const sum = (types[name] ??= { resources: 0, rejected: 0 })
      sum.resources += counts.resources
      sum.rejected += counts.rejected
    }
    parts.push({ part: stored.part, name: `${stored.part.replace('file-', '')}.${safeType(type)}.ndjson` })
  }
  if (previous !== undefined) {
    const merged = await mergePrevious({ previous, sink, parts: parts.map(({ part }) => part), removed })
    parts.push(...merged.map(({ part, name }) => ({ part, name: `kept-${name}` })))
  }
  for (const type of request.types) types[type] ??= { resources: 0, rejected: 0 }
  const state = issues.some(({ severity }) => severity === 'error') ? 'partial' : 'committed'
  const seconds = Number(((clock.now() - (progress.startedAt ?? clock.now())) / 1000).toFixed(3))
  const { transactionTime } = progress
  return { parts, result: { state, types, files, bytes, deleted: removed.size, issues, transactionTime, seconds } }
}

function safeType(type: string | undefined): string {
  return type !== undefined && /^[A-Za-z]{1,64}$/.test(type) ? type : 'mixed'
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const chunk of chunks) pieces.push(chunk)
  return Buffer.concat(pieces).toString('utf8')
}

const deleteTries = 3

/**
 * Tells the server that its export is not needed any more. Only when everything is stored: after a failed download the
 * files on the server may be the only copy. 404 is as good as 202.
 */
async function deleteOnServer({ context }: ExportRun): Promise<void> {
  const { journal, net, profile, policy, signal } = context
  const { statusUrl, deletedOnServer, state } = journal.progress
  if (!profile.deleteWhenStored || statusUrl === undefined || deletedOnServer || state !== 'committed') return
  for (let failures = 0; failures < deleteTries; failures += 1) {
    try {
      const { status } = await readSaid(
        await net.send({
          method: 'DELETE',
          url: statusUrl,
          headers: { accept: 'application/json' },
          authorize: true,
          signal
        })
      )
      if (status < 300 || status === 404 || status === 410) break
    } catch (error) {
      // The data are safe; a server that cannot be reached now forgets its export by itself.
      if (!(error instanceof AppError) || error.code === 'cancelled') throw error
    }
    await new Promise((resolve) => setTimeout(resolve, policy.delays.firstMs))
  }
  await journal.record({ event: 'deleted-on-server' })
}

/**
 * Gives an export up: the server is told, and the export cannot go on.
 * @throws AppError `invalid-input` when it has ended already
 */
export async function cancelExport(run: ExportRun): Promise<void> {
  const { journal, net } = run.context
  if (isFinal(journal.progress.state)) throw new AppError('invalid-input', 'This export has ended already.')
  const { statusUrl } = journal.progress
  await enter(run, 'cancelled')
  if (statusUrl === undefined) return
  await readSaid(
    await net.send({ method: 'DELETE', url: statusUrl, headers: { accept: 'application/json' }, authorize: true })
  )
  await journal.record({ event: 'deleted-on-server' })
}
