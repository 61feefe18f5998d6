import { hostElectronMessages as m } from '#messages/host/electron.ts'
import { Readable } from 'node:stream'
import { net, type Session } from 'electron'
import { AppError } from '#shared/app-error.ts'
import { isCertificateProblem, networkFailure } from '../network/network-failure.ts'
import { certificateIssuer } from '../network/certificate-issuer.ts'
import { proxyCredentials } from '../network/proxy-credentials.ts'
import type { NetPort, NetRequest, NetResponse } from '../../ports/host.ts'
import { userAgent } from '../network/user-agent.ts'

const defaultIdleMs = 120_000
/** Chromium unpacks bodies by itself, so these say nothing about what arrives. */
const consumed: ReadonlySet<string> = new Set(['content-encoding', 'content-length'])

/**
 * The network of the Electron host: Chromium's, with the system's proxies (PAC, WPAD), certificates and TLS. Redirects are
 * not followed: whoever calls decides whether a token may go on. No cookies, no cache.
 */
export function createElectronNet(session: Session): NetPort {
  return { send: (request) => exchange(request, session) }
}

function exchange(request: NetRequest, session: Session): Promise<NetResponse> {
  const { method, url, headers = {}, body, signal, idleMs = defaultIdleMs } = request
  const { protocol } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') throw new AppError('invalid-input', m.onlyWebAddressesHttpsCanBe)
  return new Promise<NetResponse>((resolve, reject) => {
    const sent = net.request({
      method,
      url,
      session,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      headers: { 'user-agent': userAgent, ...headers, 'accept-encoding': headers['accept-encoding'] ?? 'identity' }
    })
    let settled = false
    let timer: NodeJS.Timeout | undefined
    const alive = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => fail(new Error('net::ERR_TIMED_OUT')), idleMs)
    }
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const onAbort = (): void => fail(new Error('stopped'))
    let broken: ((error: AppError) => void) | undefined
    function fail(cause: unknown): void {
      end()
      sent.abort()
      const error = failure(cause, url, signal)
      if (!settled) void withIssuer(error, cause, request, session).then(reject)
      settled = true
      broken?.(error)
    }
    if (signal?.aborted === true) {
      fail(new Error('stopped'))
      return
    }
    signal?.addEventListener('abort', onAbort)
    sent.on('error', fail)
    // A proxy may ask for a sign-in; a server signs in by its token alone. The same answer twice would go on for ever.
    let asked = false
    sent.on('login', ({ isProxy, host, port }, answer) => {
      try {
        const known = isProxy && !asked ? proxyCredentials(process.env, { host, port }) : undefined
        asked = true
        if (known === undefined) answer()
        else answer(known.username, known.password)
      } catch (error) {
        fail(error)
      }
    })
    // With redirect "manual" the request ends unless it is told to go on; the answer is given to the caller as it is.
    sent.on('redirect', (status, _method, location, answered) => {
      settled = true
      end()
      sent.abort()
      resolve({ status, headers: { ...flat(answered), location }, body: nothing(), close: () => undefined })
    })
    sent.on('response', (message) => {
      alive()
      settled = true
      // Electron's types leave out that a message is a Readable.
      const stream = Readable.from(piecesOf(message as unknown as Readable, alive, end), { objectMode: false })
      // Who reads the body hears of it; before somebody does, as while a file for it is being opened, nobody listens.
      stream.on('error', () => undefined)
      broken = (error) => void stream.destroy(error)
      resolve({
        status: message.statusCode,
        headers: flat(message.headers),
        body: bodyOf(stream, url, signal),
        close() {
          end()
          sent.abort()
          stream.destroy()
        }
      })
    })
    alive()
    if (body !== undefined) sent.write(body)
    sent.end()
  })
}

async function* piecesOf(message: Readable, alive: () => void, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      alive()
      yield chunk
    }
  } finally {
    end()
  }
}

async function* bodyOf(stream: Readable, url: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk
  } catch (cause) {
    throw cause instanceof AppError ? cause : failure(cause, url, signal)
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A redirect's body is of no use.
}

function flat(headers: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const wasPacked = headers['content-encoding'] !== undefined
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value] as const)
      .filter(([name]) => !wasPacked || !consumed.has(name))
  )
}

/** Chromium's code of a failure, without its `net::`. */
function chromiumCode(cause: unknown): string | undefined {
  return cause instanceof Error ? /\bERR_[A-Z0-9_]+/.exec(cause.message)?.[0] : undefined
}

function failure(cause: unknown, url: string, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted === true) return new AppError('cancelled', m.theRequestWasStopped, { cause })
  if (cause instanceof AppError) return cause
  const code = chromiumCode(cause)
  // Chromium's message may hold an address; the log gets the code alone.
  const logged = code === undefined ? cause : Object.assign(new Error(code), { code })
  return networkFailure(logged, code, { url: new URL(url) })
}

/** Adds who issued a certificate that was refused, where no proxy stands between. */
async function withIssuer(
  error: AppError,
  cause: unknown,
  { url, signal }: NetRequest,
  session: Session
): Promise<AppError> {
  const code = chromiumCode(cause)
  if (signal?.aborted === true || !isCertificateProblem(code)) return error
  if ((await session.resolveProxy(url)) !== 'DIRECT') return error
  const place = new URL(url)
  return networkFailure(error.cause, code, { url: place, issuer: await certificateIssuer(place) })
}
