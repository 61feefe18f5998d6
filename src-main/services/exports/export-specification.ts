import { AppError } from '#shared/app-error.ts'
import type { ExportPolicy } from '../../bulk/run/export-context.ts'
import type { ExportProgress } from '../../bulk/journal/export-progress.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import { requestOf } from '../connections/request-of.ts'
import type { ClockPort, LogPort, NetPort, RandomPort } from '../../ports/host.ts'
import { groupMembers, patientsIn } from './group-members.ts'
import type { ExportRecord } from './export-record.ts'
import type { ExportSpecification } from '../../bulk/run/open-export.ts'
import { previousOf } from './previous-snapshot.ts'
import type { ExportStorage } from './export-storage.ts'

/**
 * How an export signs in and what it asks for. What was begun goes on as it was begun, whatever was changed meanwhile.
 * @throws AppError `not-found`, `invalid-input`
 */
export async function orderFor(
  connections: ConnectionService,
  file: ExportRecord,
  progress: ExportProgress | undefined
): Promise<ExportSpecification> {
  const { settings, discovered, missing } = await connections.get(file.connection)
  const [problem] = progress?.request === undefined ? missing : []
  if (problem !== undefined) throw new AppError('invalid-input', problem)
  const profile = connections.profile(settings)
  return {
    request:
      progress?.request ?? requestOf(settings, profile, discovered?.server, await connections.ruleTypes(), file.since),
    credentials: await connections.credentials(file.connection, settings),
    profile,
    tokenEndpoint: settings.tokenEndpoint || undefined,
    scopes: settings.scopes || undefined,
    allowHttpLoopback: settings.allowHttpLoopback,
    trustedOrigins: settings.trustedOrigins,
    absent: 'leave-out',
    mode: progress?.request === undefined ? settings.mode : progress.mode
  }
}

/** What {@link hasOtherMembers} asks with. */
export interface MemberQuestion {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly log: LogPort
  readonly policy?: ExportPolicy | undefined
  readonly signal: AbortSignal
}

/**
 * Whether somebody joined or left the group since the snapshot that an incremental export builds on. Where the server need
 * not be asked, or does not answer, nobody did.
 * @throws AppError `cancelled`
 */
export async function hasOtherMembers(
  { file, storage }: { readonly file: Pick<ExportRecord, 'previous'>; readonly storage: ExportStorage },
  order: ExportSpecification,
  { log, ...question }: MemberQuestion
): Promise<boolean> {
  // A search by paging asks for what changed of the members of now, whatever the server does in a bulk export.
  const mayLack = order.mode === 'crawl' || order.profile?.since !== 'reliable'
  if (file.previous === undefined || order.request.level !== 'group' || !mayLack) return false
  const before = await storage.store.open(file.previous)
  try {
    const known = await patientsIn(previousOf(before))
    const now = await groupMembers(order, question)
    return now !== undefined && (now.size !== known.size || [...known].some((item) => !now.has(item)))
  } catch (error) {
    // A server that refuses the question still may answer the export.
    if (!(error instanceof AppError) || error.code === 'cancelled') throw error
    log.write('warn', 'exports.members-unknown', { code: error.code })
    return false
  } finally {
    await before.close()
  }
}
