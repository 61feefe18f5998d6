import type { ReportFileFormat, RequirementReport } from '#shared/requirements/requirement-report.ts'
import type { CompatibilityRow } from '#shared/connections/server-report.ts'
import type { Connection } from '#shared/connections/connection.ts'
import type { Handlers, MethodName, Output, ServiceHandlers } from '#shared/contract/contract.ts'
import type { SampleView } from '#shared/sample-view.ts'
import type { DataPlane } from './data-plane.ts'
import type { Host } from '../ports/host.ts'

/** The calls about connections, exports and their schedule. */
export type ConnectionHandlers = Pick<
  ServiceHandlers,
  'connections' | 'vendors' | 'exports' | 'schedule' | 'health' | 'sandbox'
>

type In<M extends MethodName> = Parameters<Handlers[M]>[0]
type Out<M extends MethodName> = Output<M>

/** What the calls need of connections. */
export interface ConnectionCalls {
  list(): Promise<Connection[]>
  get(id: string): Promise<Connection>
  create(settings: In<'connections.create'>): Promise<{ readonly id: string }>
  change(id: string, settings: In<'connections.create'>, before?: In<'connections.create'>): Promise<unknown>
  confirm(id: string, digest: string): Promise<unknown>
  delete(id: string): Promise<void>
  setSecret(id: string, secret: string): Promise<unknown>
  makeKey(id: string, algorithm: In<'connections.makeKey'>['algorithm']): Promise<unknown>
  importKey(id: string, text: string, kid: string | undefined): Promise<unknown>
  useKey(id: string, kid: string, overlapDays?: number): Promise<unknown>
  revokeKey(id: string, kid: string): Promise<unknown>
  removeKey(id: string, kid: string): Promise<unknown>
  publicJwks(id: string): Promise<string>
  discover(base: string, allowHttpLoopback: boolean): Promise<Out<'connections.discover'>>
  checkJwks(id: string, url: string): Promise<Out<'connections.checkJwks'>['keys']>
  signIn(id: string): Promise<Out<'connections.signIn'>>
  beginSignIn(id: string): Promise<Out<'connections.beginSignIn'>>
  cancelSignIn(id: string): Promise<void>
  /** @returns how the server took it */
  signOut(id: string): Promise<string>
  report(id: string): Promise<Out<'connections.report'>>
  groups(id: string, search: string | undefined): Promise<Out<'connections.groups'>>
  compatibility(id: string): Promise<{ rows: CompatibilityRow[]; runs: number; lastSeenAt: number | undefined }>
  requirements(id: string): Promise<RequirementReport | undefined>
  checkRequirements(id: string): Promise<RequirementReport>
  reportFile(id: string, format: ReportFileFormat, redact: boolean): Promise<Out<'connections.reportFile'>>
  needs(): Promise<Out<'connections.needs'>>
  vendors(): Out<'vendors.list'>
  changeVendor(id: string, changes: In<'vendors.change'>['changes']): Promise<Out<'vendors.change'>>
  resetVendor(id: string): Promise<Out<'vendors.reset'>>
  startSample(
    patients: number,
    view: SampleView,
    seed: number | undefined
  ): Promise<{ connection: string; run: Out<'exports.get'> }>
}

/** What the calls need of exports. */
export interface ExportCalls {
  start(
    connection: string,
    kind: In<'exports.start'>['kind'],
    reason: Out<'exports.get'>['reason']
  ): Promise<Out<'exports.get'>>
  list(connection: string | undefined): Promise<Out<'exports.list'>>
  get(id: string): Promise<Out<'exports.get'>>
  files(id: string): Promise<Out<'exports.files'>['files']>
  log(id: string): Promise<Out<'exports.log'>['lines']>
  logText(id: string): Promise<string>
  pause(id: string): Promise<Out<'exports.get'>>
  resume(id: string): Promise<Out<'exports.get'>>
  cancel(id: string): Promise<Out<'exports.get'>>
  fetchMissing(id: string): Promise<Out<'exports.get'>>
  checkNow(id: string): void
  delete(id: string): Promise<void>
  health(connection: string, days: number): Promise<Out<'health.series'>['points']>
}

/** What the calls need of schedules. */
export interface ScheduleCalls {
  get(connection: string): Promise<Out<'schedule.get'>>
  set(connection: string, schedule: In<'schedule.preview'>): Promise<Out<'schedule.set'>>
  preview(schedule: In<'schedule.preview'>): number[]
}

/** The services behind the calls. */
export interface ConnectionServices {
  readonly connections: ConnectionCalls
  readonly exports: ExportCalls
  readonly schedules: ScheduleCalls
}

const maxRows = 1000

