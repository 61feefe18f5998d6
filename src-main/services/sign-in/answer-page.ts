import { servicesSignInMessages as m } from '#messages/services/sign-in.ts'
import { createHash } from 'node:crypto'
import type { WebRequest, WebResponse } from '../../ports/host.ts'

/** What the person reads in the browser after the sign-in page of the server. */
export interface AnswerText {
  readonly ok: boolean
  readonly text: string
}

/** Path at which answers arrive on the loopback address. */
export const callbackPath = '/callback'

const style =
  'body{margin:15vh auto;max-width:34rem;padding:0 1.5rem;font:1rem/1.5 system-ui,sans-serif;color-scheme:light dark}h1{font-size:1.5rem}'
const styleHash = createHash('sha256').update(style).digest('base64')

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close'
}

/**
 * Takes an answer at the loopback address (RFC 8252 section 7.3). Only requests that name this address are heard, so that a
 * foreign name that leads here is not (DNS rebinding).
 */
export async function answerCallback(
  request: WebRequest,
  take: (answer: URLSearchParams) => Promise<AnswerText>
): Promise<WebResponse> {
  const url = new URL(request.target, request.origin)
  const isHere = request.headers['host'] === new URL(request.origin).host && url.origin === request.origin
  if (!isHere || url.pathname !== callbackPath) return { status: 404, headers: { connection: 'close' } }
  if (request.method !== 'GET') return { status: 405, headers: { allow: 'GET', connection: 'close' } }
  const { ok, text } = await take(url.searchParams)
  return { status: ok ? 200 : 400, headers, body: page(ok ? m.youAreSignedIn : m.theSignInDidNotWork, text) }
}

function page(title: string, text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Populus</title><style>${style}</style><h1>${title}</h1><p>${escaped(text)}</p></html>\n`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
