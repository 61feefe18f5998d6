import type { Discovered } from '#shared/connection.ts'
import { baseAddress, checkServerAddress } from '../auth/server-address.ts'
import { discover, type Discovery } from '../auth/smart-configuration.ts'
import type { ClockPort, NetPort } from '../host/ports.ts'
import { capabilityReport } from '../vendors/capability-report.ts'
import { recogniseVendor } from '../vendors/registry.ts'
import type { VendorProfile } from '../vendors/vendor.ts'

/** A server as it describes itself, for people and for the services. */
export interface DiscoveredServer {
  readonly discovery: Discovery
  readonly shown: Discovered
}

/**
 * Asks a server what it is, without signing in.
 * @param profile the profile of a known connection; by what the server says when absent
 * @throws AppError `invalid-input`, `not-allowed`, `network`
 */
export async function discoverServer(
  net: NetPort,
  clock: ClockPort,
  address: string,
  allowHttpLoopback: boolean,
  profile?: VendorProfile
): Promise<DiscoveredServer> {
  const base = baseAddress(checkServerAddress(address, allowHttpLoopback))
  const discovery = await discover(net, base, () => clock.now())
  const recognised = recogniseVendor(discovery.server)
  const { server, tokenEndpoint, clockSkewMs } = discovery
  const findings = capabilityReport({ discovery, profile: profile ?? recognised, types: [], granted: undefined })
  const shown: Discovered = {
    base,
    vendor: recognised.id,
    vendorName: recognised.name,
    ...(server === undefined || server.fhirVersion === '' ? {} : { release: server.fhirVersion }),
    ...(server === undefined || server.software === '' ? {} : { software: server.software }),
    ...(server === undefined || server.publisher === '' ? {} : { publisher: server.publisher }),
    levels: [...(server?.exportLevels ?? [])],
    types: [...(server?.types ?? [])],
    ...(tokenEndpoint === undefined ? {} : { tokenEndpoint }),
    scopesSupported: [...discovery.scopesSupported],
    capabilities: [...discovery.capabilities],
    authMethods: [...discovery.authMethods],
    signingAlgorithms: [...discovery.signingAlgorithms],
    ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
    hasSmartConfiguration: discovery.isSmart,
    hasCapabilityStatement: server !== undefined,
    // Permissions are known after a sign-in only.
    findings: findings.filter(({ topic }) => topic !== 'permissions')
  }
  return { discovery, shown }
}
