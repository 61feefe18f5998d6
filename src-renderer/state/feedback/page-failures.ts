import type { PageFailure } from '#shared/contract/host.ts'
import type { Transport } from '#shared/contract/contract.ts'

const minuteMs = 60_000
/** Failures a minute that are sent; more of them say nothing new. */
const maxAMinute = 10

/** What the error event of a worker tells. */
type WorkerFailure = Pick<ErrorEvent, 'message' | 'filename' | 'lineno' | 'colno'>

/**
 * Sends failures of the page to the log of the services: kind, class, code and place, and never the message, which may
 * name people. Equal ones within a minute are counted and not sent again.
 */
export class PageFailures {
  readonly #transport: Pick<Transport, 'call'>
  readonly #screen: () => string
  readonly #now: () => number
  #seen: Readonly<Record<string, number>> = {}
  #minute = 0

  /** @param screen name of the screen that is shown */
  constructor(transport: Pick<Transport, 'call'>, screen: () => string, now: () => number = () => performance.now()) {
    this.#transport = transport
    this.#screen = screen
    this.#now = now
  }

  /** Reports something that was thrown. */
  report(kind: PageFailure['kind'], error: unknown): void {
    const root = error instanceof Error ? error : undefined
    const code: unknown = root === undefined ? undefined : Reflect.get(root, 'code')
    const place = root === undefined ? undefined : placeIn(root)
    this.#send({
      kind,
      error: /^[A-Za-z]{1,60}$/.test(root?.name ?? '') ? (root?.name ?? '') : typeof error,
      component: this.#screen(),
      ...(typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? { code } : {}),
      ...(place === undefined ? {} : { place })
    })
  }

  /** Reports what a worker did not catch: its event has no error object, only the words for it. */
  workerFailed({ message, filename, lineno, colno }: WorkerFailure): void {
    const error = new Error('')
    error.name = /^Uncaught ([A-Za-z]{1,60}):/.exec(message)?.[1] ?? 'Error'
    error.stack = `${error.name}\n    at ${filename}:${lineno}:${colno}`
    this.report('worker', error)
  }

  /** Reports a request that the content security policy stopped. @param directive such as `connect-src` */
  violated(directive: string): void {
    this.#send({
      kind: 'policy',
      error: 'SecurityPolicyViolation',
      component: /^[a-z-]{1,40}$/.test(directive) ? directive : 'unknown'
    })
  }

  #send(failure: PageFailure): void {
    const minute = Math.floor(this.#now() / minuteMs)
    if (minute !== this.#minute) [this.#minute, this.#seen] = [minute, {}]
    const key = JSON.stringify(failure)
    const repeats = this.#seen[key]
    if (repeats === undefined && Object.keys(this.#seen).length >= maxAMinute) return
    this.#seen = { ...this.#seen, [key]: (repeats ?? 0) + 1 }
    // The first of its kind, and then the tenth, the hundredth: a loop shows and does not flood.
    const count = repeats ?? 0
    if (count !== 0 && !/^9+$/.test(String(count))) return
    const sent = count === 0 ? failure : { ...failure, repeats: count }
    // A failure that cannot be sent must not become another failure.
    this.#transport.call('page.failed', sent).catch(() => undefined)
  }
}

/** File name, line and column of the first frame in built code; the message before it is cut off. */
function placeIn({ name, message, stack }: Error): string | undefined {
  const head = message === '' ? name : `${name}: ${message}`
  const frames =
    stack?.startsWith(head) === true ? stack.slice(head.length) : (stack ?? '').split('\n').slice(1).join('\n')
  return /\/([A-Za-z0-9_-]+(?:\.[a-z]+)*\.(?:ts|js|mjs):\d{1,7}:\d{1,7})\)?$/m.exec(frames)?.[1]
}

/** Reports whatever nobody caught. */
export function watchFailures(failures: PageFailures, scope: Pick<Window, 'addEventListener'> = window): void {
  scope.addEventListener('error', (event) => failures.report('error', event.error))
  scope.addEventListener('unhandledrejection', (event) => failures.report('rejection', event.reason))
  scope.addEventListener('securitypolicyviolation', (event) => failures.violated(event.effectiveDirective))
}
