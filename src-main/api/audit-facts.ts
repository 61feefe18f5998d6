import type * as v from 'valibot'
import type { MethodName, Methods, Output } from '#shared/contract/contract.ts'
import { boardIdOf, savedCohortId } from '#shared/contract/drafts.ts'
import { countKinds, countListing, describeSettings, hostOf, ofCohort } from './described-facts.ts'
import { definedFacts } from '../services/audit/defined-facts.ts'
import { rolesDigest } from '../services/roles/role-file.ts'
import type { AuditFacts } from '../ports/host.ts'

type AuditedName = { [M in MethodName]: [NonNullable<Methods[M]['audit']>] extends [never] ? never : M }[MethodName]
type In<M extends AuditedName> = v.InferOutput<Methods[M]['input']>
type Describe = {
  readonly [M in AuditedName]: (input: In<M>, output: Output<M>) => AuditFacts | undefined
}
type Announce = {
  readonly [M in AuditedName]: 'read' | ((input: In<M>) => AuditFacts | undefined)
}

const describe: Describe = {
  'settings.set': describeSettings,
  'roles.assign': describeRoles,
  'consent.importOptOuts': (_, { people, digest }) => ({ people, digest }),
  'consent.setRecordRules': (_, { rules, digest }) => ({ rules, digest }),
  'matching.decide': ({ kind }, { id }) => ({ kind, decision: id }),
  'matching.journal': (_, { entries }) =>
    entries.length === 0 ? undefined : { what: 'match-decisions', decisions: entries.length },
  'imports.choose': (_, listing) => countListing(listing),
  'imports.pending': (_, listing) => countListing(listing),
  'imports.stream': ({ importId, offset, length }) => ({
    import: importId,
    part: offset !== undefined || length !== undefined
  }),
  'keyring.create': (_, { by }) => ({ by }),
  'keyring.unlock': (_, { by }) => ({ by }),
  'keyring.unlockByOwner': (_, { by }) => ({ by, owner: true }),
  'keyring.setOwnerLock': ({ on }) => ({ on }),
  'keyring.usePassphrase': (_, { by }) => ({ by }),
  'keyring.lock': (_, { by }) => ({ by }),
  'keyring.changePassphrase': (_, { by }) => ({ by }),
  'keyring.makeRecovery': () => ({}),
  'keyring.recover': (_, { by }) => ({ by }),
  'keyring.rotate': (_, { keys }) => ({ keys }),
  'keyring.startOver': () => ({}),
  'backup.make': ({ snapshots }, { bytes }) => ({ snapshots, bytes }),
  'backup.check': (_, { files, bytes }) => ({ files, bytes }),
  'backup.restore': () => ({}),
  'backup.withdraw': () => ({}),
  'snapshots.commit': (_, { id, keptBytes, facts }) => ({
    snapshot: id,
    bytes: keptBytes,
    patients: facts?.patients ?? 0
  }),
  'snapshots.open': ({ id }, { facts }) => ({ snapshot: id, patients: facts.patients }),
  'snapshots.hold': ({ id, hold }) => ({ snapshot: id, hold }),
  'snapshots.accept': ({ id, reason }) => ({ snapshot: id, reason: reason ?? 'withdrawn' }),
  'snapshots.delete': ({ id }) => ({ snapshot: id }),
  'connections.discover': ({ base }) => ({ server: hostOf(base) }),
  'connections.create': (_, { id }) => ({ connection: id }),
  'connections.change': ({ id }) => ({ connection: id }),
  'connections.confirm': ({ id }) => ({ connection: id }),
  'connections.delete': ({ id }) => ({ connection: id }),
  'connections.setSecret': ({ id }) => ({ connection: id }),
  'connections.makeKey': ({ id, algorithm }) => ({ connection: id, algorithm }),
  'connections.importKey': ({ id }) => ({ connection: id }),
  'connections.useKey': ({ id, overlapDays }) => ({
    connection: id,
    ...(overlapDays === undefined ? {} : { overlapDays })
  }),
  'connections.revokeKey': (_, { id, keys }) => ({ connection: id, keys: keys.length }),
  'connections.removeKey': ({ id }) => ({ connection: id }),
  'connections.signIn': ({ id }, { ok }) => ({ connection: id, ok }),
  'connections.beginSignIn': ({ id }, { opened }) => ({ connection: id, opened }),
  'connections.cancelSignIn': ({ id }) => ({ connection: id }),
  'connections.signOut': ({ id }) => ({ connection: id }),
  'connections.report': ({ id }, { signIn }) => ({ connection: id, ok: signIn.ok }),
  'connections.groups': ({ id }, { groups }) => ({ connection: id, groups: groups.length }),
  'vendors.change': (_, { changed }) => ({ changed: changed.length }),
  'vendors.reset': (_, { changed }) => ({ changed: changed.length }),
  'exports.start': ({ connection, kind }, { id }) => ({ connection, kind, export: id }),
  'exports.logFile': ({ id }) => ({ export: id }),
  'exports.pause': ({ id }) => ({ export: id }),
  'exports.resume': ({ id }) => ({ export: id }),
  'exports.cancel': ({ id }) => ({ export: id }),
  'exports.restart': (_, { id, connection, kind }) => ({ connection, kind, export: id }),
  'exports.fetchMissing': (_, { id, connection, kind }) => ({ connection, kind, export: id }),
  'exports.delete': ({ id }) => ({ export: id }),
  'schedule.set': ({ connection, schedule }) => ({ connection, enabled: schedule.enabled }),
  'sandbox.start': ({ patients, view = 'chart' }, { run }) => ({ patients, view, export: run.id }),
  'sample.open': ({ patients, view = 'chart' }) => ({ patients, view }),
  'shards.open': () => ({ what: 'population-parts' }),
  'worklist.read': ({ from }, { state, events, total }) => {
    if (state !== 'open' || (from > 0 && events.length === 0)) return undefined
    return from === 0 ? { events: total } : { events: events.length, from }
  },
  'worklist.add': ({ entries }) => ({ events: entries.length, ...countKinds(entries) }),
  'worklist.receive': ({ events }, { added }) => ({ received: events.length, events: added }),
  'worklist.carryOn': () => ({}),
  'worklist.views': (_, views) => (views.length === 0 ? undefined : { what: 'worklist-views', views: views.length }),
  'worklist.setViews': (views) => ({ views: views.length }),
  'drafts.list': (_, { drafts }) => (drafts.length === 0 ? undefined : { what: 'drafts', drafts: drafts.length }),
  'drafts.save': ({ name }, { outcome }) => {
    const facts = ofCohort({ name })
    return facts === undefined ? undefined : { ...facts, saved: outcome === 'saved' }
  },
  'drafts.remove': ofCohort,
  'boards.save': ({ name }, { outcome }) => ({ ...ofBoard({ name }), saved: outcome === 'saved' }),
  'boards.remove': ofBoard,
  'content.choose': (_, listing) =>
    listing === undefined ? undefined : { files: listing.files.length, skipped: listing.skipped.length },
  'content.commit': (_, { id, facts }) => ({
    pack: id,
    hash: facts.hash,
    measures: facts.measures.length,
    valueSets: facts.valueSets,
    ...(facts.codes === undefined ? {} : { codes: facts.codes }),
    ...(facts.mapped === undefined ? {} : { mapped: facts.mapped })
  }),
  'content.remove': ({ id }) => ({ pack: id }),
  'governance.addAgreement': (_, { id, expires, minCellSize, scope }) => ({
    agreement: id,
    expires,
    minCellSize,
    scope: scope.data
  }),
  'governance.endAgreement': ({ id }) => ({ agreement: id }),
  'governance.decideDefinition': ({ kind, id, hash, state, reason }, { code }) => ({
    kind,
    definition: id,
    hash,
    state,
    reason,
    events: 1,
    digest: code
  }),
  'governance.signOff': ({ reason }, { id, snapshot, hash }) => ({ signOff: id, snapshot, hash, reason }),
  'governance.frozen': ({ id }, { signOff, runs }) => ({
    what: 'signed-results',
    signOff: id,
    snapshot: signOff.snapshot,
    results: runs.length
  }),
  'measures.results': ({ snapshot }, { url }) => (url === undefined ? undefined : { what: 'results', snapshot }),
  'measures.ran': ({ packs, ...counts }) => ({ ...counts, packs: packs.join(' ') }),
  'identity.reveal': ({ reason, people }) => ({ reason, people }),
  // A person is named by the gate, which has the key.
  'data.read': ({ person: _person, ...rest }) => definedFacts(rest),
  'audit.verify': (_, { result, problem, records }) => definedFacts({ result, problem, records }),
  'audit.acknowledge': ({ reason, reference }, { log, files }) => definedFacts({ log, files, reason, reference }),
  'audit.reviewReveal': ({ record, finding, reference }) => definedFacts({ record, finding, reference }),
  // The gate adds the person under their pseudonym.
  'audit.watch': ({ watch }) => ({ watch }),
  'audit.sinkSend': (_, { state, deliveredTo, pending }) => ({ state, deliveredTo, pending }),
  'audit.export': describeAuditExport
}

