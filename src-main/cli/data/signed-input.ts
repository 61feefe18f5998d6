import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { definedFacts } from '#shared/contract/audit-facts.ts'
import type { SignatureVerdict } from '#shared/governance/file-signature.ts'
import { failureFacts } from '../../services/audit/failure-facts.ts'
import { digestOfFile } from '../../services/publishers/file-signature.ts'
import { requireTrusted, signatureBeside, type SignatureRules } from '../../services/publishers/signed-files.ts'
import { createTrustedPublishers } from '../../services/publishers/trusted-publishers.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CommandIo } from '../terminal/command.ts'
import { findPassphrase } from '../terminal/passphrase.ts'
import { openCommandAudit } from './command-audit.ts'
import { dataPath } from './open-data.ts'

/** What a command needs to check signatures, and to record what it found. */
export type SignatureIo = Pick<CommandIo, 'policies' | 'data' | 'secrets' | 'access' | 'passphrase'>

/** What a file that a command reads is: the word for the audit log, and what completes "does not allow …". */
export interface SignedInput {
  readonly what: string
  readonly title: string
}

/**
 * Checks the signature next to a file that a command reads, and records what it says, in the data folder that Populus uses. A file
 * without a signature, where none is asked for, leaves no record.
 * @param known whose signatures count, where that was asked before
 * @throws AppError `invalid-input` for a wrong one, PolicyRefusal where the policies ask for one of a trusted publisher
 */
export async function checkSignedInput(
  path: string,
  bytes: Uint8Array,
  { what, title }: SignedInput,
  io: SignatureIo,
  known?: SignatureRules
): Promise<SignatureVerdict> {
  const signature = signatureBeside(path)
  if (signature === undefined && !io.policies.value('RequireSignedPacks')) return { state: 'unsigned' }
  const rules = known ?? (await commandSignatureRules(io))
  const file = digestOfFile(bytes)
  const about = { what, sha256: file.sha256 }
  try {
    const verdict = requireTrusted(file, signature, title, rules)
    await recordSignature(io, 'content.verified', 'success', {
      ...about,
      state: verdict.state,
      publisher: verdict.state === 'trusted' ? verdict.publisher : undefined,
      key: verdict.state === 'unsigned' ? undefined : verdict.key
    })
    return verdict
  } catch (error) {
    if (error instanceof AppError)
      await recordSignature(io, 'content.verified', 'failure', { ...about, ...failureFacts(error) })
    throw error
  }
}

/**
 * Whose signatures count for a command: as in the window those of the policy, else those on the list of the data folder that Populus uses.
 * That is encrypted: without its key nobody on it is trusted, and the rules say so.
 */
export async function commandSignatureRules(io: SignatureIo): Promise<SignatureRules> {
  const data = dataPath(undefined, io)
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const publishers = createTrustedPublishers(data, keyring, io.policies)
  try {
    const first = await publishers.rules()
    const text = first.list === 'locked' ? await findPassphrase(io.passphrase ?? {}) : undefined
    if (text === undefined) return first
    // The passphrase may be that of the data which are read, which lie elsewhere; the list stays locked then.
    await keyring.unlock(text).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
    })
    return await publishers.rules()
  } finally {
    keyring.lock()
  }
}

/** Records something about a signature in the data folder that Populus uses. @throws AppError `not-allowed` when that cannot be written */
export async function recordSignature(
  io: SignatureIo,
  action: 'content.verified' | 'content.signed',
  outcome: 'success' | 'failure',
  facts: Readonly<Record<string, string | number | boolean | undefined>>
): Promise<void> {
  const data = dataPath(undefined, io)
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const audit = await openCommandAudit(data, keyring, io.access)
  await audit.record({ action, outcome, facts: definedFacts(facts) })
}
