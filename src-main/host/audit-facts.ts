import type * as v from 'valibot'
import type { ImportListing, MethodName, Methods, Output } from '#shared/contract.ts'
import type { AuditFacts } from './ports.ts'

type AuditedName = { [M in MethodName]: [NonNullable<Methods[M]['audit']>] extends [never] ? never : M }[MethodName]
type Describe = {
  readonly [M in AuditedName]: (input: v.InferOutput<Methods[M]['input']>, output: Output<M>) => AuditFacts | undefined
}

const describe: Describe = {
  'settings.set': (input) => ({ settings: Object.keys(input).length }),
  'imports.choose': (_, listing) => countListing(listing),
  'imports.pending': (_, listing) => countListing(listing),
  'keyring.create': (_, { by }) => ({ by }),
  'keyring.unlock': (_, { by }) => ({ by }),
  'keyring.lock': (_, { by }) => ({ by }),
  'keyring.changePassphrase': (_, { by }) => ({ by }),
  'keyring.makeRecovery': () => ({}),
  'keyring.recover': (_, { by }) => ({ by }),
  'keyring.rotate': (_, { keys }) => ({ keys }),
  'keyring.startOver': () => ({}),
  'snapshots.commit': (_, { id, keptBytes, facts }) => ({
    snapshot: id,
    bytes: keptBytes,
    patients: facts?.patients ?? 0
  }),
  'snapshots.open': ({ id }, { facts }) => ({ snapshot: id, patients: facts.patients }),
  'snapshots.hold': ({ id, hold }) => ({ snapshot: id, hold }),
  'snapshots.delete': ({ id }) => ({ snapshot: id }),
  'connections.create': (_, { id }) => ({ connection: id }),
  'connections.change': ({ id }) => ({ connection: id }),
  'connections.delete': ({ id }) => ({ connection: id }),
  'connections.setSecret': ({ id }) => ({ connection: id }),
  'connections.makeKey': ({ id, algorithm }) => ({ connection: id, algorithm }),
  'connections.importKey': ({ id }) => ({ connection: id }),
  'connections.useKey': ({ id }) => ({ connection: id }),
  'connections.removeKey': ({ id }) => ({ connection: id }),
  'connections.signIn': ({ id }, { ok }) => ({ connection: id, ok }),
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
  'exports.delete': ({ id }) => ({ export: id }),
  'schedule.set': ({ connection, schedule }) => ({ connection, enabled: schedule.enabled }),
  'sandbox.start': ({ patients }, { run }) => ({ patients, export: run.id }),
  'sample.open': ({ patients }) => ({ patients }),
  'worklist.read': ({ from }, { state, total }) => (from === 0 && state === 'open' ? { events: total } : undefined),
  'worklist.add': ({ entries }) => ({ events: entries.length, ...countKinds(entries) }),
  'worklist.carryOn': () => ({}),
  'quality.exported': (input) => input,
  'content.commit': (_, { id, facts }) => ({
    pack: id,
    hash: facts.hash,
    measures: facts.measures.length,
    valueSets: facts.valueSets
  }),
  'content.remove': ({ id }) => ({ pack: id }),
  'measures.ran': ({ packs, ...counts }) => ({ ...counts, packs: packs.join(' ') }),
  // The note is the user's own text and may hold a name: only its presence is recorded.
  'identity.reveal': ({ reason, people, note }) => ({ reason, people, note: note !== undefined && note !== '' })
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

/** How many of each kind: the texts may hold names and stay in the sealed worklist. */
function countKinds(entries: readonly { readonly kind: string }[]): AuditFacts {
  const counts: Record<string, number> = {}
  for (const { kind } of entries) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function countListing(listing: ImportListing | undefined): AuditFacts | undefined {
  if (listing === undefined) return undefined
  const bytes = listing.files.reduce((sum, file) => sum + file.bytes, 0)
  return { files: listing.files.length, skipped: listing.skipped.length, bytes }
}
