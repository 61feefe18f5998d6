import { policyMessages as m } from '#messages/policy.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import type { AuditPort, Host, NetPort, PolicyPort } from '../ports/host.ts'
import { matchesHost } from './match-host.ts'

/** A network that asks nobody whom the policies do not allow. */
export interface GuardedNetwork {
  readonly net: NetPort
  /** Serves on this computer; the program may always ask what it serves itself. */
  readonly serve: Host['serve']
  /**
   * Whether an address may be asked, for a sentence before anything begins.
   * @throws PolicyRefusal
   */
  readonly check: (address: string) => void
}

/** How often the refusal of one host is recorded: a job that tries again and again is one event. */
const recordEveryMs = 60 * 60_000

/**
 * The one place that every request to a server passes: discovery, sign-in, key sets, exports and searches, and each redirect.
 * A refusal is in the audit log with the host, once an hour.
 */
export function networkUnderPolicy(
  { net, serve, policies, clock }: Pick<Host, 'net' | 'serve' | 'policies' | 'clock'>,
  audit: Pick<AuditPort, 'record'>
): GuardedNetwork {
  const own = new Set<string>()
  const recorded = new Map<string, number>()

  async function refuse(refusal: PolicyRefusal, { host }: URL): Promise<never> {
    const key = `${refusal.policy} ${host}`
    const last = recorded.get(key)
    if (last === undefined || clock.now() - last >= recordEveryMs) {
      recorded.set(key, clock.now())
      const facts = { policy: refusal.policy, server: host.slice(0, 255) }
      await audit.record({ action: 'policy.refused', outcome: 'failure', facts })
    }
    throw refusal
  }

  const refusalOf = (url: URL): PolicyRefusal | undefined =>
    own.has(url.origin) ? undefined : refusedAddress(url, policies)

  return {
    check(address) {
      const refusal = URL.canParse(address) ? refusalOf(new URL(address)) : undefined
      if (refusal !== undefined) throw refusal
    },
    net: {
      async send(request) {
        const url = new URL(request.url)
        const refusal = refusalOf(url)
        return refusal === undefined ? net.send(request) : refuse(refusal, url)
      }
    },
    async serve(handler) {
      const server = await serve(handler)
      own.add(server.origin)
      return {
        origin: server.origin,
        async finish() {
          own.delete(server.origin)
          await server.finish()
        },
        async close() {
          own.delete(server.origin)
          await server.close()
        }
      }
    }
  }
}

/** Why an address must not be asked; `undefined` where it may be. */
function refusedAddress(url: URL, policies: Pick<PolicyPort, 'value' | 'current'>): PolicyRefusal | undefined {
  if (policies.value('Offline')) return new PolicyRefusal('Offline', m.anyConnectionToAnotherComputer)
  const hosts = policies.value('AllowedFhirHosts')
  if (hosts !== undefined && !hosts.some((pattern) => matchesHost(pattern, url)))
    return new PolicyRefusal('AllowedFhirHosts', m.connectionsToHost(url.host))
  const plain = policies.value('AllowHttpHosts')
  if (url.protocol === 'http:' && plain !== undefined && !plain.some((pattern) => matchesHost(pattern, url)))
    return new PolicyRefusal('AllowHttpHosts', m.connectionsToWithoutTLS(url.host))
  const proxy = proxyChoice(policies.current())
  return proxy.mode === 'unset'
    ? new PolicyRefusal('ProxyMode', m.connectionsWithoutAProxyAndNames(proxy.policy))
    : undefined
}
