import { apiMessages as m } from '#messages/api.ts'
import { readFile } from 'node:fs/promises'
import { AppError, toWireError } from '#shared/app-error.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { ticketRights, type TicketKind } from '#shared/rights/ticket-rights.ts'
import { errorFacts } from '../log/error-facts.ts'
import type { AccessPort } from '../ports/roles.ts'
import { refusalOf } from '../services/roles/refusal.ts'
import { asDiskError } from '../storage/files/space-error.ts'
import type { DataPlane } from './data-plane.ts'
import { pageFile } from './page-file.ts'
import type { AuditPort, LogPort } from '../ports/host.ts'
import { dynamicHeaders, fileHeaders } from './response-headers.ts'

/** An answer that both hosts can send. */
export interface SiteResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | string
}

/**
 * What requests of the page's own origin reach: the built page and the data plane.
 *
 * @param body of a POST request; only `/upload/` takes one, and nothing else may be asked for with one
 */
export type Site = (path: string, body?: AsyncIterable<Uint8Array>) => Promise<SiteResponse>

/** The parts of {@link createSite}; `root` is the absolute folder of the built page. */
export interface SiteDependencies {
  readonly root: string
  readonly dataPlane: DataPlane
  readonly access: AccessPort
  readonly audit: Pick<AuditPort, 'record'>
  readonly log: LogPort
}

/** The site, the same in every host. Paths are taken as requested, without query, not decoded. */
export function createSite({ root, dataPlane, access, audit, log }: SiteDependencies): Site {
  /** The role may have changed since the ticket was given out. @returns the answer where it no longer includes it */
  async function refusal(kind: TicketKind): Promise<SiteResponse | undefined> {
    const found = refusalOf(`ticket ${kind}`, [ticketRights[kind]], await access.current())
    if (found === undefined) return undefined
    await audit.record({ action: 'access.refused', outcome: 'failure', facts: found.facts })
    return {
      status: 403,
      headers: dynamicHeaders('application/json'),
      body: JSON.stringify(toWireError(found.error))
    }
  }

  async function data(ticket: string): Promise<SiteResponse> {
    const source = dataPlane.redeem(ticket)
    if (source === undefined) return notFound()
    try {
      const refused = await refusal(source.kind)
      if (refused !== undefined) return refused
      return { status: 200, headers: dynamicHeaders('application/octet-stream'), body: await source.open() }
    } catch (error) {
      log.write('error', 'data.unreadable', errorFacts(error))
      return {
        status: 500,
        headers: dynamicHeaders('application/json'),
        body: JSON.stringify(toWireError(asDiskError(error)))
      }
    }
  }

  async function file(path: string): Promise<SiteResponse> {
    const name = pageFile(root, path)
    if (name === undefined) return notFound()
    try {
      const body = await readFile(name)
      if (path !== '/') return { status: 200, headers: fileHeaders(path), body }
      return { status: 200, headers: fileHeaders('/index.html'), body: inLanguage(body) }
    } catch (error) {
      log.write('warn', 'page.file-missing', errorFacts(error))
      return notFound()
    }
  }

  async function upload(ticket: string, body: AsyncIterable<Uint8Array>): Promise<SiteResponse> {
    const sink = dataPlane.redeemUpload(ticket)
    if (sink === undefined) return notFound()
    try {
      const refused = await refusal(sink.kind)
      if (refused !== undefined) return { ...refused, headers: { ...refused.headers, connection: 'close' } }
      await sink.take(bounded(body, sink.maxBytes))
      return { status: 204, headers: dynamicHeaders('text/plain; charset=utf-8'), body: '' }
    } catch (error) {
      log.write('error', 'upload.failed', errorFacts(error))
      // What was not read of the body is of no use to the next request on this connection.
      const headers = { ...dynamicHeaders('application/json'), connection: 'close' }
      return { status: 500, headers, body: JSON.stringify(toWireError(asDiskError(error))) }
    }
  }

  return async (path, body) => {
    if (body !== undefined)
      return path.startsWith('/upload/') ? upload(path.slice('/upload/'.length), body) : notFound()
    return path.startsWith('/data/') ? data(path.slice('/data/'.length)) : file(path)
  }
}

async function* bounded(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new AppError('invalid-input', m.moreWasSentThanWasAnnounced)
    yield chunk
  }
}

/** The page with the language in force as that of its document, by which its own texts are chosen. */
function inLanguage(page: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | string {
  if (activeLocale === 'en-US') return page
  return new TextDecoder().decode(page).replace('<html lang="en">', `<html lang="${activeLocale}">`)
}

function notFound(): SiteResponse {
  return { status: 404, headers: dynamicHeaders('text/plain; charset=utf-8'), body: m.thereIsNothingHere }
}
