import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { allEnded } from '#shared/language/all-ended.ts'
import { absentText, absentTypes } from '#shared/offered-types.ts'
import { unpackLimit } from '#shared/unpack-limit.ts'
import { createTokenSource } from '../../auth/access-token.ts'
import { asksTokenEndpoint, type ClientCredentials } from '../../auth/client-credentials.ts'
import { createAuthorizedNet } from '../../auth/authorized-net.ts'
import { originTrust, type OriginTrust } from '../../auth/origin-trust.ts'
import { scopesFor } from '../../auth/scopes.ts'
import { baseAddress, checkServerAddress } from '../../auth/server-address.ts'
import { tokenEndpointOf } from '../../auth/token-endpoint.ts'
import type { ClockPort, NetPort, RandomPort } from '../../ports/host.ts'
import type { LineFiles } from '../../storage/sealed/sealed-lines.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'
import { describeServer, recordServer, type ServerDescription } from './describe-server.ts'
import type { ExportContext, ExportPolicy, ExportWatch } from './export-context.ts'
import { loggedAddress, openExportLog } from '../journal/export-log.ts'
import type { ExportRequest } from '../protocol/export-request.ts'
import type { RunningExport } from './running-export.ts'
import type { ExportSink } from '../sink/export-sink.ts'
import { openExportJournal } from '../journal/journal.ts'
import type { PreviousExport } from '../sink/merge.ts'
import type { PollTrigger } from '../protocol/poll-trigger.ts'
import type { Repair } from '../journal/repair.ts'
import { createOutageGate } from '../protocol/outage-gate.ts'
import { stoppedBy } from './stopped-by.ts'
import { crawl } from './rest-crawl.ts'
import { defaultDelays } from '../protocol/retry-delay.ts'
import { createWorkerSlots } from '../protocol/worker-slots.ts'

/** How an export signs in and what it asks for. */
export interface ExportSpecification {
  readonly request: ExportRequest
  readonly credentials: ClientCredentials
  /** By what the server says of itself when absent. */
  readonly profile: VendorProfile | undefined
  /** By discovery when absent. */
  readonly tokenEndpoint: string | undefined
  readonly scopes: string | undefined
  readonly allowHttpLoopback: boolean
  /** Further origins that the token may go to. */
  readonly trustedOrigins: readonly string[]
  readonly mode: 'bulk' | 'crawl'
  /** What to do about resource types that the server does not have. */
  readonly absent: 'refuse' | 'leave-out'
}

/** What an export is opened from. */
export interface OpenExportDependencies extends ExportSpecification {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  /** Where journal and log are written. */
  readonly files: LineFiles
  readonly sink: ExportSink
  /** Folder for journal and log; it exists. */
  readonly folder: string
  readonly previous: PreviousExport | undefined
  /** As in `ExportRun`. */
  readonly reusesPrevious?: boolean
  readonly repair?: Repair | undefined
  readonly before?: Readonly<Record<string, number>> | undefined
  readonly policy: ExportPolicy | undefined
  readonly signal: AbortSignal
  readonly watch: ExportWatch
  readonly trigger: PollTrigger
}

/** An export that is ready to run, or to go on. */
export interface OpenedExport {
  readonly run: RunningExport
  /** As the server names it. */
  readonly fhirVersion: string | undefined
  close(): Promise<void>
}

/** Waits and attempts, where nobody chose others. */
function defaultPolicy({ retryAfterCapSeconds, mostFileRequests }: VendorProfile): ExportPolicy {
  return {
    delays: defaultDelays(retryAfterCapSeconds),
    maxFileAttempts: Math.min(6, mostFileRequests),
    maxCuts: Math.min(20, mostFileRequests),
    holdMs: 24 * 3_600_000,
    kickOffMs: 15 * 60_000,
    maxRequestAttempts: 20,
    syncBytes: 8 * 1024 * 1024,
    freshManifests: 3,
    unpackLimit
  }
}

/**
 * Puts an export together: address checked, server discovered, vendor recognized, least permissions, journal opened.
 * @throws AppError `invalid-input`, `not-allowed`, `network`
 */
