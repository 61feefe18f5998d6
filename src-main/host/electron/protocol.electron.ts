import { hostElectronMessages as m } from '#messages/host/electron.ts'
import { protocol, type Session } from 'electron'
import { dynamicHeaders } from '../../api/response-headers.ts'
import type { Site } from '../../api/site.ts'
import { isPageUrl, pageScheme } from './page-origin.ts'

/** Must run once, before the program is ready. Gives the page an origin of its own that counts as secure. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
    }
  ])
}

/** Serves the page and the data plane to one session; `/upload/` alone takes what the page sends. */
export function servePage(session: Session, site: Site): void {
  session.protocol.handle(pageScheme, async (request) => {
    if (!isPageUrl(request.url)) return refusal(404)
    const path = new URL(request.url).pathname
    const sends = request.method === 'POST' && path.startsWith('/upload/')
    if (!sends && request.method !== 'GET') return refusal(405)
    const { status, headers, body } = await (sends ? site(path, bytesOf(request)) : site(path))
    return new Response(status === 204 ? null : body, { status, headers })
  })
}

async function* bytesOf(request: Request): AsyncGenerator<Uint8Array, void> {
  if (request.body !== null) yield* request.body as ReadableStream<Uint8Array>
}

function refusal(status: number): Response {
  return new Response(m.populusDidNotAcceptThisRequest, {
    status,
    headers: dynamicHeaders('text/plain; charset=utf-8')
  })
}
