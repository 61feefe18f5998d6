import { cliConnectionsMessages as m } from '#messages/cli/connections.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import { defaultSettings, Settings } from '#shared/settings-schema.ts'
import { composeConnections, type ComposedConnections } from '../../composition/compose-connections.ts'
import { createNodeNet } from '../../host/node/net.ts'
import { openSettingsFile } from '../../host/node/settings-file.ts'
import { unknownPower } from '../../host/node/unknown-power.ts'
import { serveOnLoopback } from '../../host/node/web-server.ts'
import { systemClock, systemRandom } from '../../ports/system.ts'
import type { DataAudit } from '../../services/audit/keyed-audit-log.ts'
import { createEphemeralSnapshots } from '../../services/snapshots/ephemeral-snapshots.ts'
import { commandCalls, openCommandAudit } from '../data/command-audit.ts'
import { openData, type OpenedData } from '../data/open-data.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { PassphraseSource } from '../terminal/passphrase.ts'

/** The connections of a data folder, as the services of the window have them. */
export interface OpenedConnections {
  readonly opened: OpenedData
  readonly composed: ComposedConnections
  readonly audit: DataAudit
  close(): Promise<void>
}

/** How {@link openConnections} opens them. */
export interface ConnectionsPlace {
  /** Value of `--data`. */
  readonly data: string | undefined
  readonly passphrase: PassphraseSource
  /** Called when a connection, a key or a sign-in changed. */
  readonly onChange?: () => void
}

/**
 * Opens the data folder for this command alone, and its connections.
 * @throws AppError `not-allowed` for a wrong passphrase, or while another Populus has it open
 */
export async function openConnections(
  { data, passphrase, onChange }: ConnectionsPlace,
  io: CommandIo
): Promise<OpenedConnections> {
  const opened = await openData(data, passphrase, io)
  try {
    await opened.folder.store.claim()
    const audit = await openCommandAudit(opened.data, opened.folder.keyring, io.access)
    const composed = await composeFor(opened, audit, onChange, io)
    return {
      opened,
      composed,
      audit,
      async close() {
        await composed.close()
        await opened.folder.release()
      }
    }
  } catch (error) {
    await opened.folder.release()
    throw error
  }
}

async function composeFor(
  { data, folder, log }: OpenedData,
  audit: DataAudit,
  onChange: (() => void) | undefined,
  io: CommandIo
): Promise<ComposedConnections> {
  const clock = systemClock
  const stored = v.safeParse(Settings, (await openSettingsFile(join(data, 'settings.json'), clock, log)).read())
  const { keepRuns, keepRunDays } = stored.success ? stored.output : defaultSettings
  const calls = commandCalls(data, audit, io.policies)
  const composed = await composeConnections({
    host: {
      paths: { data, resources: data, page: data, threads: data },
      net: io.net ?? createNodeNet(process.env, proxyChoice(io.policies.current())),
      policies: io.policies,
      serve: (handler) => serveOnLoopback(handler),
      power: unknownPower,
      notifier: { notify: () => undefined },
      clock,
      random: systemRandom,
      log,
      emit(name) {
        if (name === 'connections.changed') onChange?.()
      }
    },
    audit,
    calls,
    folder,
    visit: createEphemeralSnapshots(join(data, 'transient'), clock, log),
    historyLimits: () => ({ runs: keepRuns, days: keepRunDays }),
    scheduled: false
  })
  return {
    ...composed,
    async close() {
      await composed.close()
      await calls.close()
    }
  }
}

/** A connection as a command line names it. */
export interface NamedConnection {
  readonly id: string
  readonly name: string
  /** What stands in the way of an export, in sentences. */
  readonly missing: readonly string[]
}

/** Every connection. @throws AppError `not-found` where there is none */
export async function allConnections({ composed }: OpenedConnections): Promise<readonly NamedConnection[]> {
  const all = await composed.services.connections.list()
  if (all.length === 0) throw new AppError('not-found', m.thereIsNoConnectionInThis)
  return all.map(({ id, settings, missing }) => ({ id, name: settings.name, missing }))
}

/**
 * The one connection of a name or id.
 * @throws AppError `not-found`, and `invalid-input` where several have the name
 */
export async function findConnection(connections: OpenedConnections, wanted: string): Promise<NamedConnection> {
  const all = await allConnections(connections)
  const [found, ...more] = all.filter(({ id, name }) => id === wanted || name === wanted)
  if (found === undefined)
    throw new AppError('not-found', m.thereIsNoSuchConnectionThere(all.map(({ name }) => name).join(', ')))
  if (more.length > 0) throw new AppError('invalid-input', m.severalConnectionsHaveThisNameGive)
  return found
}
