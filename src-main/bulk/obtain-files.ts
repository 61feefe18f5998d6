import { AppError } from '#shared/app-error.ts'
import { awaitManifest, ExportGone, type OfferedFile, type WholeManifest } from './await-manifest.ts'
import { downloadFile, type DownloadTask } from './download.ts'
import { enter, type ExportRun } from './export-run.ts'
import { storedIssues } from './file-verdict.ts'
import { startOnServer } from './start-on-server.ts'
import { runTasks } from './worker-slots.ts'

/** Starts the export unless it runs already, waits for it, and stores every file of its manifest or gives it up. */
export async function obtainFiles(run: ExportRun): Promise<void> {
  const { journal, policy } = run.context
  for (let fresh = 0; ; fresh += 1) {
    const early = earlyDownloads(run)
    let manifest: WholeManifest
    try {
      manifest = await manifestOf(run, early.offer)
    } finally {
      await early.ended()
    }
    await enter(run, 'downloading')
    const expired = await download(run, manifest.files)
    if (expired.length === 0) return
    if (fresh < policy.freshManifests) continue
    const text = 'The link to a file is over, also after it was fetched anew.'
    for (const key of expired) await journal.record({ event: 'given-up', key, text })
    return
  }
}

/** Fetches what is ready while the server still makes the rest. */
function earlyDownloads(run: ExportRun): {
  readonly offer: (manifest: WholeManifest) => void
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
async function manifestOf(run: ExportRun, onPartial: (manifest: WholeManifest) => void): Promise<WholeManifest> {
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
      const manifest = await awaitManifest(journal.progress.statusUrl!, context, onPartial)
      await enter(run, 'manifest')
      await keepManifest(run, manifest, false)
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

async function keepManifest(
  { context: { journal } }: ExportRun,
  manifest: WholeManifest,
  partial: boolean
): Promise<void> {
  const { transactionTime, byPatient } = manifest
  const files = manifest.files.map(({ key, kind, type, count, bytes }) => ({
    key,
    kind,
    ...(type === undefined ? {} : { type }),
    ...(count === undefined ? {} : { count }),
    ...(bytes === undefined ? {} : { bytes })
  }))
  const first = inOrder(manifest.files)[0]?.expiresAt
  await journal.record({
    event: 'manifest',
    byPatient,
    partial,
    files,
    ...(transactionTime === undefined ? {} : { transactionTime }),
    ...(first === undefined ? {} : { linksUntil: first })
  })
}

/** Files whose links are over first come first; the order of the manifest decides otherwise. */
function inOrder(files: readonly OfferedFile[]): OfferedFile[] {
  return [...files].sort((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity) || 0)
}

/** @returns keys of the files whose links are over */
async function download(run: ExportRun, files: readonly OfferedFile[]): Promise<string[]> {
  const { context, trusts } = run
  const { journal, slots } = context
  const order = new Map([...journal.progress.files.keys()].map((key, index) => [key, index]))
  const expired: string[] = []
  const tasks: DownloadTask[] = []
  for (const file of inOrder(files)) {
    if (journal.progress.stored.has(file.key)) continue
    const part = `file-${String((order.get(file.key) ?? 0) + 1).padStart(6, '0')}`
    const asked = file.requiresAccessToken ?? trusts(file.url)
    tasks.push({ file, part, authorize: asked && trusts(file.url) })
  }
  await runTasks(tasks, slots, async (task) => {
    if (await isExpired(run, task)) expired.push(task.file.key)
  })
  return expired
}

/** Fetches one file and keeps how it ended. @returns whether its link is over */
async function isExpired({ context, trusts }: ExportRun, task: DownloadTask): Promise<boolean> {
  const { journal, sink, log } = context
  const { key, kind, type, url } = task.file
  const done = await downloadFile(task, context)
  if (done.end === 'expired') return true
  if (done.end === 'given-up') {
    const foreign = !task.authorize && !trusts(url)
    const hint = foreign ? ' It lies at another address than the server, so it was asked for without the token.' : ''
    const text = `A file of ${type ?? kind} could not be fetched: ${done.text}.${hint}`
    await journal.record({ event: 'given-up', key, text })
    return false
  }
  const issues = kind === 'error' ? await storedIssues(sink.read(task.part)) : done.stored.issues
  await journal.record({ event: 'stored', key, file: { ...done.stored, issues: [...issues] } })
  const resourceCount = Object.values(done.stored.types).reduce((sum, one) => sum + one.resources, 0)
  log.write('download_complete', { fileUrl: context.shown(url), resourceCount, fileSize: done.stored.bytes })
  return false
}
