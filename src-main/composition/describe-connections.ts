import type { Connection } from '#shared/connections/connection.ts'
import type { ConnectionService } from '../services/connections/connection-service.ts'
import type { BareConnection } from '../services/connections/describe-connection.ts'
import type { ManagedConnections } from '../services/connections/managed-connections.ts'
import type { ExportRecord } from '../services/exports/export-record.ts'
import type { ExportService } from '../services/exports/export-service.ts'
import type { Scheduler } from '../services/schedule/scheduler.ts'
import type { ConnectionSignIn } from '../services/sign-in/connection-sign-in.ts'

/** Dependencies of {@link createConnectionDescriptions}. */
export interface ConnectionDescriptionDependencies {
  readonly connections: Pick<ConnectionService, 'get' | 'schedules' | 'addressSince'>
  readonly exportService: Pick<ExportService, 'history'>
  readonly scheduler: Pick<Scheduler, 'state'>
  readonly signIns: Pick<ConnectionSignIn, 'describe'>
  readonly managed: Pick<ManagedConnections, 'isManaged'>
}

/** What several services know of a connection, put together. */
export interface ConnectionDescriptions {
  /** @throws AppError `not-found` */
  get(id: string): Promise<Connection>
  /** When its schedule begins the next export, in milliseconds since 1970. */
  nextRunAt(id: string): number | undefined
  /** Its exports from the server that it has now, newest first. */
  historyOfAddress(id: string): Promise<ExportRecord[]>
}

/** Puts together what exports, schedule, sign-ins and policies know of connections. */
export function createConnectionDescriptions({
  connections,
  exportService,
  scheduler,
  signIns,
  managed
}: ConnectionDescriptionDependencies): ConnectionDescriptions {
  function nextRunAt(id: string): number | undefined {
    const set = connections.schedules().find((item) => item.id === id)
    return set === undefined ? undefined : scheduler.state(id, set.schedule, set.since).next[0]
  }
  return {
    nextRunAt,
    async historyOfAddress(id) {
      const since = await connections.addressSince(id)
      return exportService.history(id).filter(({ createdAt }) => createdAt >= since)
    },
    async get(id) {
      const connection: BareConnection = signIns.describe(await connections.get(id))
      const history = exportService.history(id)
      const [newest] = history
      const complete = history.find(({ ended }) => ended?.state === 'committed')
      const next = nextRunAt(id)
      return {
        ...connection,
        ...(managed.isManaged(id) ? { managed: true } : {}),
        ...(newest === undefined ? {} : { lastRun: lastRun(newest) }),
        ...(complete?.ended?.transactionTime === undefined ? {} : { dataFrom: complete.ended.transactionTime }),
        ...(next === undefined ? {} : { nextRunAt: next })
      }
    }
  }
}

function lastRun({ id, createdAt, ended }: ExportRecord): NonNullable<Connection['lastRun']> {
  return {
    id,
    state: ended?.state ?? 'queued',
    startedAt: createdAt,
    ...(ended === undefined ? {} : { endedAt: ended.at }),
    resources: ended?.resources ?? 0
  }
}
