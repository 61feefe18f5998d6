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
  'snapshots.commit': (_, { id, keptBytes, facts }) => ({
    snapshot: id,
    bytes: keptBytes,
    patients: facts?.patients ?? 0
  }),
  'snapshots.open': ({ id }, { facts }) => ({ snapshot: id, patients: facts.patients }),
  'snapshots.delete': ({ id }) => ({ snapshot: id }),
  'sample.open': ({ patients }) => ({ patients }),
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

function countListing(listing: ImportListing | undefined): AuditFacts | undefined {
  if (listing === undefined) return undefined
  const bytes = listing.files.reduce((sum, file) => sum + file.bytes, 0)
  return { files: listing.files.length, skipped: listing.skipped.length, bytes }
}
