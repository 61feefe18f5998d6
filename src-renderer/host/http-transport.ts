import { AppError } from '#shared/app-error.ts'
import type { Bridge } from '#shared/bridge.ts'
import type { Reply } from '#shared/contract.ts'

const firstRetryMs = 1_000
const longestRetryMs = 30_000

/** The browser functions the HTTP bridge stands on; tests hand in their own. */
export interface HttpScope {
  readonly fetch: typeof fetch
  readonly EventSource: typeof EventSource
  addEventListener(type: 'pagehide', listener: () => void): void
}

/**
 * The wire to the loopback host: `POST /rpc` for calls and one server-sent event stream per window.
 * Calls have no time limit of their own (a file dialog may stay open); they end with the page.
 */
export function httpBridge(scope: HttpScope = window): Bridge {
  const listeners = new Set<(name: string, value: unknown) => void>()
  let unloading = new AbortController()
  let stream: EventSource | undefined
  let retryMs = firstRetryMs

  scope.addEventListener('pagehide', () => {
    unloading.abort()
    unloading = new AbortController()
    stream?.close()
    stream = undefined
  })

  function open(): void {
    const source = new scope.EventSource('/events')
    stream = source
    source.onopen = () => {
      retryMs = firstRetryMs
    }
    source.onmessage = (message: MessageEvent<string>) => {
      const [name, value] = JSON.parse(message.data) as [string, unknown]
      for (const listener of [...listeners]) listener(name, value)
    }
    source.onerror = () => {
      // A broken connection is retried by the browser; a refused one (the host ended or was restarted) is not.
      if (source.readyState !== scope.EventSource.CLOSED || stream !== source) return
      stream = undefined
      setTimeout(() => {
        if (listeners.size > 0 && stream === undefined) open()
      }, retryMs)
      retryMs = Math.min(retryMs * 2, longestRetryMs)
    }
  }

  return {
    async call(name, input) {
      const { signal } = unloading
      let response: Response
      try {
        response = await scope.fetch('/rpc', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify([name, input]),
          signal
        })
      } catch (cause) {
        if (signal.aborted) throw new AppError('cancelled', 'The page was closed before the answer came.', { cause })
        throw new AppError(
          'network',
          'Populus is not running any more. Start it again and open the address it prints.',
          {
            retryable: true,
            cause
          }
        )
      }
      if (response.status === 403) {
        throw new AppError(
          'not-allowed',
          'This page belongs to an earlier start of Populus. Open the address it printed last.'
        )
      }
      if (!response.ok) throw new AppError('internal', 'Populus refused the call. Reload the page and try again.')
      return (await response.json()) as Reply
    },
    subscribe(listener) {
      listeners.add(listener)
      if (stream === undefined) open()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stream?.close()
        stream = undefined
      }
    }
  }
}
