import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { AppError } from '#shared/app-error.ts'
import { readReply } from '../../auth/read-json.ts'
import { enter, type RunningExport } from './running-export.ts'

const deleteTries = 3

/**
 * Tells the server that its export is not needed any more. Only when everything is stored: after a failed download the
 * files on the server may be the only copy. A server that cannot be told forgets its export by itself.
 */
export async function deleteOnServer({ context }: RunningExport): Promise<void> {
  const { journal, profile, policy } = context
  const { statusUrl, deletedOnServer, state } = journal.progress
  if (!profile.deleteWhenStored || statusUrl === undefined || deletedOnServer || state !== 'committed') return
  for (let tries = 0; tries < deleteTries; tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, policy.delays.firstMs))
    try {
      if (!(await sendDelete(statusUrl, context))) continue
      await journal.record({ event: 'deleted-on-server' })
      return
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // Stopped by somebody: the data are safe, and the export has come to its end.
      if (error.code === 'cancelled') return
    }
  }
}

/** @returns whether the server has it no more; 404 is as good as 202 */
async function sendDelete(url: string, { net, signal, watch }: RunningExport['context']): Promise<boolean> {
  const { status } = await readReply(
    await net.send({ method: 'DELETE', url, headers: { accept: 'application/json' }, authorize: true, signal })
  )
  watch.saw({ deletion: { status } })
  return status < 300 || status === 404 || status === 410
}

/**
 * Gives an export up: the server is told, and the export cannot go on. A server that cannot be told is not waited for.
 * Doing it again after a crash is harmless.
 * @throws AppError `invalid-input` when it has ended already, `cancelled` when it was stopped before the server answered
 */
export async function cancelExport(run: RunningExport): Promise<void> {
  const { context } = run
  const { journal } = context
  const { state, statusUrl, deletedOnServer } = journal.progress
  if (state === 'committed' || state === 'partial') throw new AppError('invalid-input', m.thisExportHasEndedAlready)
  if (state !== 'cancelled') await enter(run, 'cancelled')
  if (statusUrl === undefined || deletedOnServer) return
  try {
    if (!(await sendDelete(statusUrl, context))) return
  } catch (error) {
    if (error instanceof AppError && error.code !== 'cancelled') return
    throw error
  }
  await journal.record({ event: 'deleted-on-server' })
}