/** The handlers for connections, exports and schedules. */
export function createConnectionHandlers(
  host: Pick<Host, 'emit'>,
  { connections, exports, schedules }: ConnectionServices,
  dataPlane: DataPlane
): ConnectionHandlers {
  const changed = (): void => host.emit('connections.changed', {})
  async function after(id: string, act: Promise<unknown>): Promise<Connection> {
    await act
    changed()
    return connections.get(id)
  }
  return {
    connections: {
      list: () => connections.list(),
      discover: ({ base, allowHttpLoopback }) => connections.discover(base, allowHttpLoopback),
      async create(settings) {
        const { id } = await connections.create(settings)
        changed()
        return connections.get(id)
      },
      change: ({ id, settings, before }) => after(id, connections.change(id, settings, before)),
      confirm: ({ id, digest }) => after(id, connections.confirm(id, digest)),
      async delete({ id }) {
        await connections.delete(id)
        changed()
      },
      setSecret: ({ id, secret }) => after(id, connections.setSecret(id, secret)),
      makeKey: ({ id, algorithm }) => after(id, connections.makeKey(id, algorithm)),
      importKey: ({ id, text, kid }) => after(id, connections.importKey(id, text, kid)),
      useKey: ({ id, kid, overlapDays }) => after(id, connections.useKey(id, kid, overlapDays)),
      revokeKey: ({ id, kid }) => after(id, connections.revokeKey(id, kid)),
      removeKey: ({ id, kid }) => after(id, connections.removeKey(id, kid)),
      async publicJwks({ id }) {
        return { text: await connections.publicJwks(id), fileName: 'jwks.json' }
      },
      async checkJwks({ id, url }) {
        const keys = await connections.checkJwks(id, url)
        changed()
        return { keys, ok: keys.length > 0 && keys.every(({ hosted }) => hosted === 'there') }
      },
      signIn: ({ id }) => connections.signIn(id),
      beginSignIn: ({ id }) => connections.beginSignIn(id),
      cancelSignIn: ({ id }) => after(id, connections.cancelSignIn(id)),
      async signOut({ id }) {
        const text = await connections.signOut(id)
        changed()
        return { connection: await connections.get(id), text }
      },
      report: ({ id }) => connections.report(id),
      groups: ({ id, search }) => connections.groups(id, search),
      async compatibility({ id }) {
        const { rows, runs, lastSeenAt } = await connections.compatibility(id)
        return { rows, runs, ...(lastSeenAt === undefined ? {} : { lastSeenAt }) }
      },
      async requirements({ id }) {
        const report = await connections.requirements(id)
        return report === undefined ? {} : { report }
      },
      checkRequirements: ({ id }) => connections.checkRequirements(id),
      reportFile: ({ id, format, redact }) => connections.reportFile(id, format, redact),
      async needs() {
        return connections.needs()
      }
    },
    vendors: {
      async list() {
        return connections.vendors()
      },
      async change({ id, changes }) {
        const entry = await connections.changeVendor(id, changes)
        changed()
        return entry
      },
      async reset({ id }) {
        const entry = await connections.resetVendor(id)
        changed()
        return entry
      }
    },
    exports: {
      start: ({ connection, kind }) => exports.start(connection, kind, 'asked'),
      list: ({ connection }) => exports.list(connection),
      get: ({ id }) => exports.get(id),
      async files({ id, from = 0 }) {
        const files = await exports.files(id)
        return { files: files.slice(from, from + maxRows), total: files.length }
      },
      async log({ id, from = 0 }) {
        const lines = await exports.log(id)
        return { lines: lines.slice(from, from + maxRows), total: lines.length }
      },
      async logFile({ id }) {
        const text = await exports.logText(id)
        return { url: dataPlane.issue({ kind: 'export-log', open: async () => new Blob([text]).stream() }) }
      },
      pause: ({ id }) => exports.pause(id),
      resume: ({ id }) => exports.resume(id),
      cancel: ({ id }) => exports.cancel(id),
      fetchMissing: ({ id }) => exports.fetchMissing(id),
      async restart({ id }) {
        const { connection, kind } = await exports.get(id)
        return exports.start(connection, kind, 'asked')
      },
      async checkNow({ id }) {
        exports.checkNow(id)
      },
      async delete({ id }) {
        await exports.delete(id)
      }
    },
    schedule: {
      get: ({ connection }) => schedules.get(connection),
      async set({ connection, schedule }) {
        const state = await schedules.set(connection, schedule)
        changed()
        return state
      },
      async preview(schedule) {
        return { next: schedules.preview(schedule) }
      }
    },
    health: {
      async series({ connection, days }) {
        return { points: await exports.health(connection, days) }
      }
    },
    sandbox: {
      async start({ patients, view = 'chart', seed }) {
        const { connection, run } = await connections.startSample(patients, view, seed)
        changed()
        return { connection: await connections.get(connection), run }
      }
    }
  }
}