/** What is recorded before a call that has an effect. `read`: it has none, and is recorded once, before the reply. */
const announce: Announce = {
  'settings.set': describeSettings,
  'consent.importOptOuts': () => ({}),
  'matching.decide': ({ kind }) => ({ kind }),
  'matching.journal': 'read',
  'consent.setRecordRules': () => ({}),
  'roles.assign': describeRoles,
  'imports.choose': 'read',
  'imports.pending': 'read',
  'imports.stream': 'read',
  'sample.open': 'read',
  'shards.open': 'read',
  'keyring.create': () => ({}),
  'keyring.unlock': () => ({}),
  'keyring.unlockByOwner': () => ({}),
  'keyring.setOwnerLock': ({ on }) => ({ on }),
  'keyring.usePassphrase': () => ({}),
  'keyring.lock': () => ({}),
  'keyring.changePassphrase': () => ({}),
  'keyring.makeRecovery': () => ({}),
  'keyring.recover': () => ({}),
  'keyring.rotate': () => ({}),
  'keyring.startOver': () => ({}),
  'backup.make': ({ snapshots }) => ({ snapshots }),
  'backup.check': 'read',
  'backup.restore': () => ({}),
  'backup.withdraw': () => ({}),
  'snapshots.hold': ({ id, hold }) => ({ snapshot: id, hold }),
  'snapshots.accept': ({ id, reason }) => ({ snapshot: id, reason: reason ?? 'withdrawn' }),
  'snapshots.commit': ({ keepId }) => ({ snapshot: keepId }),
  'snapshots.open': 'read',
  'snapshots.delete': ({ id }) => ({ snapshot: id }),
  'connections.discover': ({ base }) => ({ server: hostOf(base) }),
  'connections.create': () => ({}),
  'connections.change': ofConnection,
  'connections.confirm': ofConnection,
  'connections.delete': ofConnection,
  'connections.setSecret': ofConnection,
  'connections.makeKey': ofConnection,
  'connections.importKey': ofConnection,
  'connections.useKey': ofConnection,
  'connections.revokeKey': ofConnection,
  'connections.removeKey': ofConnection,
  'connections.signIn': ofConnection,
  'connections.beginSignIn': ofConnection,
  'connections.cancelSignIn': ofConnection,
  'connections.signOut': ofConnection,
  'connections.report': ofConnection,
  'connections.groups': ofConnection,
  'vendors.change': () => ({}),
  'vendors.reset': () => ({}),
  'exports.start': ({ connection, kind }) => ({ connection, kind }),
  'exports.logFile': ofExport,
  'exports.pause': ofExport,
  'exports.resume': ofExport,
  'exports.cancel': ofExport,
  'exports.restart': ofExport,
  'exports.fetchMissing': ofExport,
  'exports.delete': ofExport,
  'schedule.set': ({ connection, schedule }) => ({ connection, enabled: schedule.enabled }),
  'sandbox.start': ({ patients, view = 'chart' }) => ({ patients, view }),
  'worklist.read': 'read',
  'worklist.add': ({ entries }) => ({ events: entries.length }),
  'worklist.receive': ({ events }) => ({ received: events.length }),
  'worklist.carryOn': () => ({}),
  'worklist.views': 'read',
  'worklist.setViews': (views) => ({ views: views.length }),
  'drafts.list': 'read',
  'drafts.save': ofCohort,
  'drafts.remove': ofCohort,
  'boards.save': ofBoard,
  'boards.remove': ofBoard,
  'content.choose': 'read',
  'content.commit': () => ({}),
  'content.remove': ({ id }) => ({ pack: id }),
  'governance.addAgreement': ({ expires, minCellSize, scope }) => ({ expires, minCellSize, scope: scope.data }),
  'governance.endAgreement': ({ id }) => ({ agreement: id }),
  'governance.decideDefinition': ({ kind, id, hash, state, reason }) => ({ kind, definition: id, hash, state, reason }),
  'governance.signOff': ({ snapshot, reason }) => ({ snapshot, reason }),
  'governance.frozen': 'read',
  'measures.results': 'read',
  'measures.ran': 'read',
  'identity.reveal': 'read',
  'data.read': 'read',
  'audit.verify': 'read',
  'audit.acknowledge': 'read',
  'audit.reviewReveal': 'read',
  'audit.watch': 'read',
  'audit.sinkSend': 'read',
  'audit.export': describeAuditExport
}

