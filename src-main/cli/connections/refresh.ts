import { cliConnectionsMessages as m } from '#messages/cli/connections.ts'
import { once } from 'node:events'
import { AppError, toWireError } from '#shared/app-error.ts'
import { describeSinkState } from '#shared/audit-sink.ts'
import { completenessSentence, isComplete, type Completeness } from '#shared/completeness.ts'
import type { ComposedConnections } from '../../composition/compose-connections.ts'
import { refreshDeclaration } from '../declarations/refresh.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { asDiskError } from '../../storage/files/space-error.ts'
import { openCommandSink } from '../data/command-sink.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { untilSignal } from '../terminal/until-signal.ts'
import { expireSnapshots } from './expire-snapshots.ts'
import { allConnections, findConnection, openConnections, type OpenedConnections } from './open-connections.ts'

/** How the refresh of one connection ended, as it is printed. */
interface Refreshed {
  readonly connection: string
  readonly name: string
  readonly state: string
  readonly kind?: string
  readonly resources?: number
  readonly deleted?: number
  readonly snapshot?: string
  readonly transactionTime?: string
  readonly unchanged?: boolean
  readonly completeness?: Completeness
  /** Why everything was fetched, in a sentence, where only changes were asked for. */
  readonly fullBecause?: string
  readonly problem?: string
}

/** `populus refresh`: what a schedule does, without a window. */
export const refreshCommand = defineCommand(refreshDeclaration, async ({ values, positionals: { connection } }, io) => {
  const connections = await openConnections({ data: values.data, passphrase: passphraseSourceOf(values) }, io)
  let isCanceled = false
  try {
    const { composed } = connections
    const isAll = connection === 'all'
    const results: Refreshed[] = []
    await untilSignal(m.refreshCanceled('', undefined, ''), async (signal) => {
      const asked = once(signal, 'abort')
      await composed.withdrawKeys()
      const chosen = isAll ? await allConnections(connections) : [await findConnection(connections, connection)]
      for (const [index, { id, name, missing }] of chosen.entries()) {
        if (isAll && missing.length > 0) {
          results.push({ connection: id, name, state: 'skipped', problem: missing.join(' ') })
          continue
        }
        isCanceled = signal.aborted
        if (isCanceled) throw canceled(results, undefined, chosen.slice(index), values.json, io)
        if (io.terminal) io.err(m.refreshingName(name))
        const refreshed = await refreshOne(composed, { id, name, full: values.full, signal, asked })
        isCanceled = refreshed === undefined
        if (refreshed === undefined) throw canceled(results, name, chosen.slice(index + 1), values.json, io)
        results.push(refreshed)
      }
    })
    const deleted = await deleteOldSnapshots(connections, io)
    if (values.json)
      io.out(`${JSON.stringify({ connections: results, ...(deleted === 0 ? {} : { deletedSnapshots: deleted }) })}\n`)
    else for (const item of results) io.out(`${terminalText(textOf(item))}\n`)
    if (deleted > 0 && !values.json) io.out(m.oldSnapshotsWereDeleted(deleted))
    return exitCode(results)
  } finally {
    await connections.composed.close()
    // The next refresh delivers what is recorded: whoever cancels wants the end.
    if (!isCanceled) await deliverAuditLog(connections, io)
    await connections.opened.folder.release()
  }
})

/** What was refreshed stays refreshed where the old ones cannot be deleted; the next refresh tries again. */
async function deleteOldSnapshots(connections: OpenedConnections, io: CommandIo): Promise<number> {
  try {
    return (await expireSnapshots(connections, io)).deleted
  } catch (error) {
    io.err(m.oldSnapshotsCannotBeDeleted(toWireError(asDiskError(error)).message))
    return 0
  }
}

/** A computer on which no window is open delivers its audit log with each refresh. */
async function deliverAuditLog({ opened: { data }, audit }: OpenedConnections, io: CommandIo): Promise<void> {
  const sink = await openCommandSink(data, audit, io)
  const state = await sink.deliver()
  if (state.state === 'failing') io.err(`${describeSinkState(state)}\n`)
}

/**
 * Prints what ended before the command was asked to end; with `--json` the failure alone is printed.
 * @param stopped name of the connection whose export goes on with the next refresh
 * @param waiting those that were not begun
 */
function canceled(
  results: readonly Refreshed[],
  stopped: string | undefined,
  waiting: readonly { readonly name: string }[],
  json: boolean,
  io: CommandIo
): AppError {
  if (!json) for (const item of results) io.out(`${terminalText(textOf(item))}\n`)
  const names = (texts: readonly string[]): string => texts.join(', ')
  return new AppError(
    'cancelled',
    m.refreshCanceled(
      names(results.map(({ name, state }) => m.connectionEnded(name, state))),
      stopped,
      names(waiting.map(({ name }) => name))
    )
  )
}

/** @returns undefined where the command was asked to end meanwhile: the export goes on with the next refresh */
async function refreshOne(
  composed: ComposedConnections,
  parts: {
    readonly id: string
    readonly name: string
    readonly full: boolean
    readonly signal: AbortSignal
    /** Settles when the command is asked to end. */
    readonly asked: Promise<unknown>
  }
): Promise<Refreshed | undefined> {
  const { id, name, full, signal, asked } = parts
  const { exportService } = composed
  try {
    const [newest] = exportService.history(id)
    const open = newest !== undefined && newest.ended === undefined && newest.cancelled !== true
    const run = open
      ? await exportService.resume(newest.id)
      : await composed.start(id, full ? 'full' : 'incremental', 'command')
    const end = exportService.ended(run.id)
    await Promise.race([end, asked])
    if (signal.aborted) await exportService.suspend()
    const { kind, snapshot, ended } = await end
    if (ended === undefined && signal.aborted) return undefined
    if (ended === undefined) return { connection: id, name, state: 'failed', problem: m.theExportWasStopped }
    const { state, resources, deleted, transactionTime, shown, unchanged = false, completeness } = ended
    const { problem, fullBecause } = await exportService.get(run.id)
    const note = completenessSentence(completeness)
    return {
      connection: id,
      name,
      state,
      kind,
      resources,
      deleted,
      ...(shown ? { snapshot } : {}),
      ...(unchanged ? { unchanged } : {}),
      ...(completeness === undefined ? {} : { completeness }),
      ...(fullBecause === undefined ? {} : { fullBecause }),
      ...(transactionTime === undefined ? {} : { transactionTime }),
      ...(problem === undefined ? {} : { problem: [problem.what, problem.server].filter(Boolean).join(' ') }),
      ...(problem !== undefined || note === undefined ? {} : { problem: note })
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { connection: id, name, state: 'failed', problem: error.message }
  }
}

function textOf(refreshed: Refreshed): string {
  const { name, state, kind, resources, deleted, transactionTime, problem } = refreshed
  const counts =
    refreshed.unchanged === true
      ? m.nothingChangedSince(transactionTime ?? m.theLastExport)
      : resources === undefined
        ? ''
        : m.exportResourcesRemoved(kind ?? '', resources, deleted ?? 0)
  return [`${name}: ${state}${counts}`, problem, refreshed.fullBecause].filter((text) => text !== undefined).join('. ')
}

function exitCode(results: readonly Refreshed[]): ExitCode {
  const tried = results.filter(({ state }) => state !== 'skipped')
  if (tried.length === 0 || tried.some(({ state }) => state !== 'committed' && state !== 'partial')) return 2
  const isSound = ({ state, completeness }: Refreshed): boolean =>
    state === 'committed' && isComplete(completeness?.state) && (completeness?.rejected ?? 0) === 0
  return results.every(isSound) ? 0 : 1
}
