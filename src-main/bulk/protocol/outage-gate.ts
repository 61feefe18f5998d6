import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import { AppError } from '#shared/app-error.ts'
import type { ClockPort } from '../../ports/host.ts'
import type { PollTrigger } from './poll-trigger.ts'
import { nextDelay, type DelayPolicy } from './retry-delay.ts'
import { waitUntil } from './wait-until.ts'

/** A server that does not answer, and when it is asked again. */
export interface ServerWait {
  readonly host: string
  /** Milliseconds since 1970. */
  readonly since: number
  readonly attempts: number
  readonly nextAt: number
  /** When Populus stops waiting; the export can be resumed later. */
  readonly until: number
  /** What happened at the last attempt. */
  readonly reason: string
}

/** An answer that says "later": overloaded, or a gateway whose server is away. */
export interface Deferral {
  readonly reason: string
  /** Milliseconds that the server asks to wait. */
  readonly askedMs: number | undefined
}

/** Dependencies of {@link createOutageGate}. */
export interface OutageGateDependencies {
  readonly clock: ClockPort
  /** From 0 to 1. */
  readonly random: () => number
  readonly delays: DelayPolicy
  readonly signal: AbortSignal
  readonly trigger: PollTrigger
  /** Longest outage. */
  readonly holdMs: number
  /** When the links to the files expire, in milliseconds since 1970; waiting that long is worth it. */
  readonly linksUntil: () => number | undefined
  /** An outage that an earlier process was waiting for. */
  readonly earlier: { readonly host: string; readonly since: number } | undefined
  /** Writes down that an outage begins (`since`) or is over. */
  readonly record: (host: string, since: number | undefined) => Promise<void>
  readonly show: (wait: ServerWait | undefined) => void
}

/**
 * Holds every request to a server that cannot be reached: one back-off for all of them, and one request that tries. As soon
 * as the server answers, all go on.
 */
export interface OutageGate {
  /**
   * Does the work as soon as the server may be asked, and again after an outage.
   * @param deferral what makes an answer one that says "later"; `undefined` for any other answer
   * @param maxDeferrals times that this request may be put off before its answer is returned after all, so that others get
   * their turn; the server is still held
   * @throws AppError `network` when the server stayed away too long, `cancelled`, and what the work throws
   */
  through<T>(
    url: string,
    work: () => Promise<T>,
    deferral?: (answer: T) => Deferral | undefined,
    maxDeferrals?: number
  ): Promise<T>
}

interface Line {
  readonly host: string
  down:
    | { readonly since: number; attempts: number; nextAt: number; reason: string; readonly opened: AbortController }
    | undefined
  probing: boolean
  /** Told whether they are the one that tries. */
  readonly waiting: ((probes: boolean) => void)[]
  over: AppError | undefined
}

/** Makes the gate of one export. */
export function createOutageGate(dependencies: OutageGateDependencies): OutageGate {
  const { clock, random, delays, signal, trigger, holdMs, linksUntil, earlier, record, show } = dependencies
  const lines = new Map<string, Line>()

  function lineOf(url: string): Line {
    const { host } = new URL(url)
    const known = lines.get(host)
    if (known !== undefined) return known
    const made: Line = { host, down: undefined, probing: false, waiting: [], over: undefined }
    lines.set(host, made)
    return made
  }

  /** Waits until the server may be asked. @returns whether this is the request that tries */
  async function turn(line: Line): Promise<boolean> {
    for (let probes = false; ;) {
      if (line.over !== undefined) throw line.over
      const { down } = line
      if (down === undefined) return probes
      if (!probes && line.probing) {
        probes = await new Promise<boolean>((resolve) => line.waiting.push(resolve))
        continue
      }
      line.probing = true
      try {
        await waitUntil(down.nextAt, clock, signal, AbortSignal.any([trigger.signal, down.opened.signal]))
      } catch (error) {
        wakeAll(line)
        throw error
      }
      return true
    }
  }

  function wakeAll(line: Line): void {
    line.probing = false
    for (const tell of line.waiting.splice(0)) tell(false)
  }

  async function answered(line: Line): Promise<void> {
    const { down } = line
    line.down = undefined
    down?.opened.abort()
    wakeAll(line)
    if (down === undefined && earlier?.host !== line.host) return
    show(undefined)
    await record(line.host, undefined)
  }

  /** @param probe whether the request was the one that tried; others only join the wait */
  async function failed(line: Line, probe: boolean, { reason, askedMs }: Deferral): Promise<void> {
    if (!probe && line.down !== undefined) return
    const now = clock.now()
    const first = line.down === undefined
    const since = line.down?.since ?? (earlier?.host === line.host ? earlier.since : now)
    const attempts = (line.down?.attempts ?? 0) + 1
    const nextAt = Math.round(now + nextDelay(askedMs, attempts - 1, delays, random()))
    const until = Math.max(since + holdMs, linksUntil() ?? 0)
    line.down = { since, attempts, nextAt, reason, opened: line.down?.opened ?? new AbortController() }
    if (now >= until) {
      line.over = new AppError('network', tooLong(line.host, reason), { retryable: true })
      wakeAll(line)
      show(undefined)
      throw line.over
    }
    show({ host: line.host, since, attempts, nextAt, until, reason })
    // The next in line tries next, so that one bad file does not keep the others.
    const next = line.waiting.shift()
    line.probing = next !== undefined
    next?.(true)
    if (first) await record(line.host, since)
  }

  return {
    async through(url, work, deferral = () => undefined, maxDeferrals = Infinity) {
      const line = lineOf(url)
      let deferrals = 0
      for (;;) {
        const probe = await turn(line)
        let answer
        try {
          answer = await work()
        } catch (error) {
          if (!isOutage(error)) {
            if (probe) wakeAll(line)
            throw error
          }
          await failed(line, probe, { reason: error.message, askedMs: undefined })
          continue
        }
        const later = deferral(answer)
        if (later === undefined) {
          await answered(line)
          return answer
        }
        await failed(line, probe, later)
        deferrals += 1
        if (deferrals > maxDeferrals) return answer
      }
    }
  }
}

/** Whether a request got no answer: refused, cut, no address, too slow. */
export function isOutage(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'network' && error.retryable
}

function tooLong(host: string, reason: string): string {
  return m.couldNotBeReachedForToo(host, reason)
}
