import type { Connection } from '#shared/connections/connection.ts'
import type { ExportRun, TypeProgress } from '#shared/export-run.ts'

/** A connection to a server, ready to export. */
export function connectionOf(changes: Partial<Connection> = {}): Connection {
  return {
    id: 'connection-1',
    kind: 'server',
    createdAt: 1,
    settings: {
      name: 'Riverbend',
      base: 'https://fhir.example.org/r4',
      vendor: 'generic',
      switches: {},
      auth: 'private_key_jwt',
      clientId: 'client',
      mode: 'bulk',
      level: 'patient',
      types: { kind: 'dashboards' },
      typeFilters: [],
      associated: [],
      byPatient: false,
      lenient: false,
      trustedOrigins: [],
      allowHttpLoopback: false
    },
    keys: [{ kid: 'k', algorithm: 'ES384', thumbprint: 't', createdAt: 1, role: 'signing' }],
    hasSecret: false,
    unlocked: true,
    types: ['Patient'],
    missing: [],
    ...changes
  }
}

/** Files of one type, all stored. */
function typeOf(type: string, changes: Partial<TypeProgress> = {}): TypeProgress {
  return {
    type,
    files: 1,
    filesStored: 1,
    filesFailed: 0,
    resources: 10,
    rejected: 0,
    counted: 10,
    bytes: 1000,
    state: 'stored',
    bytesPerSecond: 0,
    ...changes
  }
}

/** A run that ended well. */
export function runOf(changes: Partial<ExportRun> = {}): ExportRun {
  return {
    id: 'run-00000001',
    connection: 'connection-1',
    connectionName: 'Riverbend',
    kind: 'full',
    reason: 'asked',
    state: 'committed',
    paused: false,
    waiting: false,
    startedAt: 1000,
    endedAt: 61_000,
    steps: [],
    level: 'patient',
    types: [typeOf('Patient')],
    files: 1,
    filesStored: 1,
    bytes: 1000,
    bytesPerSecond: 0,
    deleted: 0,
    issues: [],
    unchanged: false,
    repairs: false,
    resources: 10,
    snapshot: 'snapshot-1',
    transactionTime: '2026-11-22T01:00:00Z',
    can: {
      pause: false,
      resume: false,
      cancel: false,
      restart: false,
      fetchMissing: false,
      checkNow: false,
      delete: true
    },
    ...changes
  }
}
