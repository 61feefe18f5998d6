import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { describeSinkState } from '#shared/audit-sink.ts'
import { completenessSentence, isComplete, type Completeness } from '#shared/completeness.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import { defaultSettings, Settings } from '#shared/settings-schema.ts'
import { composeConnections, type ComposedConnections } from '../../composition/compose-connections.ts'
import { createNodeNet } from '../../host/node/net.ts'
import { openSettingsFile } from '../../host/node/settings-file.ts'
import { unknownPower } from '../../host/node/unknown-power.ts'
import { serveOnLoopback } from '../../host/node/web-server.ts'
import { systemClock, systemRandom } from '../../ports/system.ts'
import { createEphemeralSnapshots } from '../../services/snapshots/ephemeral-snapshots.ts'
import { refreshDeclaration } from '../declarations/refresh.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { openCommandSink } from '../data/command-sink.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { openData, type OpenedData } from '../data/open-data.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'

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
  const opened = await openData(values.data, passphraseSourceOf(values), io)
  let composed: ComposedConnections | undefined
  try {
    await opened.folder.store.claim()
    composed = await composeFor(opened, io)
    const results: Refreshed[] = []
    for (const { id, name, missing } of await chosen(composed, connection)) {
      if (connection === 'all' && missing.length > 0) {
        results.push({ connection: id, name, state: 'skipped', problem: missing.join(' ') })
        continue
      }
      if (io.terminal) io.err(`Refreshing ${name}\n`)
      results.push(await refreshOne(composed, id, name, values.full))
    }
    if (values.json) io.out(`${JSON.stringify({ connections: results })}\n`)
    else for (const item of results) io.out(`${terminalText(textOf(item))}\n`)
    return exitCode(results)
  } finally {
    await composed?.close()
    await deliverAuditLog(opened, io)
    await opened.folder.release()
  }
})

/** A computer on which no window is open delivers its audit log with each refresh. */
async function deliverAuditLog({ data, folder }: OpenedData, io: CommandIo): Promise<void> {
  const sink = await openCommandSink(data, await openCommandAudit(data, folder.keyring), io)
  const state = await sink.deliver()
  if (state.state === 'failing') io.err(`${describeSinkState(state)}\n`)
}

async function composeFor({ data, folder, log }: OpenedData, io: CommandIo): Promise<ComposedConnections> {
  const clock = systemClock
  const stored = v.safeParse(Settings, (await openSettingsFile(join(data, 'settings.json'), clock, log)).read())
  const { keepRuns, keepRunDays } = stored.success ? stored.output : defaultSettings
  const audit = await openCommandAudit(data, folder.keyring, io.access)
  return composeConnections({
    host: {
      paths: { data, resources: data, page: data },
      net: io.net ?? createNodeNet(process.env, proxyChoice(io.policies.current())),
      policies: io.policies,
      serve: (handler) => serveOnLoopback(handler),
      power: unknownPower,
      notifier: { notify: () => undefined },
      clock,
      random: systemRandom,
      log,
      emit: () => undefined
    },
    audit,
    folder,
    visit: createEphemeralSnapshots(join(data, 'transient'), clock, log),
    historyLimits: () => ({ runs: keepRuns, days: keepRunDays }),
    scheduled: false
  })
}

async function chosen(
  { services }: ComposedConnections,
  wanted: string
): Promise<readonly { readonly id: string; readonly name: string; readonly missing: readonly string[] }[]> {
  const all = (await services.connections.list()).map(({ id, settings, missing }) => ({
    id,
    name: settings.name,
    missing
  }))
  const found = wanted === 'all' ? all : all.filter(({ id, name }) => id === wanted || name === wanted)
  if (found.length === 0)
    throw new AppError(
      'not-found',
      all.length === 0
        ? m.thereIsNoConnectionInThis
        : m.thereIsNoSuchConnectionThere(all.map(({ name }) => name).join(', '))
    )
  if (found.length > 1 && wanted !== 'all') throw new AppError('invalid-input', m.severalConnectionsHaveThisNameGive)
  return found
}

async function refreshOne(composed: ComposedConnections, id: string, name: string, full: boolean): Promise<Refreshed> {
  const { jobs } = composed
  try {
    const [newest] = jobs.history(id)
    const open = newest !== undefined && newest.ended === undefined
    const run = open ? await jobs.resume(newest.id) : await composed.start(id, full ? 'full' : 'incremental', 'command')
    const { kind, snapshot, ended } = await jobs.ended(run.id)
    if (ended === undefined) return { connection: id, name, state: 'failed', problem: m.theExportWasStopped }
    const { state, resources, deleted, transactionTime, shown, unchanged = false, completeness } = ended
    const { problem, fullBecause } = await jobs.get(run.id)
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

function textOf(one: Refreshed): string {
  const { name, state, kind, resources, deleted, transactionTime, problem } = one
  const counts =
    one.unchanged === true
      ? m.nothingChangedSince(transactionTime ?? m.theLastExport)
      : resources === undefined
        ? ''
        : m.exportResourcesRemoved(kind ?? '', resources, deleted ?? 0)
  return [`${name}: ${state}${counts}`, problem, one.fullBecause].filter((text) => text !== undefined).join('. ')
}

function exitCode(results: readonly Refreshed[]): ExitCode {
  const tried = results.filter(({ state }) => state !== 'skipped')
  if (tried.length === 0 || tried.some(({ state }) => state !== 'committed' && state !== 'partial')) return 2
  const isSound = ({ state, completeness }: Refreshed): boolean =>
    state === 'committed' && isComplete(completeness?.state) && (completeness?.rejected ?? 0) === 0
  return results.every(isSound) ? 0 : 1
}