export async function openExport(dependencies: OpenExportDependencies): Promise<OpenedExport> {
  const { net, clock, random, files, folder, credentials, signal, sink } = dependencies
  const base = baseAddress(checkServerAddress(dependencies.request.base, dependencies.allowHttpLoopback))
  const trust = originTrust(base, dependencies.trustedOrigins)
  const signsIn = asksTokenEndpoint(credentials)
  const journal = await openExportJournal(join(folder, 'journal.ndjson'), files, clock)
  /** What cannot be opened keeps no file open. */
  const closingJournal = async (error: unknown): Promise<never> => {
    await journal.close()
    throw error
  }
  const described = await describeServer({ ...dependencies, journal, base, signsIn })
    .then((server) => checkedServer(server, dependencies, trust, signsIn))
    .catch(closingJournal)
  const { profile, tokenEndpoint } = described
  // What was begun goes on as it was begun, whatever the server says of itself meanwhile.
  const absent = journal.progress.request === undefined ? absentTypes(dependencies.request.types, described.offer) : []
  const types = withoutTypes(dependencies.request.types, absent)
  const request: ExportRequest = { ...dependencies.request, base, types }
  const groupScope =
    dependencies.mode === 'crawl' && request.level === 'group' && request.types.length > 0 ? ['Group'] : []
  const permissions = request.types.length === 0 ? [] : [...request.types, ...groupScope, ...profile.permissionTypes]
  const clientId = 'clientId' in credentials ? credentials.clientId : ''
  const policy = dependencies.policy ?? defaultPolicy(profile)
  // What renews a grant is not stopped: the server may have replaced the refresh token, and the answer has the new one.
  const renewsGrant = credentials.kind === 'authorization_code'
  const tokens = createTokenSource({
    net: renewsGrant ? net : stoppedBy(signal, net),
    clock,
    random,
    tokenEndpoint,
    credentials,
    scope: dependencies.scopes ?? scopesFor(permissions, described.scopes),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, policy.delays.capMs)))
  })
  const extraHeaders = Object.fromEntries(
    Object.entries(profile.headers).map(([name, value]) => [name, value.replace('{clientId}', clientId)])
  )
  const id = journal.progress.id ?? random.token(12)
  const log = await openExportLog(join(folder, 'log.ndjson'), id, files, clock).catch(closingJournal)
  const { outage } = journal.progress
  const gate = createOutageGate({
    clock,
    random: () => Math.random(),
    delays: policy.delays,
    signal,
    trigger: dependencies.trigger,
    holdMs: policy.holdMs,
    linksUntil: () => journal.progress.linksUntil,
    earlier: outage,
    record: (host, since) => journal.record({ event: 'outage', host, ...(since === undefined ? {} : { since }) }),
    show: (wait) => dependencies.watch.waiting(wait)
  })
  const context: ExportContext = {
    net: createAuthorizedNet({ net, tokens, trust, allowHttpLoopback: dependencies.allowHttpLoopback, extraHeaders }),
    profile,
    policy,
    journal,
    sink,
    log,
    slots: createWorkerSlots(profile.mostDownloads),
    clock,
    random: () => Math.random(),
    signal,
    watch: dependencies.watch,
    trigger: dependencies.trigger,
    gate,
    isAllowed: (url) => isAllowed(url, dependencies.allowHttpLoopback),
    shown: loggedAddress
  }
  return {
    fhirVersion: described.fhirVersion,
    run: {
      request,
      absentTypes: types.length < dependencies.request.types.length ? absent : [],
      id,
      tokens,
      describe: () => recordServer(journal, described),
      context,
      previous: dependencies.previous,
      reusesPrevious: dependencies.reusesPrevious ?? false,
      repair: dependencies.repair,
      before: dependencies.before,
      crawl:
        dependencies.mode === 'crawl' ? (running, asked) => crawl(running, asked, described.takesBatches) : undefined,
      trusts: (url) => trust.trusts(url)
    },
    async close() {
      await allEnded([journal.close(), log.close()])
    }
  }
}

function isAllowed(url: string, allowHttpLoopback: boolean): boolean {
  try {
    checkServerAddress(url, allowHttpLoopback)
    return true
  } catch {
    return false
  }
}

/**
 * The server with an address for secrets that is safe to use.
 * @throws AppError `not-allowed`, `invalid-input` also for types that it does not have, where those are refused
 */
function checkedServer(
  server: ServerDescription,
  { request, absent, allowHttpLoopback, tokenEndpoint: typed }: OpenExportDependencies,
  trust: OriginTrust,
  signsIn: boolean
): ServerDescription {
  const missing = absent === 'refuse' ? absentTypes(request.types, server.offer) : []
  if (missing.length > 0)
    throw new AppError('invalid-input', m.nothingWasRequestedLeaveThemOut(absentText(missing), missing.length))
  const where = { typed, discovered: server.tokenEndpoint, trust, allowHttpLoopback }
  return { ...server, tokenEndpoint: signsIn ? tokenEndpointOf(where) : undefined }
}

/** The types without those that the server lacks; all of them when it lacks all, so that it can refuse in its own words. */
function withoutTypes(types: readonly string[], absent: readonly string[]): string[] {
  const left = types.filter((type) => !absent.includes(type))
  return left.length === 0 ? [...types] : left
}
