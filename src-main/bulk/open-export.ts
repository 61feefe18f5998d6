import { join } from 'node:path'
import { createTokenSource, type Credentials } from '../auth/access-token.ts'
import { createAuthorizedNet } from '../auth/authorized-net.ts'
import { scopesFor, scopeVersion } from '../auth/scopes.ts'
import { baseAddress, checkServerAddress } from '../auth/server-address.ts'
import { discover, type Discovery } from '../auth/smart-configuration.ts'
import type { ClockPort, NetPort, RandomPort } from '../host/ports.ts'
import type { LineFiles } from '../storage/sealed-lines.ts'
import { recogniseVendor } from '../vendors/registry.ts'
import type { VendorProfile } from '../vendors/vendor.ts'
import type { ExportContext, ExportPolicy, ExportWatch } from './export-context.ts'
import { loggedAddress, openExportLog } from './export-log.ts'
import type { ExportRequest } from './export-request.ts'
import type { ExportRun } from './export-run.ts'
import type { ExportSink } from './export-sink.ts'
import { openExportJournal } from './journal.ts'
import type { PreviousExport } from './merge.ts'
import type { Nudge } from './nudge.ts'
import { crawl } from './rest-crawl.ts'
import { usualDelays } from './retry-delay.ts'
import { createWorkerSlots } from './worker-slots.ts'

/** What an export is opened from. */
export interface OpenExportParts {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  /** Where journal and log are written. */
  readonly files: LineFiles
  readonly sink: ExportSink
  /** Folder for journal and log; it exists. */
  readonly folder: string
  readonly request: ExportRequest
  readonly credentials: Credentials
  /** By what the server says of itself when absent. */
  readonly profile: VendorProfile | undefined
  /** By discovery when absent. */
  readonly tokenEndpoint: string | undefined
  readonly scopes: string | undefined
  readonly allowHttpLoopback: boolean
  /** Further origins that the token may go to. */
  readonly trustedOrigins: readonly string[]
  readonly mode: 'bulk' | 'crawl'
  readonly previous: PreviousExport | undefined
  readonly policy: ExportPolicy | undefined
  readonly signal: AbortSignal
  readonly watch: ExportWatch
  readonly nudge: Nudge
}

/** An export that is ready to run, or to go on. */
export interface OpenedExport {
  readonly run: ExportRun
  readonly discovery: Discovery | undefined
  close(): Promise<void>
}

/** The usual patience. */
function usualPolicy({ retryAfterCapSeconds, mostFileRequests }: VendorProfile): ExportPolicy {
  return {
    delays: usualDelays(retryAfterCapSeconds),
    fileTries: Math.min(6, mostFileRequests),
    requestTries: 20,
    syncBytes: 8 * 1024 * 1024,
    freshManifests: 3
  }
}

/**
 * Puts an export together: address checked, server discovered, vendor recognised, least permissions, journal opened.
 * @throws AppError `invalid-input`, `not-allowed`, `network`
 */
export async function openExport(parts: OpenExportParts): Promise<OpenedExport> {
  const { net, clock, random, files, folder, credentials, signal, sink } = parts
  const base = baseAddress(checkServerAddress(parts.request.base, parts.allowHttpLoopback))
  const request: ExportRequest = { ...parts.request, base }
  const signsIn = credentials.kind !== 'none' && credentials.kind !== 'bearer'
  const known = parts.profile !== undefined && (parts.tokenEndpoint !== undefined || !signsIn)
  // Where everything that is needed is known, a server that does not describe itself is no reason to stop.
  const discovery = await discover(net, base, () => clock.now()).catch((error: unknown) => {
    if (!known) throw error
    return undefined
  })
  const profile = parts.profile ?? recogniseVendor(discovery?.server)
  const tokenEndpoint = parts.tokenEndpoint ?? discovery?.tokenEndpoint
  if (tokenEndpoint !== undefined) checkServerAddress(tokenEndpoint, parts.allowHttpLoopback)
  const version = profile.scopes === 'by-server' ? scopeVersion(discovery ?? { capabilities: [] }) : profile.scopes
  const groupScope = parts.mode === 'crawl' && request.level === 'group' && request.types.length > 0 ? ['Group'] : []
  const clientId = 'clientId' in credentials ? credentials.clientId : ''
  const policy = parts.policy ?? usualPolicy(profile)
  const tokens = createTokenSource({
    net,
    clock,
    random,
    tokenEndpoint,
    credentials,
    scope: parts.scopes ?? scopesFor([...request.types, ...groupScope], version),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  })
  const extraHeaders = Object.fromEntries(
    Object.entries(profile.headers).map(([name, value]) => [name, value.replace('{clientId}', clientId)])
  )
  const journal = await openExportJournal(join(folder, 'journal.ndjson'), files, clock)
  const id = journal.progress.id ?? random.token(12)
  const log = await openExportLog(join(folder, 'log.ndjson'), id, files, clock)
  const context: ExportContext = {
    net: createAuthorizedNet({ net, tokens, allowHttpLoopback: parts.allowHttpLoopback, extraHeaders }),
    profile,
    policy,
    journal,
    sink,
    log,
    slots: createWorkerSlots(profile.mostDownloads),
    clock,
    random: () => Math.random(),
    signal,
    watch: parts.watch,
    nudge: parts.nudge,
    shown: loggedAddress
  }
  const origins = new Set([new URL(base).origin, ...parts.trustedOrigins])
  const host = new URL(base).hostname
  return {
    discovery,
    run: {
      request,
      id,
      tokens,
      context,
      previous: parts.previous,
      crawl: parts.mode === 'crawl' ? crawl : undefined,
      trusts: (url) => origins.has(new URL(url).origin) || isSameSite(new URL(url).hostname, host)
    },
    async close() {
      await journal.close()
      await log.close()
    }
  }
}

/** The same computer at another port, or a sister of the server's name (`files.example.org` for `fhir.example.org`). */
function isSameSite(name: string, host: string): boolean {
  if (name === host) return true
  const parent = host.split('.').slice(1).join('.')
  return /[a-z]/i.test(parent) && parent.includes('.') && name.endsWith(`.${parent}`)
}
