import type { Connection } from '#shared/connections/connection.ts'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { Discovered, SignInResult } from '#shared/connections/server-report.ts'
import type { VendorEntry } from '#shared/connections/vendor-entry.ts'
import type { connectionMethods } from '#shared/contract/connections.ts'
import type { exportMethods } from '#shared/contract/exports.ts'
import type { ExportRun } from '#shared/export-run.ts'
import type { ScheduleState } from '#shared/schedule.ts'
import type { ConnectionServices } from '../../src-main/api/connection-handlers.ts'
import { defaultSchedule } from '../../src-main/services/schedule/scheduler.ts'

const id = 'connection-1'

/** A connection that asks an open server for everything. */
export function settingsFor(base: string, change: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return {
    name: 'Riverbend',
    base,
    vendor: 'generic',
    switches: {},
    auth: 'none',
    mode: 'bulk',
    level: 'system',
    types: { kind: 'everything' },
    typeFilters: [],
    associated: [],
    byPatient: false,
    lenient: false,
    trustedOrigins: [],
    allowHttpLoopback: true,
    ...change
  }
}

const settings = settingsFor('https://fhir.example.org')
const connection: Connection = {
  id,
  kind: 'server',
  createdAt: 1,
  settings,
  keys: [],
  hasSecret: false,
  unlocked: true,
  types: [],
  missing: []
}
const run: ExportRun = {
  id: 'export-0001',
  connection: id,
  connectionName: 'Riverbend',
  kind: 'full',
  reason: 'asked',
  state: 'committed',
  paused: false,
  waiting: false,
  startedAt: 1,
  steps: [],
  level: 'system',
  types: [],
  files: 0,
  filesStored: 0,
  bytes: 0,
  bytesPerSecond: 0,
  deleted: 0,
  issues: [],
  resources: 0,
  unchanged: false,
  repairs: false,
  can: { pause: false, resume: false, cancel: false, restart: true, fetchMissing: false, checkNow: false, delete: true }
}
const discovered: Discovered = {
  base: settings.base,
  vendor: 'generic',
  vendorName: 'Any FHIR server',
  levels: [],
  types: [],
  scopesSupported: [],
  capabilities: [],
  authMethods: [],
  signingAlgorithms: [],
  hasSmartConfiguration: false,
  hasCapabilityStatement: false,
  findings: []
}
const signIn: SignInResult = { ok: true, text: 'The sign-in works.', asked: [], missingTypes: [] }
const switches: VendorEntry['switches'] = {
  levels: ['system'],
  bulkExport: 'yes',
  kickOff: 'get-commas',
  parameters: [],
  auth: 'none',
  keys: 'none',
  scopes: 'v1',
  retryAfterCapSeconds: 300,
  mostDownloads: 5,
  deleteWhenStored: true,
  since: 'unknown',
  mostFileRequests: 10,
  headers: {},
  foreignStorage: false
}
const vendor: VendorEntry = {
  id: 'generic',
  name: 'Any FHIR server',
  switches,
  defaults: switches,
  changed: [],
  personSignIn: 'unknown',
  notes: [],
  sources: [],
  registration: []
}
const schedule: ScheduleState = { schedule: defaultSchedule, next: [] }
const nothing = async (): Promise<void> => undefined

/** Good input for every call about connections, exports and schedules. */
export const connectionInputs: Readonly<Record<keyof typeof connectionMethods | keyof typeof exportMethods, unknown>> =
  {
    'connections.list': undefined,
    'connections.discover': { base: settings.base, allowHttpLoopback: false },
    'connections.create': settings,
    'connections.change': { id, settings },
    'connections.confirm': { id, digest: 'a' },
    'connections.delete': { id },
    'connections.setSecret': { id, secret: 'secret' },
    'connections.makeKey': { id, algorithm: 'ES384' },
    'connections.importKey': { id, text: '{}' },
    'connections.useKey': { id, kid: 'a' },
    'connections.revokeKey': { id, kid: 'a' },
    'connections.removeKey': { id, kid: 'a' },
    'connections.publicJwks': { id },
    'connections.checkJwks': { id, url: 'https://example.org/jwks.json' },
    'connections.signIn': { id },
    'connections.beginSignIn': { id },
    'connections.cancelSignIn': { id },
    'connections.signOut': { id },
    'connections.report': { id },
    'connections.groups': { id },
    'connections.compatibility': { id },
    'connections.requirements': { id },
    'connections.checkRequirements': { id },
    'connections.reportFile': { id, format: 'json', redact: true },
    'connections.needs': undefined,
    'vendors.list': undefined,
    'vendors.change': { id: 'generic', changes: { mostDownloads: 2 } },
    'vendors.reset': { id: 'generic' },
    'exports.start': { connection: id, kind: 'full' },
    'exports.list': {},
    'exports.get': { id: run.id },
    'exports.files': { id: run.id },
    'exports.log': { id: run.id },
    'exports.logFile': { id: run.id },
    'exports.pause': { id: run.id },
    'exports.resume': { id: run.id },
    'exports.cancel': { id: run.id },
    'exports.restart': { id: run.id },
    'exports.checkNow': { id: run.id },
    'exports.fetchMissing': { id: run.id },
    'exports.delete': { id: run.id },
    'schedule.get': { connection: id },
    'schedule.set': { connection: id, schedule: defaultSchedule },
    'schedule.preview': defaultSchedule,
    'health.series': { connection: id, days: 30 },
    'sandbox.start': { patients: 10 }
  }

/** Services that answer every call and do nothing. */
export const answeringServices: ConnectionServices = {
  connections: {
    list: async () => [connection],
    get: async () => connection,
    create: async () => connection,
    change: nothing,
    confirm: nothing,
    delete: nothing,
    setSecret: nothing,
    makeKey: nothing,
    importKey: nothing,
    useKey: nothing,
    revokeKey: nothing,
    removeKey: nothing,
    publicJwks: async () => '{}',
    discover: async () => discovered,
    checkJwks: async () => [{ kid: 'a', hosted: 'there', text: 'there' }],
    signIn: async () => signIn,
    beginSignIn: async () => ({ address: 'https://auth.example.org/authorize', opened: false }),
    cancelSignIn: async () => undefined,
    signOut: async () => 'Signed out.',
    report: async () => ({
      offered: discovered,
      signIn,
      ask: { types: [], scopes: [], method: 'GET', url: settings.base },
      findings: []
    }),
    groups: async () => ({ groups: [], more: false }),
    compatibility: async () => ({ rows: [], runs: 0, lastSeenAt: undefined }),
    requirements: async () => undefined,
    checkRequirements: async () => ({ at: 1, base: settings.base, exports: 0, results: [] }),
    reportFile: async () => ({ text: '{}', fileName: 'connection-report.json' }),
    needs: async () => [],
    vendors: () => [vendor],
    changeVendor: async () => vendor,
    resetVendor: async () => vendor,
    startSample: async () => ({ connection: id, run })
  },
  exports: {
    start: async () => run,
    list: async () => [run],
    get: async () => run,
    files: async () => [],
    log: async () => [],
    logText: async () => '',
    pause: async () => run,
    resume: async () => run,
    cancel: async () => run,
    fetchMissing: async () => run,
    checkNow: () => undefined,
    delete: nothing,
    health: async () => []
  },
  schedules: { get: async () => schedule, set: async () => schedule, preview: () => [] }
}
