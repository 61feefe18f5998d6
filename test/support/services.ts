import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import type { AuditSinkState } from '#shared/audit-sink.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import { createConnectionHandlers } from '../../src-main/api/connection-handlers.ts'
import { answeringServices } from './connection-calls.ts'
import { createExportRecords, type ExportRecords } from '../../src-main/services/audit/export-records.ts'
import type { DefinitionRegistry } from '../../src-main/services/definitions/definition-registry.ts'
import type { PublishedRegister } from '../../src-main/services/published/published-register.ts'
import type { Governance } from '../../src-main/services/governance/governance.ts'
import type { AuditReview } from '../../src-main/services/review/audit-review.ts'
import type { AuditAccess } from '../../src-main/api/audit-handlers.ts'
import type { ShardService } from '../../src-main/services/shards/shard-service.ts'
import { createDataPlane, type DataPlane } from '../../src-main/api/data-plane.ts'
import { createDispatch, type Dispatch } from '../../src-main/api/dispatch.ts'
import { createHandlers } from '../../src-main/api/handlers.ts'
import type { Imports } from '../../src-main/services/imports/imports.ts'
import { createPendingImport, type PendingImport } from '../../src-main/services/imports/pending-import.ts'
import type { AuditEntry, Host } from '../../src-main/ports/host.ts'
import { createLazyTranslator } from '../../src-main/services/content/cql-translator.ts'
import { signatureRules } from '../../src-main/services/publishers/signed-files.ts'
import { createSettingsStore } from '../../src-main/services/settings/settings-store.ts'
import type { DraftStore } from '../../src-main/services/drafts/draft-store.ts'
import type { Content, StoredResults } from '../../src-main/services/content/content.ts'
import { createSignedImports, type SignedImports } from '../../src-main/services/content/signed-imports.ts'
import type { BackupService } from '../../src-main/services/backup/backup-service.ts'
import type { KeyringService } from '../../src-main/services/snapshots/keyring.ts'
import type { SavedSnapshots } from '../../src-main/services/snapshots/snapshots.ts'
import { limitWorklist } from '../../src-main/services/worklist/limited-worklist.ts'
import type { Worklist } from '../../src-main/services/worklist/worklist.ts'
import { noRecordRules } from '#shared/consent/record-rules.ts'
import type { RoleState } from '#shared/roles/role.ts'
import type { RoleService } from '../../src-main/services/roles/role-service.ts'
import { createSite, type Site } from '../../src-main/api/site.ts'
import { memoryLog, type MemoryLog } from './memory-log.ts'
import { nodeHost } from './node-host.ts'

/** The services over one import whose files are given as bytes, with everything they did kept for the test. */
export interface TestServices {
  readonly host: Host
  readonly dispatch: Dispatch
  readonly site: Site
  readonly dataPlane: DataPlane
  readonly pending: PendingImport
  readonly log: MemoryLog
  readonly audited: AuditEntry[]
  readonly emitted: { readonly name: string; readonly value: unknown }[]
  readonly opened: (readonly string[])[]
  readonly closed: string[]
  readonly progress: (number | undefined)[]
  /** Milliseconds since 1970; the test may move it. */
  readonly time: { now: number }
}

export const testImportId = 'import-0001'

/** What a test may change. `files` are the streams of the one import. */
export interface TestServicesOptions {
  readonly files?: readonly { readonly name: string; read(): ReadableStream<Uint8Array> }[]
  readonly host?: Partial<Host>
  readonly imports?: Partial<Imports>
  /** No record can be written, or none with this outcome. */
  readonly auditFails?: boolean | AuditEntry['outcome']
  readonly snapshots?: Partial<SavedSnapshots>
  readonly keyring?: Partial<KeyringService>
  readonly backup?: Partial<BackupService>
  readonly worklist?: Partial<Worklist>
  readonly content?: Content
  readonly results?: StoredResults
  readonly signedImports?: SignedImports
  readonly drafts?: DraftStore
  readonly governance?: Governance
  readonly published?: PublishedRegister
  readonly definitions?: DefinitionRegistry
  readonly shards?: ShardService
  /** Roles of the user; every right without. */
  readonly role?: () => RoleState
}

function notHere(): Promise<never> {
  return Promise.reject(new AppError('not-supported', 'Nothing is kept in this test.'))
}

const noBackup: BackupService = {
  isPrepared: () => false,
  make: notHere,
  openMade: notHere,
  receive: notHere,
  check: notHere,
  restore: notHere,
  withdraw: notHere,
  stop: async () => undefined,
  cancel: notHere,
  sweep: notHere
}

const noSnapshots: SavedSnapshots = {
  list: async () => [],
  begin: notHere,
  addFiles: () => undefined,
  take: notHere,
  isDraft: () => false,
  append: notHere,
  commit: notHere,
  abandon: notHere,
  open: notHere,
  shards: notHere,
  refreshed: notHere,
  keepShards: notHere,
  delete: notHere,
  hold: async () => undefined,
  accept: async () => undefined,
  retention: () => ({ state: 'off', deleted: 0 })
}

