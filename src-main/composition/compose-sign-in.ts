import type { AuditPort, Host } from '../ports/host.ts'
import type { GuardedNetwork } from '../policy/network-under-policy.ts'
import type { ConnectionService } from '../services/connections/connection-service.ts'
import { createConnectionSignIn, type ConnectionSignIn } from '../services/sign-in/connection-sign-in.ts'
import type { Keyring } from '../storage/keys/keyring.ts'

/** Constructs what signs persons in at servers. */
export function composeSignIn(
  host: Pick<Host, 'browser' | 'clock' | 'random' | 'log' | 'emit'>,
  { netFor, serve, check }: GuardedNetwork,
  connections: ConnectionService,
  audit: AuditPort,
  keyring: Pick<Keyring, 'state'>
): ConnectionSignIn {
  const { clock, random, log, emit, browser } = host
  return createConnectionSignIn({
    connections,
    isOpen: async () => (await keyring.state()).state === 'open',
    net: netFor('sign-in'),
    serve,
    browser,
    clock,
    random,
    audit,
    log,
    checkAddress: check,
    later(milliseconds, act) {
      const timer = setTimeout(act, milliseconds)
      timer.unref()
      return () => clearTimeout(timer)
    },
    changed: () => emit('connections.changed', {})
  })
}
