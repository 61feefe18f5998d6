import { createHash, createHmac } from 'node:crypto'
import type { Elapsed, RandomPort } from '../../ports/host.ts'

/**
 * Who may use the loopback host. A page gets a secret for a one-time token, holds it in the storage of its own origin, and
 * sends it in the `Authorization` header. No cookie: a browser sends those to every port of an address, so that any other
 * server on 127.0.0.1 would get them.
 */
export interface BrowserSessions {
  /** @returns a token for one page, which works once and only for `lifetimeMs` */
  issue(lifetimeMs: number, onRedeemed?: () => void): string
  /** @returns the secret of a page; `used` for a token that let somebody in before, `unknown` for a wrong or old one */
  redeem(token: string): { readonly secret: string } | 'used' | 'unknown'
  /** The secret in an `Authorization` header, when it is the one of a page. */
  secretOf(authorization: string | undefined): string | undefined
}

const scheme = 'Bearer '
/** The oldest page gives way: nobody has that many windows open. */
const maxSessions = 256
/** Tokens that were used are remembered, so that a second use can be told from a wrong token. */
const maxUsed = 256

/** Proves to a page that this is the program it was let in by, and not another one that took its port. */
export function proveSecret(secret: string, challenge: string): string {
  return createHmac('sha256', secret).update(challenge).digest('base64url')
}

/** Keeps the sessions of pages in memory only: they end with the process. */
export function createBrowserSessions(random: RandomPort, elapsed: Elapsed): BrowserSessions {
  /** By digest, so that looking one up takes no time that tells how much of it was right. */
  const tokens = new Map<string, { readonly expires: number; readonly onRedeemed: (() => void) | undefined }>()
  const used = new Set<string>()
  const secrets = new Map<string, string>()
  return {
    issue(lifetimeMs, onRedeemed) {
      const token = random.token(32)
      tokens.set(digest(token), { expires: elapsed() + lifetimeMs, onRedeemed })
      return token
    },
    redeem(token) {
      const key = digest(token)
      if (used.has(key)) return 'used'
      const found = tokens.get(key)
      tokens.delete(key)
      if (found === undefined || found.expires <= elapsed()) return 'unknown'
      used.add(key)
      dropOldest(used, maxUsed)
      const secret = random.token(32)
      secrets.set(digest(secret), secret)
      dropOldest(secrets, maxSessions)
      found.onRedeemed?.()
      return { secret }
    },
    secretOf: (authorization) =>
      authorization?.startsWith(scheme) === true ? secrets.get(digest(authorization.slice(scheme.length))) : undefined
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function dropOldest(all: Map<string, unknown> | Set<string>, max: number): void {
  for (const oldest of all.keys()) {
    if (all.size <= max) return
    all.delete(oldest)
  }
}