/**
 * What is recorded before a call.
 * @returns `undefined` when the call has no effect
 */
export function announcedFacts(name: MethodName, input: unknown): AuditFacts | undefined {
  if (!isAudited(name) || announce[name] === 'read') return undefined
  // Input was checked against the schema of this name.
  const facts = announce[name] as (input: unknown) => AuditFacts | undefined
  return facts(input)
}

/**
 * What the audit log says about a successful call.
 *
 * @returns `undefined` when nothing happened that has to be recorded, e.g. a cancelled dialog
 */
export function auditFacts(name: MethodName, input: unknown, output: unknown): AuditFacts | undefined {
  if (!isAudited(name)) return undefined
  // Input and output were checked against the schemas of this name.
  const facts = describe[name] as (input: unknown, output: unknown) => AuditFacts | undefined
  return facts(input, output)
}

function isAudited(name: MethodName): name is AuditedName {
  return Object.hasOwn(describe, name)
}

function ofConnection({ id }: { readonly id: string }): AuditFacts {
  return { connection: id }
}

/** The digest ties the sealed file with the roles to the log. */
function describeRoles({ rows }: In<'roles.assign'>): AuditFacts {
  return { rows: rows.length, digest: rolesDigest(rows) }
}

function describeAuditExport({ format, query }: In<'audit.export'>): AuditFacts {
  return { format, filters: Object.keys(query).length }
}

function ofBoard({ name }: { readonly name: string }): AuditFacts {
  return { board: boardIdOf(name) ?? '' }
}

function ofExport({ id }: { readonly id: string }): AuditFacts {
  return { export: id }
}

/**
 * Whether a failed call of this name is recorded.
 * @param raw input as it came, which may not fit its schema
 */
export function recordsFailure(name: MethodName, raw: unknown): boolean {
  if (name !== 'drafts.save' && name !== 'drafts.remove') return isAudited(name)
  const { name: draft } = (raw ?? {}) as { readonly name?: unknown }
  return typeof draft === 'string' && savedCohortId(draft) !== undefined
}