const noKeyring: KeyringService = {
  state: async () => ({ state: 'absent', by: 'passphrase' }),
  create: notHere,
  unlock: notHere,
  unlockByOwner: notHere,
  setOwnerLock: notHere,
  usePassphrase: notHere,
  lock: notHere,
  touch: () => undefined,
  changePassphrase: notHere,
  makeRecovery: notHere,
  recover: notHere,
  rotate: notHere,
  startOver: notHere
}

const noContent: Content = {
  list: async () => [],
  imported: async () => [],
  read: notHere,
  announce: () => 'draft-00001',
  take: notHere,
  commit: notHere,
  remove: notHere
}

const noResults: StoredResults = { has: async () => false, read: notHere, replace: notHere }

const noDrafts: DraftStore = {
  list: async () => undefined,
  save: async () => ({ outcome: 'locked' }),
  remove: async () => undefined
}
const noGovernance: Governance = {
  agreements: async () => [],
  add: notHere,
  end: async () => undefined,
  opened: () => undefined,
  checkExport: async () => undefined,
  signOffs: async () => [],
  signOff: notHere,
  frozen: notHere
}

const noPublished: PublishedRegister = {
  enter: async () => ({ withheld: [], small: 0 }),
  compare: async () => ({ withheld: [], small: 0 }),
  list: async () => ({ state: 'session', entries: [] }),
  acknowledge: notHere,
  forget: notHere,
  close: async () => undefined
}

const noPart = { read: async () => textStream('part'), write: async () => undefined }

const noShards: ShardService = {
  open: async () => ({ ...noPart }),
  openRefresh: async () => ({ ...noPart }),
  openSaved: () => ({ ...noPart }),
  sealed: () => new Map(),
  check: async () => undefined,
  close: async () => undefined,
  closeSaved: async () => undefined,
  closeAll: async () => undefined
}

const noDefinitions: DefinitionRegistry = {
  list: async () => ({ journal: 'none', definitions: [], twoPersons: false, approvedOnly: false }),
  decide: notHere,
  pin: async () => [],
  requireApproved: async () => undefined
}

const noReview: AuditReview = {
  reveals: async () => [],
  checkReveal: async () => undefined,
  anomalies: async () => [],
  watched: async () => new Set()
}

const noSink: AuditSinkState = { state: 'off', address: '', deliveredTo: 0, pending: 0, attempts: 0 }

const auditReader: Omit<AuditAccess, keyof ExportRecords | 'pseudonym'> = {
  list: async () => ({ rows: [], more: false }),
  verify: async () => ({
    result: 'intact',
    records: 1,
    code: '0'.repeat(64),
    keyedFrom: 1,
    whileLocked: 0,
    setAside: 0,
    setAsideLogs: [],
    neverWritten: false
  }),
  outboundCalls: async () => ({ calls: 0, atLeast: false, refused: 0, hosts: [], offline: [] }),
  acknowledge: async (log) => ({ log, files: 1, state: 'acknowledged' }),
  async file() {
    return textParts('[]\n')
  }
}

async function* textParts(text: string): AsyncGenerator<string> {
  yield text
}

const noWorklist: Worklist = {
  read: notHere,
  add: notHere,
  populations: async () => [],
  carryOn: notHere,
  receive: notHere,
  views: async () => [],
  setViews: notHere
}

