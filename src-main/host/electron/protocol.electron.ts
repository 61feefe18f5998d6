import { protocol, type Session } from 'electron'
import { dynamicHeaders } from '../response-headers.ts'
import type { Site } from '../site.ts'
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

/** Serves the page and the data plane to one session. */
export function servePage(session: Session, site: Site): void {
  session.protocol.handle(pageScheme, async (request) => {
    if (!isPageUrl(request.url)) return refusal(404)
    if (request.method !== 'GET') return refusal(405)
    const { status, headers, body } = await site(new URL(request.url).pathname)
    return new Response(body, { status, headers })
  })
}

function refusal(status: number): Response {
  return new Response('Populus did not accept this request.\n', {
    status,
    headers: dynamicHeaders('text/plain; charset=utf-8')
  })
}
