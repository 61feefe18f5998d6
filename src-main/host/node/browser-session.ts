import { createHash, timingSafeEqual } from 'node:crypto'
import type { RandomPort } from '../ports.ts'

/** Proves that a request comes from the browser that was started with the printed address. */
export interface BrowserSession {
  /** Path and query of the address to open; its token works once. */
  readonly launchPath: string
  /** @returns the value for `Set-Cookie`, or `undefined` when the token is wrong or was used */
  launch(token: string): string | undefined
  /** Whether a `Cookie` header carries the session. */
  isKnown(cookieHeader: string | undefined): boolean
}

/** A browser sends the cookies of all ports of an address to each of them, so the name carries the port. */
export function createBrowserSession(random: RandomPort, port: number): BrowserSession {
  const token = random.token(32)
  const name = `populus-${port}`
  const session = random.token(32)
  let used = false
  return {
    launchPath: `/launch?token=${token}`,
    launch(offered) {
      if (used || !sameSecret(offered, token)) return undefined
      used = true
      return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
    isKnown(cookieHeader) {
      const prefix = `${name}=`
      const found = (cookieHeader ?? '').split('; ').find((cookie) => cookie.startsWith(prefix))
      return found !== undefined && sameSecret(found.slice(prefix.length), session)
    }
  }
}

/** Compares digests, so that neither length nor content shows in the time it takes. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
