import { servicesMessages as m } from '#messages/services.ts'
import { readFileSync } from 'node:fs'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import {
  signatureEnding,
  type FileDigest,
  type SignatureVerdict,
  type TrustedPublisher
} from '#shared/governance/file-signature.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { PolicyPort } from '../../ports/host.ts'
import { checkSignature, digestOfFile } from './file-signature.ts'

/** Whose signatures count, and whether files need one. */
export interface SignatureRules {
  readonly required: boolean
  readonly publishers: readonly TrustedPublisher[]
  /** Why the list of this installation is empty, where it may not be. */
  readonly list?: 'locked' | 'damaged'
}

/**
 * What the policies say about signatures. Presets go by this alone: who names their files says who signs them, and the list of this installation is
 * encrypted, so that it could not be read before somebody unlocks it.
 */
export function signatureRules(policies: Pick<PolicyPort, 'value'>): SignatureRules {
  return {
    required: policies.value('RequireSignedPacks'),
    publishers: policies.value('TrustedPublishers') ?? []
  }
}

/** Name of the file with the signature of a file. */
export function signatureFile(path: string): string {
  return `${path}${signatureEnding}`
}

/**
 * Checks a file by the signature next to it.
 * @param title names the file in a refusal
 * @throws AppError `invalid-input` for a wrong signature, PolicyRefusal where the policies ask for one of a trusted publisher
 */
export function checkSignedFile(
  path: string,
  bytes: Uint8Array,
  title: string,
  rules: SignatureRules
): SignatureVerdict {
  return requireTrusted(digestOfFile(bytes), signatureBeside(path), title, rules)
}

/** The same for a file that was read elsewhere. @param signature text of the signature; undefined where there is none */
export function requireTrusted(
  file: FileDigest,
  signature: string | undefined,
  title: string,
  { required, publishers, list }: SignatureRules
): SignatureVerdict {
  const verdict = checkSignature(file, signature, publishers)
  if (required && verdict.state !== 'trusted')
    throw new PolicyRefusal('RequireSignedPacks', refusedBecause(verdict.state, title, list), {
      sha256: file.sha256
    })
  return verdict
}

function refusedBecause(state: 'unsigned' | 'unknown', title: string, list: SignatureRules['list']): string {
  if (state === 'unsigned') return m.whatNobodySigned(title)
  if (list === 'locked') return m.whatCannotBeVerifiedWhileLocked(title)
  return list === 'damaged' ? m.whatCannotBeVerifiedByADamagedList(title) : m.whatAnUnknownKeySigned(title)
}

/** @throws AppError `unreadable-file` for a signature that is there and cannot be read */
export function signatureBeside(path: string): string | undefined {
  try {
    return readFileSync(signatureFile(path), 'utf8')
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw new AppError('unreadable-file', m.theSignatureCannotBeRead(signatureFile(path)), { cause })
  }
}
