import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { AppError } from '#shared/app-error.ts'
import { isFinal } from '#shared/export-state.ts'
import { absentText } from '#shared/offered-types.ts'
import { uncoveredTypes } from '../../auth/scopes.ts'
import { deleteOnServer } from './end-on-server.ts'
import { asksTheSame } from '../protocol/export-request.ts'
import type { ExportResult } from '../sink/export-result.ts'
import { enter, type RunningExport } from './running-export.ts'
import { obtainFiles } from './obtain-files.ts'
import type { ServerIssue } from '../protocol/server-message.ts'
import { verifyExport } from './verify-export.ts'

/**
 * Runs an export to its end, from wherever its journal says that it is.
 * A failure is a result, too, and can be run again; only `cancelled` and errors of the disk are thrown.
 */
export async function runExport(run: RunningExport): Promise<ExportResult> {
  const { context, request } = run
  const { journal, clock } = context
  if (journal.progress.result !== undefined && isFinal(journal.progress.state)) {
    await deleteOnServer(run)
    await context.sink.tidy()
    return JSON.parse(journal.progress.result) as ExportResult
  }
  if (journal.progress.state === 'cancelled') throw new AppError('cancelled', m.thisExportWasCancelledStartA)
  if (run.previous !== undefined && request.elements.length > 0)
    throw new AppError('invalid-input', m.resourcesWithAPartOfTheir)
  if (journal.progress.request === undefined) await begin(run)
  else if (!asksTheSame(journal.progress.request, request))
    throw new AppError('invalid-input', m.thisFolderAlreadyContainsAnUnfinished)
  try {
    return await phases(run)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled' || error.code === 'out-of-space') throw error
    const seconds = (clock.now() - (journal.progress.startedAt ?? clock.now())) / 1000
    await enter(run, 'failed', error)
    const issues: ServerIssue[] = [...journal.progress.issues, { severity: 'error', text: error.message }]
    return {
      state: 'failed',
      outcome: 'nothing',
      types: {},
      files: 0,
      bytes: 0,
      deleted: 0,
      issues,
      transactionTime: undefined,
      seconds
    }
  }
}

async function phases(run: RunningExport): Promise<ExportResult> {
  const { context, request } = run
  const { journal } = context
  await enter(run, 'authorising')
  await signIn(run)
  await noteAbsentTypes(run)
  await warnOfMissingPermissions(run)
  if (run.crawl !== undefined) {
    await enter(run, 'downloading')
    await run.crawl(context, request)
  } else if (!isAllStored(run)) await obtainFiles(run)
  await enter(run, 'verifying')
  const { parts, result } = await verifyExport(run)
  await enter(run, 'committing')
  if (result.outcome === 'snapshot') await context.sink.commit(parts, result)
  await journal.record({ event: 'result', result: JSON.stringify(result) })
  await enter(run, result.state)
  const { types, files, bytes, seconds } = result
  const resources = Object.values(types).reduce((sum, typeCounts) => sum + typeCounts.resources, 0)
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

async function begin(run: RunningExport): Promise<void> {
  const { context, request, id } = run
  const mode = run.crawl === undefined ? 'bulk' : 'crawl'
  await context.journal.record({ event: 'queued', id, request, mode })
  await run.describe()
  if (run.repair === undefined) return
  const { statusUrl, transactionTime, dataAt, files, held, types } = run.repair
  await context.journal.record({
    event: 'repairs',
    files: [...files],
    held: [...held],
    types: [...types],
    ...(statusUrl === undefined ? {} : { statusUrl }),
    ...(transactionTime === undefined ? {} : { transactionTime }),
    ...(dataAt === undefined ? {} : { dataAt })
  })
}

/** Signs in; an export that has begun on the server waits for a sign-in service that is away. */
async function signIn({ context, request, tokens }: RunningExport): Promise<void> {
  const { gate, journal } = context
  const hasBegun = journal.progress.statusUrl !== undefined || journal.progress.files.size > 0
  if (hasBegun) await gate.through(request.base, () => tokens.authorization())
  else await tokens.authorization()
}

/** A run before this one fetched everything that the manifest lists; the server is not needed any more. */
function isAllStored({ context }: RunningExport): boolean {
  const { files, stored, held, listed } = context.journal.progress
  return listed && files.size > 0 && [...files.keys()].every((key) => stored.has(key) || held.has(key))
}

async function noteAbsentTypes({ absentTypes, context: { journal } }: RunningExport): Promise<void> {
  if (absentTypes.length === 0) return
  const text = m.soTheyWereNotRequested(absentText(absentTypes), absentTypes.length)
  if (journal.progress.issues.some((issue) => issue.text === text)) return
  await journal.record({ event: 'issue', issue: { severity: 'information', text } })
}

async function warnOfMissingPermissions({ request, tokens, context }: RunningExport): Promise<void> {
  const missing = uncoveredTypes(request.types, tokens.granted())
  if (missing.length === 0) return
  const text = m.theServerDoesNotPermitTo(missing.join(', '))
  if (context.journal.progress.issues.some((issue) => issue.text === text)) return
  await context.journal.record({ event: 'issue', issue: { severity: 'warning', text } })
}
