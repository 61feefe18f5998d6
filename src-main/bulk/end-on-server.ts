import { AppError } from '#shared/app-error.ts'
import { isFinal } from '#shared/job-state.ts'
import { readSaid } from '../auth/read-json.ts'
import { enter, type ExportRun } from './export-run.ts'

const deleteTries = 3

/**
 * Tells the server that its export is not needed any more. Only when everything is stored: after a failed download the
 * files on the server may be the only copy.
 */
export async function deleteOnServer({ context }: ExportRun): Promise<void> {
  const { journal, profile, policy } = context
  const { statusUrl, deletedOnServer, state } = journal.progress
  if (!profile.deleteWhenStored || statusUrl === undefined || deletedOnServer || state !== 'committed') return
  for (let failures = 0; failures < deleteTries; failures += 1) {
    try {
      if (await sendDelete(statusUrl, context)) break
    } catch (error) {
      // The data are safe; a server that cannot be reached now forgets its export by itself.
      if (!(error instanceof AppError) || error.code === 'cancelled') throw error
    }
    await new Promise((resolve) => setTimeout(resolve, policy.delays.firstMs))
  }
  await journal.record({ event: 'deleted-on-server' })
}

/** @returns whether the server has it no more; 404 is as good as 202 */
async function sendDelete(url: string, { net, signal }: ExportRun['context']): Promise<boolean> {
  const { status } = await readSaid(
    await net.send({ method: 'DELETE', url, headers: { accept: 'application/json' }, authorize: true, signal })
  )
  return status < 300 || status === 404 || status === 410
}

/**
 * Gives an export up: the server is told, and the export cannot go on. A server that cannot be told is not waited for.
 * @throws AppError `invalid-input` when it has ended already
 */
export async function cancelExport(run: ExportRun): Promise<void> {
  const { journal } = run.context
  if (isFinal(journal.progress.state)) throw new AppError('invalid-input', 'This export has ended already.')
  await enter(run, 'cancelled')
  await leaveServer(run)
}

/**
 * Removes from the server what an export that was given up, or failed, may have left there.
 * @returns whether nothing of it is left, as far as the server says
 */
export async function leaveServer({ context }: ExportRun): Promise<boolean> {
  const { journal } = context
  const { statusUrl, deletedOnServer } = journal.progress
  if (statusUrl === undefined || deletedOnServer) return true
  try {
    if (!(await sendDelete(statusUrl, context))) return false
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
  await journal.record({ event: 'deleted-on-server' })
  return true
}