/** @param folder an empty folder; the page and the data folder are made in it */
export function testServices(folder: string, options: TestServicesOptions = {}): TestServices {
  const page = join(folder, 'page')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Populus</title>')
  writeFileSync(join(page, 'assets', 'main-Ab12_x.js'), 'export {}')
  writeFileSync(join(page, 'assets', 'sql-9.wasm'), '\0asm')
  writeFileSync(join(page, '.hidden'), 'hidden')
  writeFileSync(join(folder, 'secret.txt'), 'secret')

  const log = memoryLog()
  const time = { now: Date.UTC(2026, 10, 25) }
  const audited: AuditEntry[] = []
  const emitted: TestServices['emitted'] = []
  const opened: (readonly string[])[] = []
  const closed: string[] = []
  const progress: (number | undefined)[] = []
  const host = nodeHost(folder, {
    version: '0.1.0',
    paths: { data: folder, resources: folder, page, threads: folder },
    progress: { show: (fraction) => void progress.push(fraction) },
    net: { send: notHere },
    serve: notHere,
    newPageAddress: () => 'http://127.0.0.1:1/#launch=token',
    clock: { now: () => time.now },
    log,
    emit: (name, value) => void emitted.push({ name, value }),
    ...options.host
  })
  const files = options.files ?? []
  const listing = (kind: ImportListing['kind']): ImportListing => ({
    importId: testImportId,
    label: 'test',
    kind,
    files: files.map(({ name }) => ({ name, bytes: 7 })),
    skipped: []
  })
  const imports: Imports = {
    async open(paths) {
      opened.push(paths)
      return listing('files')
    },
    openContent: async () => listing('files'),
    openSample: () => listing('sample'),
    add: ({ kind }) => listing(kind),
    async read(_importId, file) {
      return files[file]!.read()
    },
    bytes: () => 7,
    async close(importId) {
      closed.push(importId)
    },
    ...options.imports
  }
  const audit = {
    async record(entry: AuditEntry): Promise<number> {
      if (options.auditFails === true || options.auditFails === entry.outcome) throw new Error('the disk is full')
      return audited.push(entry)
    },
    pseudonym: async (id: string) => `pseudonym of ${id.length} characters`
  }
  const dataPlane = createDataPlane({ elapsed: () => time.now, random: host.random })
  const pending = createPendingImport(imports)
  const state = async (): Promise<RoleState> => options.role?.() ?? { account: 'eve', state: 'everything', roles: [] }
  const roles: RoleService = {
    current: state,
    named: () => undefined,
    list: async () => ({ rows: [], editable: true }),
    assign: state
  }
  const handlers = createHandlers({
    readPolicies: async () => void host.policies.reload(),
    roles,
    matchDecisions: {
      read: async () => ({
        state: 'open',
        entries: [
          { kind: 'same', left: 'a@s1', right: 'b@s2', id: 'decision-1', at: '2026-01-01T00:00:00Z', by: 'test' }
        ]
      }),
      add: async (choice) => ({ ...choice, id: 'decision-1', at: '2026-01-01T00:00:00Z', by: 'test' }),
      erase: async () => 0
    },
    optOuts: {
      read: async () => ({ state: 'none', people: [] }),
      import: async () => ({ people: 1, digest: '0'.repeat(64) })
    },
    recordRules: {
      read: async () => ({ state: 'none', rules: noRecordRules }),
      set: async () => ({ rules: 1, digest: '0'.repeat(64) })
    },
    shards: options.shards ?? noShards,
    publishers: {
      list: async () => ({ state: 'none', by: 'machine', publishers: [] }),
      add: async () => ({ publishers: 1, digest: '0'.repeat(64) }),
      remove: async () => ({ publishers: 0, digest: '0'.repeat(64) }),
      rules: async () => signatureRules(host.policies)
    },
    updates: {
      state: async () => ({ state: 'unset', daily: false, version: '1.0.0' }),
      check: async () => ({ issuedAt: '2026-11-28T00:00:00.000Z' }),
      download: async (name = 'populus.deb') => ({
        path: `/updates/${name}`,
        version: '2.0.0',
        sha512: '0'.repeat(128),
        issuedAt: '2026-11-28T00:00:00.000Z'
      })
    },
    clusterRuns: {
      canStart: true,
      current: () => undefined,
      start: ({ label, shards }) => {
        return { id: 'run-00001', label, state: 'starting', built: 0, shards, startedAt: 0, canOpen: false }
      },
      stop: async () => undefined,
      output: () => '/out',
      close: async () => undefined
    },
    sourcesAt: async () => ({ label: 'test', kind: 'cluster', sources: [], skipped: [] }),
    host,
    settings: createSettingsStore(host.settings, host.policies),
    imports,
    pending,
    dataPlane,
    snapshots: { ...noSnapshots, ...options.snapshots },
    keyring: { ...noKeyring, ...options.keyring },
    backup: { ...noBackup, ...options.backup },
    content: options.content ?? noContent,
    results: options.results ?? noResults,
    signedImports:
      options.signedImports ??
      createSignedImports({
        content: options.content ?? noContent,
        random: host.random,
        rules: async () => signatureRules(host.policies),
        translate: createLazyTranslator(join(process.cwd(), 'resources'))
      }),
    // Nobody is in scope of a limited role.
    worklist: limitWorklist({ ...noWorklist, ...options.worklist }, roles, { find: async () => new Set() }),
    connections: createConnectionHandlers(host, answeringServices, dataPlane),
    drafts: options.drafts ?? noDrafts,
    presetBoards: { list: () => [] },
    links: { take: async () => undefined },
    findMisplaced: () => Promise.resolve([]),
    diagnose: () => Promise.resolve('{}\n'),
    audit: { ...auditReader, ...audit, ...createExportRecords(audit) },
    review: noReview,
    governance: options.governance ?? noGovernance,
    published: options.published ?? noPublished,
    definitions: options.definitions ?? noDefinitions,
    sink: { state: async () => noSink, deliver: async () => noSink }
  })
  return {
    host,
    dispatch: createDispatch({ handlers, audit, access: roles, clock: host.clock, log }),
    site: createSite({ root: page, dataPlane, access: roles, audit, log }),
    dataPlane,
    pending,
    log,
    audited,
    emitted,
    opened,
    closed,
    progress,
    time
  }
}

/** A stream of one chunk of UTF-8 text. */
export function textStream(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream()
}
