import { policyMessages as m } from '#messages/policy.ts'
import type { PolicyName } from '#shared/policy/policies.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import type { CallPurpose } from '#shared/governance/outbound-calls.ts'
import type { Host, NetPort, PolicyPort } from '../ports/host.ts'
import type { CallLedger } from './call-ledger.ts'
import { matchesHost } from './match-host.ts'

/** A network that asks nobody whom the policies do not allow. */
export interface GuardedNetwork {
  /** The network of one purpose, which stands in the audit log with each call. */
  readonly netFor: (purpose: CallPurpose) => NetPort
  /** Serves on this computer; the program may always ask what it serves itself. */
  readonly serve: Host['serve']
  /**
   * Whether an address may be asked, for a sentence before anything begins.
   * @throws PolicyRefusal
   */
  readonly check: (address: string) => void
}

/**
 * The one place that every request to a server passes: discovery, sign-in, key sets, exports, searches and updates, and each
 * redirect. Every host that is asked is in the audit log before anything is sent, and every refusal; both with how often.
 */
export function networkUnderPolicy(
  { net, serve, policies }: Pick<Host, 'net' | 'serve' | 'policies'>,
  calls: Pick<CallLedger, 'allow' | 'refuse'>
): GuardedNetwork {
  const servedOrigins = new Set<string>()

  const refusalOf = (url: URL): RefusedAddress | undefined =>
    servedOrigins.has(url.origin) ? undefined : refusedAddress(url, policies)

  return {
    check(address) {
      const url = URL.parse(address)
      const refused = url === null ? undefined : refusalOf(url)
      // Whoever catches it records it, as nothing was asked for yet.
      if (url !== null && refused !== undefined)
        throw new PolicyRefusal(refused.policy, refused.what, { server: serverOf(url) })
    },
    netFor: (purpose) => ({
      async send(request) {
        const url = new URL(request.url)
        if (servedOrigins.has(url.origin)) return net.send(request)
        const refused = refusalOf(url)
        if (refused !== undefined) {
          await calls.refuse(serverOf(url), purpose, refused.policy)
          throw new PolicyRefusal(refused.policy, refused.what)
        }
        await calls.allow(serverOf(url), purpose)
        return net.send(request)
      }
    }),
    async serve(handler) {
      const server = await serve(handler)
      servedOrigins.add(server.origin)
      return {
        origin: server.origin,
        async finish() {
          servedOrigins.delete(server.origin)
          await server.finish()
        },
        async close() {
          servedOrigins.delete(server.origin)
          await server.close()
        }
      }
    }
  }
}

/** A server as the audit log names it. */
function serverOf({ host }: URL): string {
  return host.slice(0, 255)
}

/** The policy that does not allow an address, and what it does not allow. */
interface RefusedAddress {
  readonly policy: PolicyName
  readonly what: string
}

/** Why an address must not be asked; `undefined` where it may be. */
function refusedAddress(url: URL, policies: Pick<PolicyPort, 'value' | 'current'>): RefusedAddress | undefined {
  if (policies.value('Offline')) return { policy: 'Offline', what: m.anyConnectionToAnotherComputer }
  const hosts = policies.value('AllowedFhirHosts')
  if (hosts !== undefined && !hosts.some((pattern) => matchesHost(pattern, url)))
    return { policy: 'AllowedFhirHosts', what: m.connectionsToHost(url.host) }
  const plain = policies.value('AllowHttpHosts')
  if (url.protocol === 'http:' && plain !== undefined && !plain.some((pattern) => matchesHost(pattern, url)))
    return { policy: 'AllowHttpHosts', what: m.connectionsToWithoutTLS(url.host) }
  const proxy = proxyChoice(policies.current())
  return proxy.mode === 'unset'
    ? { policy: 'ProxyMode', what: m.connectionsWithoutAProxyAndNames(proxy.policy) }
    : undefined
}
