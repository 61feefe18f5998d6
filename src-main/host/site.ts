import { readFile } from 'node:fs/promises'
import { toWireError } from '#shared/app-error.ts'
import { errorFacts } from '../log/error-facts.ts'
import type { DataPlane } from './data-plane.ts'
import { pageFile } from './page-file.ts'
import type { LogPort } from './ports.ts'
import { dynamicHeaders, fileHeaders } from './response-headers.ts'

/** An answer that both hosts can send. */
export interface SiteResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | string
}

/** What GET requests of the page's own origin reach: the built page and the data plane. */
export type Site = (path: string) => Promise<SiteResponse>

/** The parts of {@link createSite}; `root` is the absolute folder of the built page. */
export interface SiteParts {
  readonly root: string
  readonly dataPlane: DataPlane
  readonly log: LogPort
}

/** The read-only site, the same in every host. Paths are taken as requested, without query, not decoded. */
export function createSite({ root, dataPlane, log }: SiteParts): Site {
  async function data(ticket: string): Promise<SiteResponse> {
    const source = dataPlane.redeem(ticket)
    if (source === undefined) return notFound()
    try {
      return { status: 200, headers: dynamicHeaders('application/octet-stream'), body: await source.open() }
    } catch (error) {
      log.write('error', 'data.unreadable', errorFacts(error))
      return { status: 500, headers: dynamicHeaders('application/json'), body: JSON.stringify(toWireError(error)) }
    }
  }

  async function file(path: string): Promise<SiteResponse> {
    const name = pageFile(root, path)
    if (name === undefined) return notFound()
    try {
      return { status: 200, headers: fileHeaders(path === '/' ? '/index.html' : path), body: await readFile(name) }
    } catch (error) {
      log.write('warn', 'page.file-missing', errorFacts(error))
      return notFound()
    }
  }

  return (path) => (path.startsWith('/data/') ? data(path.slice('/data/'.length)) : file(path))
}

function notFound(): SiteResponse {
  return { status: 404, headers: dynamicHeaders('text/plain; charset=utf-8'), body: 'There is nothing here.\n' }
}
