import { isDeepStrictEqual } from 'node:util'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { ConnectionService } from '../services/connections/connection-service.ts'
import type { BareConnection } from '../services/connections/describe-connection.ts'
import type { ManagedConnections } from '../services/connections/managed-connections.ts'

/** Changes of connections, as far as the policies allow them. */
export interface ConnectionsUnderPolicy extends Pick<ConnectionService, 'create' | 'change'> {
  /** @throws PolicyRefusal for a connection to servers that must not be asked */
  refuseServers(settings: ConnectionSettings): void
}

/**
 * Puts the policies before the changes of connections.
 * @param checkAddress throws PolicyRefusal for an address that must not be asked
 */
export function connectionsUnderPolicy(
  bare: Pick<ConnectionService, 'create' | 'change' | 'get'>,
  managed: ManagedConnections,
  checkAddress: (address: string) => void
): ConnectionsUnderPolicy {
  function refuseServers({ base, tokenEndpoint, jwksUrl, trustedOrigins }: ConnectionSettings): void {
    for (const address of [base, tokenEndpoint, jwksUrl, ...trustedOrigins])
      if (address !== undefined) checkAddress(address)
  }

  /** The steps of the setup save what they show, changed or not. */
  async function unchanged(
    id: string,
    settings: ConnectionSettings,
    before: ConnectionSettings | undefined
  ): Promise<BareConnection> {
    const connection = await bare.get(id)
    if (!isDeepStrictEqual(settings, before ?? connection.settings)) managed.refuse(id)
    return connection
  }

  return {
    refuseServers,
    async create(settings) {
      refuseServers(settings)
      return bare.create(settings)
    },
    async change(id, settings, before) {
      if (managed.isManaged(id)) return unchanged(id, settings, before)
      refuseServers(settings)
      return bare.change(id, settings, before)
    }
  }
}
