import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { isDeepStrictEqual } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { ManagedConnection } from '#shared/policy/policy-values.ts'
import type { AuditPort, LogPort, PolicyPort } from '../../ports/host.ts'
import type { ConnectionService } from './connection-service.ts'
import { checkedSettings } from './settings-check.ts'

/** Dependencies of {@link createManagedConnections}. */
export interface ManagedConnectionsDependencies {
  readonly connections: Pick<ConnectionService, 'list' | 'provide'>
  readonly policies: Pick<PolicyPort, 'value'>
  readonly audit: Pick<AuditPort, 'record'>
  readonly log: LogPort
}

/** The connections that the organization sets up. */
export interface ManagedConnections {
  isManaged(id: string): boolean
  /** Makes those that are missing, and changes those that differ. What cannot be changed while locked waits. */
  apply(): Promise<void>
  /** @throws PolicyRefusal for a connection of the organization */
  refuse(id: string): void
}

/** The id of the connection that a preset makes, for ever. */
function connectionId(preset: ManagedConnection): string {
  return `managed-${preset.id}`
}

/** The complete settings of a preset. */
function settingsOfPreset({ id: _id, ...preset }: ManagedConnection): ConnectionSettings {
  return {
    vendor: 'generic',
    auth: 'private_key_jwt',
    mode: 'bulk',
    level: 'patient',
    types: { kind: 'dashboards' },
    ...preset,
    switches: {},
    typeFilters: [...(preset.typeFilters ?? [])],
    associated: [],
    byPatient: false,
    lenient: false,
    trustedOrigins: [...(preset.trustedOrigins ?? [])],
    allowHttpLoopback: false
  }
}

/** Creates the connections that the policy `ManagedConnections` names, and keeps them as it says. */
export function createManagedConnections(dependencies: ManagedConnectionsDependencies): ManagedConnections {
  const { connections, policies, audit, log } = dependencies
  const presets = (): readonly ManagedConnection[] => policies.value('ManagedConnections') ?? []
  const isManaged = (id: string): boolean => presets().some((preset) => connectionId(preset) === id)

  async function provide(preset: ManagedConnection, known: ConnectionSettings | undefined): Promise<void> {
    const settings = checkedSettings(settingsOfPreset(preset))
    if (isDeepStrictEqual(known, settings)) return
    const connection = connectionId(preset)
    const action = known === undefined ? 'connection.created' : 'connection.changed'
    const facts = { connection, policy: 'ManagedConnections' }
    await connections.provide(connection, settings)
    await audit.record({ action, outcome: 'success', facts })
  }

  return {
    isManaged,
    async apply() {
      if (presets().length === 0) return
      const known = new Map((await connections.list()).map(({ id, settings }) => [id, settings]))
      for (const preset of presets())
        try {
          await provide(preset, known.get(connectionId(preset)))
        } catch (error) {
          // While the keyring is locked the settings of a connection with a key cannot be sealed; they are when it opens.
          if (!(error instanceof AppError)) throw error
          log.write('warn', 'connections.preset-waits', { code: error.code })
        }
    },
    refuse(id) {
      if (isManaged(id)) throw new PolicyRefusal('ManagedConnections', m.changesToThisConnection)
    }
  }
}
