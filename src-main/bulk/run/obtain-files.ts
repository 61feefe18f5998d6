import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { awaitManifest, ExportGone, type OfferedFile, type CompleteManifest } from './await-manifest.ts'
import { downloadFile } from './download.ts'
import type { ExportRequest } from '../protocol/export-request.ts'
import { enter, type RunningExport } from './running-export.ts'
import type { DownloadTask } from './file-attempt.ts'
import { storedIssues } from '../protocol/file-check.ts'
import { hasAddress } from '../protocol/manifest.ts'
import { reconcileManifest } from './reconcile-manifest.ts'
import { nextDelay } from '../protocol/retry-delay.ts'
import { startOnServer } from './start-on-server.ts'
import { waitUntil } from '../protocol/wait-until.ts'
import { runTasks } from '../protocol/worker-slots.ts'

/** Starts the export unless it runs already, waits for it, and stores every file of its manifest or gives it up. */
export async function obtainFiles(run: RunningExport): Promise<void> {
  const { journal, policy, clock, random, signal } = run.context
  /** How often a file could not be had although the list of files was fetched again and no other file came either. */
  const vain = new Map<string, number>()
  const count = async (file: NotNow): Promise<void> => {
    const times = (vain.get(file.key) ?? 0) + 1
    vain.set(file.key, times)
    if (times > policy.freshManifests) await giveUp(run, file)
  }
  for (let idle = 0; ;) {
    const early = earlyDownloads(run)
    let manifest: CompleteManifest
    try {
      manifest = await manifestOf(run, early.offer)
    } finally {
      await early.ended()
    }
    await enter(run, 'downloading')
    const storedBefore = journal.progress.stored.size
    const { notNow, left } = await download(run, inOrder(manifest.files), idle === 0 ? notNowInARow : Infinity)
    const gotOn = journal.progress.stored.size > storedBefore
    // Links that live for a short time only are renewed as often as it takes.
    if (!gotOn) for (const file of notNow) await count(file)
    const isOpen = ({ key }: { readonly key: string }): boolean => !journal.progress.givenUp.has(key)
    if (left === 0 && !notNow.some(isOpen)) return giveUpUnaddressed(run, manifest.files)
    // A server whose fresh links do not work either is not asked without a pause.
    idle = gotOn ? 0 : idle + 1
    if (idle > 1) await waitUntil(clock.now() + nextDelay(undefined, idle, policy.delays, random()), clock, signal)
  }
}

async function giveUp({ context: { journal } }: RunningExport, { key, text, reason }: NotNow): Promise<void> {
  const { type, kind } = journal.progress.files.get(key) ?? { type: undefined, kind: 'output' }
  const name = m.typeFileNumbers(type ?? kind, journal.progress.numbers.get(key) ?? 0)
  const what = reason === 'expired' ? m.theServerSaysThatTheLink : m.theServerAnswersButNotFor
  await journal.record({ event: 'given-up', key, text: `${name}: ${what}: ${text}`, reason })
}

/** A list of files that was fetched again may have had the address, so this is said of the last one. */
async function giveUpUnaddressed(
  { context: { journal } }: RunningExport,
  files: readonly OfferedFile[]
): Promise<void> {
  const { stored, held } = journal.progress
  for (const file of files) {
    const { key, kind, type } = file
    if (hasAddress(file) || stored.has(key) || held.has(key)) continue
    const text =
      kind === 'output'
        ? m.aFileHasNoAddress(type ?? kind)
        : kind === 'deleted'
          ? m.theListOfRemovedHasNoAddress
          : m.theListOfErrorsHasNoAddress
    await journal.record({ event: 'given-up', key, text, reason: 'no-address' })
  }
}

/** Fetches what is ready while the server still makes the rest. */
function earlyDownloads(run: RunningExport): {
  readonly offer: (manifest: CompleteManifest) => void
  ended(): Promise<void>
} {
  const offered = new Set<string>()
  const running: Promise<unknown>[] = []
  let failure: { readonly error: unknown } | undefined
  return {
    offer(manifest) {
      const files = manifest.files.filter(({ key }) => !offered.has(key))
      if (files.length === 0) return
      for (const { key } of files) offered.add(key)
      // What does not arrive now is asked for again when the whole manifest is there.
      running.push(
        keepManifest(run, manifest, true)
          .then(() => download(run, files))
          .catch((error: unknown) => void (failure ??= { error }))
      )
    },
    async ended() {
      await Promise.all(running)
      if (failure !== undefined) throw failure.error
    }
  }
}

/** Starts the export unless it runs already, waits for it, and keeps what its manifest lists. */
async function manifestOf(
  run: RunningExport,
  onPartial: (manifest: CompleteManifest) => void
): Promise<CompleteManifest> {
  const { journal } = run.context
  const { context } = run
  for (let restarts = 0; ; restarts += 1) {
    if (journal.progress.statusUrl === undefined) {
      if (journal.progress.state !== 'authorising') await enter(run, 'authorising')
      await enter(run, 'kicking-off')
      await startOnServer(requestNow(run), context)
    }
    if (journal.progress.state !== 'polling') await enter(run, 'polling')
    try {
      const manifest = await awaitManifest(defined(journal.progress.statusUrl), context, onPartial)
      await enter(run, 'manifest')
      return await keepManifest(run, manifest, false)
    } catch (error) {
      if (!(error instanceof ExportGone)) throw error
      const wasListed = journal.progress.files.size > 0
      await journal.record({ event: 'gone' })
      if (restarts > 0 || !wasListed)
        throw new AppError('network', m.theExportIsNotOnTheServer, {
          retryable: true,
          cause: error
        })
    }
  }
}

