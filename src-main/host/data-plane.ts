import type { ClockPort, RandomPort } from './ports.ts'

/** Where the bytes behind one ticket come from. */
export interface ByteSource {
  /** Called once, when the ticket is used. */
  open(): Promise<ReadableStream<Uint8Array>>
}

/** The data plane: bytes leave only through one-time, same-origin URLs, never through a control call. */
export interface DataPlane {
  /** @returns a URL path such as `/data/<ticket>` that works once and only for the next minute */
  issue(source: ByteSource): string
  /** Uses a ticket up. @returns `undefined` when it is unknown, used, or too old */
  redeem(ticket: string): ByteSource | undefined
}

const ticketBytes = 24
const lifetimeMs = 60_000
/** The oldest ticket gives way: a page that asks for more than this without fetching is broken. */
const mostTickets = 1_024

export function createDataPlane({
  clock,
  random
}: {
  readonly clock: ClockPort
  readonly random: RandomPort
}): DataPlane {
  const tickets = new Map<string, { readonly source: ByteSource; readonly expires: number }>()

  function forgetOld(): void {
    for (const [ticket, { expires }] of tickets) {
      if (expires > clock.now() && tickets.size < mostTickets) return
      tickets.delete(ticket)
    }
  }

  return {
    issue(source) {
      forgetOld()
      const ticket = random.token(ticketBytes)
      tickets.set(ticket, { source, expires: clock.now() + lifetimeMs })
      return `/data/${ticket}`
    },
    redeem(ticket) {
      const found = tickets.get(ticket)
      tickets.delete(ticket)
      return found !== undefined && found.expires > clock.now() ? found.source : undefined
    }
  }
}
