import type { PackEntry } from '#shared/contract/measures.ts'
import type { AgreementTerms } from '#shared/governance/agreement.ts'
import type { DefinitionDecision } from '#shared/governance/definition.ts'
import type { SnapshotFacts } from '#shared/snapshot.ts'
import { testImportId, textStream, type TestServicesOptions } from '../../support/services.ts'

/** Facts of the only snapshot. */
export const keptFacts: SnapshotFacts = {
  label: 'a',
  source: 'files',
  patients: 1,
  resources: 1,
  release: 'R4',
  textBytes: 7
}
const kept = { id: 'snapshot-1', keptAt: 1, keptBytes: 9, facts: keptFacts }
const nothing = async (): Promise<void> => undefined
/** Snapshots whose every call is answered. */
export const snapshots: NonNullable<TestServicesOptions['snapshots']> = {
  list: async () => [kept],
  begin: async () => 'snapshot-1',
  take: nothing,
  commit: async () => kept,
  abandon: nothing,
  delete: nothing,
  open: async () => ({
    listing: { importId: testImportId, label: 'a', kind: 'snapshot', files: [], skipped: [] },
    facts: keptFacts,
    openCache: async () => textStream('')
  }),
  shards: async () => new Map(),
  refreshed: async () => ({ shards: new Map(), blanked: [] }),
  keepShards: nothing
}

/** A keyring whose every call is answered. */
export const keyring: NonNullable<TestServicesOptions['keyring']> = {
  create: nothing,
  unlock: nothing,
  unlockByOwner: nothing,
  setOwnerLock: nothing,
  usePassphrase: nothing,
  lock: nothing,
  changePassphrase: nothing,
  makeRecovery: async () => '0000-0000',
  recover: nothing,
  rotate: async () => 3,
  startOver: async () => '/data/set-aside'
}

/** Backups whose every call is answered. */
export const backup: NonNullable<TestServicesOptions['backup']> = {
  make: async () => 7,
  openMade: async () => textStream('sealed'),
  receive: nothing,
  check: async () => ({ files: 3, bytes: 7, snapshots: 1, connections: 1 }),
  restore: async () => '/data/set-aside',
  withdraw: nothing,
  cancel: nothing
}

/** A worklist whose every call is answered. */
export const worklist: NonNullable<TestServicesOptions['worklist']> = {
  read: async () => ({ state: 'none', total: 0, events: [], carriedFrom: undefined, setAside: false }),
  add: async () => [],
  carryOn: nothing,
  receive: async () => 0,
  setViews: async (views) => [...views]
}

/** Terms of an agreement. */
export const terms: AgreementTerms = {
  title: 'Registry study',
  purpose: 'Quality improvement',
  recipient: 'State registry',
  expires: '2026-12-31',
  minCellSize: 11,
  scope: { data: 'all' }
}

/** Agreements and sign-offs whose every call is answered. */
export const governance: NonNullable<TestServicesOptions['governance']> = {
  agreements: async () => [],
  add: async (added) => ({ ...added, id: 'agreement-1', addedBy: 'eve', addedAt: 1 }),
  end: nothing,
  opened: () => undefined,
  checkExport: nothing,
  signOffs: async () => [],
  signOff: async (snapshot, reason) => ({
    id: 'sign-off-01',
    snapshot,
    hash: 'a'.repeat(64),
    by: 'eve',
    at: 1,
    reason
  }),
  frozen: async () => ({
    signOff: { id: 'sign-off-01', snapshot: 'snapshot-1', hash: 'a'.repeat(64), by: 'eve', at: 1 },
    runs: []
  })
}

/** A register of published counts whose every call is answered. */
export const published: NonNullable<TestServicesOptions['published']> = {
  enter: async () => ({ entry: 1, withheld: [], small: 0 }),
  compare: async () => ({ withheld: [], small: 0 }),
  list: async () => ({ state: 'open', entries: [] }),
  acknowledge: async () => ({ problem: 'removed', expected: 3, end: { records: 0, digest: '' } }),
  forget: nothing,
  close: nothing
}

/** Approves a definition. */
export const approval: DefinitionDecision = {
  kind: 'cohort',
  id: 'cohort-1',
  hash: 'b'.repeat(64),
  state: 'approved',
  reason: 'Checked with the clinical lead'
}

/** A registry of definitions whose every call is answered. */
export const definitions: NonNullable<TestServicesOptions['definitions']> = {
  list: async () => ({ journal: 'open', definitions: [], twoPersons: false, approvedOnly: false }),
  decide: async ({ reason, ...pin }) => ({
    code: 'c'.repeat(64),
    entry: {
      ...pin,
      name: 'Diabetes',
      source: 'editor',
      origin: 'Cohorts',
      decided: { at: '2026-11-25T12:00:00Z', by: 'eve', reason },
      log: []
    }
  }),
  pin: async () => [],
  requireApproved: nothing
}

/** The only pack of measures. */
export const pack: PackEntry = {
  id: 'pack-0001',
  installedAt: 1,
  keptBytes: 9,
  facts: {
    title: 'Pack',
    hash: 'a'.repeat(64),
    textBytes: 7,
    measures: [],
    libraries: 0,
    valueSets: 1,
    source: 'import'
  }
}
const signedContent = {
  draft: 'draft-0001',
  facts: { ...pack.facts, source: 'import' as const },
  files: [{ name: 'x.json', sha256: 'a'.repeat(64), verdict: { state: 'unsigned' as const } }]
}
/** Signed imports whose every call is answered. */
export const signedImports: NonNullable<TestServicesOptions['signedImports']> = {
  begin: () => 'import-0001',
  take: nothing,
  assemble: async () => ({
    ...signedContent,
    remarks: { notes: [], skipped: [], unassigned: [], valueSetCodes: [], cql: [] }
  }),
  assign: async () => signedContent
}
/** Measure content whose every call is answered. */
export const content: NonNullable<TestServicesOptions['content']> = {
  list: async () => [pack],
  imported: async () => [pack],
  read: async () => new Uint8Array(1),
  announce: () => 'draft-0001',
  take: nothing,
  commit: async () => pack,
  remove: nothing
}