/** What is asked of the server: where missing files are fetched by a new export, all of their types. */
function requestNow({ request, context }: RunningExport): ExportRequest {
  const { repair } = context.journal.progress
  if (repair === undefined) return request
  const { since: _since, ...rest } = request
  return { ...rest, types: [...repair.types] }
}

/** Writes down what a manifest lists. @returns it with the keys by which its files are known */
async function keepManifest(
  { context: { journal } }: RunningExport,
  manifest: CompleteManifest,
  partial: boolean
): Promise<CompleteManifest> {
  const { transactionTime, byPatient } = manifest
  const { progress } = journal
  const isOther = progress.transactionTime !== undefined && transactionTime !== progress.transactionTime
  // Files of another moment do not go together.
  if (isOther && progress.repair?.fresh === false) throw new ExportGone(m.theExportOnTheServerIs)
  if (progress.listed && isOther) await journal.record({ event: 'other-moment' })
  const { files, dropped } = partial ? { files: manifest.files, dropped: [] } : reconcileManifest(progress, manifest)
  const first = inOrder(files)[0]?.expiresAt
  await journal.record({
    event: 'manifest',
    byPatient,
    partial,
    files: files.map(({ key, kind, type, count, bytes }) => ({
      key,
      kind,
      ...(type === undefined ? {} : { type }),
      ...(count === undefined ? {} : { count }),
      ...(bytes === undefined ? {} : { bytes })
    })),
    ...(dropped.length === 0 ? {} : { dropped: [...dropped] }),
    ...(transactionTime === undefined ? {} : { transactionTime }),
    ...(first === undefined ? {} : { linksUntil: first })
  })
  return { ...manifest, files }
}

/** Files whose links expire first come first; the order of the manifest decides otherwise. */
function inOrder(files: readonly OfferedFile[]): OfferedFile[] {
  const expiry = ({ expiresAt = Infinity }: OfferedFile): number => expiresAt
  return [...files].sort((a, b) => expiry(a) - expiry(b) || 0)
}

/** So many links in a row that have expired mean that the others have, too. */
const notNowInARow = 3

/** A file that could not be had with the present list of files. */
interface NotNow {
  readonly key: string
  readonly text: string
  readonly reason: 'expired' | 'server-error'
}

/** What a list of files did not bring. */
interface NotFetched {
  readonly notNow: readonly NotNow[]
  /** Files that were not asked for any more. */
  readonly left: number
}

/** @param maxInARow links that do not work, after which the others are not asked for */
async function download(
  run: RunningExport,
  files: readonly OfferedFile[],
  maxInARow = notNowInARow
): Promise<NotFetched> {
  const { context, trusts } = run
  const { journal, slots } = context
  const { numbers, stored, held, givenUp } = journal.progress
  const notNow: NotNow[] = []
  let left = 0
  let inARow = 0
  const tasks = files.filter(hasAddress).flatMap((file): DownloadTask[] => {
    if (stored.has(file.key) || held.has(file.key) || givenUp.has(file.key)) return []
    const part = `file-${String(numbers.get(file.key) ?? 0).padStart(6, '0')}`
    const asked = file.requiresAccessToken ?? trusts(file.url)
    return [{ file, part, authorize: asked && trusts(file.url) }]
  })
  await runTasks(tasks, slots, async (task) => {
    if (inARow >= maxInARow) {
      left += 1
      return
    }
    const put = await fetchFile(run, task)
    inARow = put === undefined ? 0 : inARow + 1
    if (put !== undefined) notNow.push(put)
  })
  return { notNow, left }
}

/** Fetches one file and writes down how it ended; what cannot be had now is returned. */
async function fetchFile({ context, trusts }: RunningExport, task: DownloadTask): Promise<NotNow | undefined> {
  const { journal, sink, log } = context
  const { key, kind, type, url } = task.file
  const done = await downloadFile(task, context)
  if (done.end === 'not-now') return { key, text: done.text, reason: done.reason }
  if (done.end === 'given-up') {
    const foreign = !task.authorize && !trusts(url)
    const hint = foreign ? m.itLiesAtAnotherAddressThan : ''
    const text = m.aFileOfCouldNotBe(type ?? kind, asSentence(done.text), hint)
    await journal.record({ event: 'given-up', key, text, reason: done.reason })
    return undefined
  }
  const issues = kind === 'error' ? await storedIssues(sink.read(task.part)) : done.stored.issues
  await journal.record({ event: 'stored', key, file: { ...done.stored, issues: [...issues] } })
  const resourceCount = Object.values(done.stored.types).reduce((sum, typeCounts) => sum + typeCounts.resources, 0)
  log.write('download_complete', { fileUrl: context.shown(url), resourceCount, fileSize: done.stored.bytes })
  return undefined
}
