import type { ExportWatch } from '../../bulk/run/export-context.ts'
import type { ServerWait } from '../../bulk/protocol/outage-gate.ts'
import { withSighting, type ProtocolFacts } from '../../bulk/protocol/protocol-facts.ts'
import type { ExportState } from '#shared/export-state.ts'
import type { ClockPort, NetPort } from '../../ports/host.ts'

/** What is known of one file while it arrives. */
export interface LiveFile {
  bytes: number
  /** Lines of it that are not blank. */
  lines: number
  attempts: number
  bytesPerSecond: number
}

/** What is counted while an export runs. */
export interface LiveMeter {
  readonly watch: ExportWatch
  readonly net: NetPort
  readonly files: ReadonlyMap<string, LiveFile>
  readonly poll: LivePoll | undefined
  /** A server that does not answer, while it is waited for. */
  readonly wait: ServerWait | undefined
  bytesPerSecond(): number
  /** Middle of the times until the first byte of an answer. */
  latencyMs(): number | undefined
  readonly requests: number
  readonly errors: number
  readonly askedSeconds: number | undefined
  /** How the server kept to the protocol, as far as this process saw it. */
  readonly protocol: ProtocolFacts
}

/** The newest status request. */
interface LivePoll {
  readonly text: string | undefined
  readonly askedSeconds: number | undefined
  readonly nextAt: number
  readonly statusRequests: number
}

const windowMs = 4000
const maxSamples = 500

/**
 * Counts what an export does.
 * @param changed called after every change that is worth to be shown
 */
export function createLiveMeter(net: NetPort, clock: ClockPort, changed: () => void): LiveMeter {
  const files = new Map<string, LiveFile & { since: number; recent: number }>()
  const latencies: number[] = []
  let poll: LivePoll | undefined
  let wait: ServerWait | undefined
  let askedSeconds: number | undefined
  let requests = 0
  let errors = 0
  let protocol: ProtocolFacts = {}
  const total = { since: clock.now(), recent: 0, rate: 0 }

  const fileOf = (key: string): LiveFile & { since: number; recent: number } => {
    const known = files.get(key)
    if (known !== undefined) return known
    const made = { bytes: 0, lines: 0, attempts: 0, bytesPerSecond: 0, since: clock.now(), recent: 0 }
    files.set(key, made)
    return made
  }

  return {
    files,
    get poll() {
      return poll
    },
    get wait() {
      return wait
    },
    get requests() {
      return requests
    },
    get errors() {
      return errors
    },
    get askedSeconds() {
      return askedSeconds
    },
    get protocol() {
      return protocol
    },
    bytesPerSecond() {
      const age = clock.now() - total.since
      return age > windowMs * 2 ? 0 : age < 250 ? total.rate : (total.recent / age) * 1000
    },
    latencyMs: () => [...latencies].sort((a, b) => a - b)[latencies.length >> 1],
    net: {
      async send(request) {
        const started = clock.now()
        requests += 1
        try {
          const response = await net.send(request)
          if (latencies.length < maxSamples) latencies.push(clock.now() - started)
          if (response.status >= 400) errors += 1
          return response
        } catch (error) {
          errors += 1
          throw error
        }
      }
    },
    watch: {
      state(_state: ExportState) {
        poll = undefined
        wait = undefined
        changed()
      },
      arrived(key, bytes, lines) {
        const file = fileOf(key)
        file.bytes += bytes
        file.lines = lines
        const now = clock.now()
        for (const item of [file, total]) {
          const age = now - item.since
          if (age > windowMs) {
            const rate = (item.recent / age) * 1000
            if (item === file) file.bytesPerSecond = rate
            else total.rate = rate
            item.since = now
            item.recent = 0
          }
          item.recent += bytes
        }
        const age = now - file.since
        if (age > 250) file.bytesPerSecond = (file.recent / age) * 1000
        changed()
      },
      attempt(key) {
        fileOf(key).attempts += 1
        changed()
      },
      startedOver(key) {
        const file = fileOf(key)
        file.bytes = 0
        file.lines = 0
      },
      waiting(next) {
        wait = next
        changed()
      },
      poll({ text, askedMs, nextAt }) {
        const asked = askedMs === undefined ? undefined : Math.round(askedMs / 1000)
        if (asked !== undefined) askedSeconds = Math.max(askedSeconds ?? 0, asked)
        poll = { text, askedSeconds: asked, nextAt, statusRequests: (poll?.statusRequests ?? 0) + 1 }
        changed()
      },
      saw(sighting) {
        protocol = withSighting(protocol, sighting)
      }
    }
  }
}
