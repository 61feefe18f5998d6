import type { Discovered } from '#shared/connections/server-report.ts'
import { originTrust } from '../../auth/origin-trust.ts'
import { baseAddress, checkServerAddress } from '../../auth/server-address.ts'
import { serverText } from '../../auth/server-text.ts'
import { discover, type Discovery } from '../../auth/smart-configuration.ts'
import type { ClockPort, NetPort } from '../../ports/host.ts'
import { capabilityReport } from '../../vendors/capability-report.ts'
import { recognizeVendor } from '../../vendors/vendor-list.ts'
import { unconfirmedOrigin } from '../../auth/token-endpoint.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'

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
  const recognized = recognizeVendor(discovery.server)
  const { server, tokenEndpoint, clockSkewMs } = discovery
  const findings = capabilityReport({ discovery, profile: profile ?? recognized, types: [], granted: undefined })
  const foreign = unconfirmedOrigin({
    typed: undefined,
    discovered: tokenEndpoint,
    trust: originTrust(base, []),
    allowHttpLoopback
  })
  const shown: Discovered = {
    base,
    vendor: recognized.id,
    vendorName: recognized.name,
    ...named('release', server?.fhirVersion),
    ...named('software', server?.software),
    ...named('publisher', server?.publisher),
    levels: [...(server?.exportLevels ?? [])],
    types: words(server?.types ?? [], /^[A-Z][A-Za-z]{1,63}$/),
    ...(tokenEndpoint === undefined || tokenEndpoint.length > maxAddress ? {} : { tokenEndpoint }),
    ...(foreign === undefined ? {} : { foreignSignIn: foreign }),
    scopesSupported: words(discovery.scopesSupported, /^[\x21-\x7e]{1,200}$/),
    capabilities: words(discovery.capabilities, word),
    authMethods: words(discovery.authMethods, word),
    signingAlgorithms: words(discovery.signingAlgorithms, word),
    ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
    hasSmartConfiguration: discovery.isSmart,
    hasCapabilityStatement: server !== undefined,
    // Permissions are known after a sign-in only.
    findings: findings.filter(({ topic }) => topic !== 'permissions')
  }
  return { discovery, shown }
}

/** The page gets what was understood of an answer, in bounded pieces: any address can be asked, so no answer is passed on. */
const maxWords = 500
const maxAddress = 2000
const maxText = 200
const word = /^[\w.:/+-]{1,100}$/

function words(list: readonly string[], form: RegExp): string[] {
  return list.filter((text) => form.test(text)).slice(0, maxWords)
}

function named<K extends string>(key: K, text: string | undefined): Partial<Record<K, string>> {
  const shown = serverText(text ?? '', maxText)
  return shown === '' ? {} : ({ [key]: shown } as Record<K, string>)
}
