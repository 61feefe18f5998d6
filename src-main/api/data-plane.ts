import type { TicketKind } from '#shared/rights/ticket-rights.ts'
import type { Elapsed, RandomPort } from '../ports/host.ts'

/** Where the bytes behind one ticket come from. */
export interface ByteSource {
  /** What is handed out: it decides who may fetch it. */
  readonly kind: TicketKind
  /** Called once, when the ticket is used. */
  open(): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>>
}

/** Where the bytes sent to one ticket go. */
export interface ByteSink {
  /** What is taken: it decides who may send it. */
  readonly kind: TicketKind
  /** More than this is refused. */
  readonly maxBytes: number
  /** Called once, when the ticket is used. */
  take(bytes: AsyncIterable<Uint8Array>): Promise<void>
}

/** What can be read and written again and again, by paths below one address, until it is taken back. */
export interface ByteLease {
  /** What is handed out and taken: it decides who may use it. */
  readonly kind: TicketKind
  /** More than this in one request is refused. */
  readonly maxBytes: number
  /** @param path names below the address @throws AppError `not-found` */
  read(path: readonly string[]): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>>
  /** @param path names below the address @throws AppError `not-found` */
  write(path: readonly string[], bytes: AsyncIterable<Uint8Array>): Promise<void>
}

/** The data plane: bytes leave and come only through same-origin URLs that cannot be guessed, never through a control call. */
export interface DataPlane {
  /** @returns a URL path such as `/data/<ticket>` that works once and only for the next minute */
  issue(source: ByteSource): string
  /** Uses a ticket up. @returns `undefined` when it is unknown, used, or too old */
  redeem(ticket: string): ByteSource | undefined
  /** @returns a URL path such as `/upload/<ticket>` that takes bytes once and only within the next minute */
  accept(sink: ByteSink): string
  /** Uses an upload ticket up. @returns `undefined` when it is unknown, used, or too old */
  redeemUpload(ticket: string): ByteSink | undefined
  /**
   * Lends what a page reads and writes many times.
   * @returns a name that cannot be guessed: paths below `/data/<name>/` are read and paths below `/upload/<name>/` are written
   */
  lend(lease: ByteLease): string
  /** Takes a lease back. */
  takeBack(name: string): void
}

const ticketBytes = 24
const lifetimeMs = 60_000
/** The oldest ticket gives way: a page that asks for more than this without fetching is broken. */
const maxTickets = 1_024

/** Creates the one-time addresses of large data. An address is good for one request within its time. */
export function createDataPlane({
  elapsed,
  random
}: {
  readonly elapsed: Elapsed
  readonly random: RandomPort
}): DataPlane {
  const downloads = ticketBook<ByteSource>({ elapsed, random })
  const uploads = ticketBook<ByteSink>({ elapsed, random })
  const leases = new Map<string, ByteLease>()

  /** The lease that a path begins with the name of, and the rest of the path. */
  function leased(address: string): { readonly lease: ByteLease; readonly path: readonly string[] } | undefined {
    const [name = '', ...path] = address.split('/')
    const lease = path.length === 0 ? undefined : leases.get(name)
    return lease && { lease, path }
  }

  return {
    issue: (source) => `/data/${downloads.issue(source)}`,
    redeem(ticket) {
      const found = leased(ticket)
      if (found === undefined) return downloads.redeem(ticket)
      const { lease, path } = found
      return { kind: lease.kind, open: () => lease.read(path) }
    },
    accept: (sink) => `/upload/${uploads.issue(sink)}`,
    redeemUpload(ticket) {
      const found = leased(ticket)
      if (found === undefined) return uploads.redeem(ticket)
      const { lease, path } = found
      return { kind: lease.kind, maxBytes: lease.maxBytes, take: (bytes) => lease.write(path, bytes) }
    },
    lend(lease) {
      const name = random.token(ticketBytes)
      leases.set(name, lease)
      return name
    },
    takeBack: (name) => void leases.delete(name)
  }
}

interface TicketBook<T> {
  readonly issue: (thing: T) => string
  readonly redeem: (ticket: string) => T | undefined
}

/** Things behind tickets that cannot be guessed, work once, and last a minute. */
function ticketBook<T>({ elapsed, random }: { readonly elapsed: Elapsed; readonly random: RandomPort }): TicketBook<T> {
  const tickets = new Map<string, { readonly thing: T; readonly expires: number }>()

  function forgetOld(): void {
    for (const [ticket, { expires }] of tickets) {
      if (expires > elapsed() && tickets.size < maxTickets) return
      tickets.delete(ticket)
    }
  }

  return {
    issue(thing) {
      forgetOld()
      const ticket = random.token(ticketBytes)
      tickets.set(ticket, { thing, expires: elapsed() + lifetimeMs })
      return ticket
    },
    redeem(ticket) {
      const found = tickets.get(ticket)
      tickets.delete(ticket)
      return found !== undefined && found.expires > elapsed() ? found.thing : undefined
    }
  }
}
