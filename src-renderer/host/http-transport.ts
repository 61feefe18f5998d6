import { pageHostMessages as m } from '#messages/page-host.ts'
import { AppError } from '#shared/app-error.ts'
import type { Bridge } from '#shared/contract/bridge.ts'
import type { Reply } from '#shared/contract/contract.ts'
import { readEventLines } from './event-lines.ts'
import type { HostLink, LinkState } from './host-link.ts'
import { isProven, newChallenge } from './host-proof.ts'

const retryMs = 1_000
/** The host gives a sign of life every 5 seconds. */
const silenceMs = 20_000

/** The browser functions the HTTP bridge stands on; tests hand in their own. */
export interface HttpScope {
  readonly fetch: typeof fetch
  addEventListener(type: 'pagehide', listener: () => void): void
}

/** The wire to the loopback host. */
export interface HttpBridge extends Bridge, HostLink {
  /** Goes on with another secret, after the page was let in again. */
  enter(secret: string): void
}

/**
 * The wire to the loopback host: `POST /rpc` for calls and one stream of events per window, both with the secret of the
 * page. Calls have no time limit of their own (a file dialog may stay open); they end with the page. While the host is gone
 * nothing is sent: what answers at its address then has to prove first that it is the same program.
 */
export function httpBridge(secret: string, scope: HttpScope = window): HttpBridge {
  const listeners = new Set<(name: string, value: unknown) => void>()
  const watchers = new Set<(state: LinkState) => void>()
  let state: LinkState = 'connected'
  let unloading = new AbortController()
  let stream: AbortController | undefined
  let lastEvent: number | undefined

  function become(next: LinkState): void {
    if (state === next) return
    state = next
    for (const watcher of [...watchers]) watcher(next)
  }

  scope.addEventListener('pagehide', () => {
    unloading.abort()
    unloading = new AbortController()
    stream?.abort()
    stream = undefined
  })

  /** Listens until the page or the last listener ends; connects again for as long as the host is away. */
  async function listen(controller: AbortController): Promise<void> {
    while (stream === controller) {
      const connected = await hear(controller.signal)
      if (stream !== controller) return
      if (connected) continue
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }

  /** One stream from its beginning to its end. @returns whether the host was there */
  async function hear(ended: AbortSignal): Promise<boolean> {
    const silent = new AbortController()
    let timer = setTimeout(() => silent.abort(), silenceMs)
    try {
      const challenge = newChallenge()
      const response = await scope.fetch('/events', {
        headers: {
          authorization: `Bearer ${secret}`,
          'populus-challenge': challenge,
          ...(lastEvent === undefined ? {} : { 'last-event-id': String(lastEvent) })
        },
        signal: AbortSignal.any([ended, silent.signal])
      })
      const proven = response.ok && (await isProven(secret, challenge, response.headers.get('populus-proof')))
      if (!proven || response.body === null) {
        silent.abort()
        become('strange')
        return false
      }
      become('connected')
      await readEventLines(
        response.body,
        ([number, name, value]) => {
          lastEvent = number
          for (const listener of [...listeners]) listener(name, value)
        },
        () => {
          clearTimeout(timer)
          timer = setTimeout(() => silent.abort(), silenceMs)
        }
      )
      return true
    } catch {
      // A stream that broke off is tried again at once; it is lost when there is nobody at the other end.
      if (!ended.aborted && !(await answers(ended))) become('lost')
      return false
    } finally {
      clearTimeout(timer)
    }
  }

  async function answers(ended: AbortSignal): Promise<boolean> {
    try {
      await scope.fetch('/', { method: 'GET', signal: AbortSignal.any([ended, AbortSignal.timeout(silenceMs)]) })
      return true
    } catch {
      return false
    }
  }

  function start(): void {
    stream = new AbortController()
    void listen(stream)
  }

  return {
    get state() {
      return state
    },
    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    enter(next) {
      secret = next
      lastEvent = undefined
      stream?.abort()
      if (listeners.size > 0) start()
    },
    async call(name, input) {
      if (state !== 'connected') throw gone()
      const { signal } = unloading
      let response: Response
      try {
        response = await scope.fetch('/rpc', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
          body: JSON.stringify([name, input]),
          signal
        })
      } catch (cause) {
        if (signal.aborted) throw new AppError('cancelled', m.thePageWasClosedBeforeThe, { cause })
        throw gone(cause)
      }
      if (response.status === 403) {
        become('strange')
        throw new AppError('not-allowed', m.populusWasStartedAgainOpenThe)
      }
      if (!response.ok) throw new AppError('internal', m.populusRefusedTheCallReloadThe)
      return (await response.json()) as Reply
    },
    subscribe(listener) {
      listeners.add(listener)
      if (stream === undefined) start()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stream?.abort()
        stream = undefined
      }
    }
  }
}

function gone(cause?: unknown): AppError {
  return new AppError('network', m.populusWasClosedOrHasStopped, { retryable: true, cause })
}
