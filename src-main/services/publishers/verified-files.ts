import { servicesMessages as m } from '#messages/services.ts'
import { createHash } from 'node:crypto'
import type { SignedThing } from '#shared/governance/file-signature.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { PolicyPort } from '../../ports/host.ts'

/** Files whose signature of a trusted publisher was checked since the program began, for what the page saves of them. */
export interface VerifiedFiles {
  /** @param sha256 of the bytes of the file, hexadecimal */
  remember(what: SignedThing, sha256: string): void
  /**
   * Compares a text that is saved with the files that were checked; without the policy RequireSignedPacks with nothing.
   * @param title names the text in a refusal
   * @throws PolicyRefusal where no file of these bytes was checked
   */
  requireVerified(what: SignedThing, text: string, title: string): void
}

/** Most files that are remembered; the oldest give way. */
const maxFiles = 1000
/** A page reads a text without the mark of its encoding, which is among the bytes that were signed. */
const encodingMark = '\uFEFF'

/** Remembers nothing beyond the end of the program: what was saved before is compared with what is stored. */
export function createVerifiedFiles(policies: Pick<PolicyPort, 'value'>): VerifiedFiles {
  const known = new Set<string>()
  const keyOf = (what: SignedThing, sha256: string): string => `${what} ${sha256}`
  return {
    remember(what, sha256) {
      known.add(keyOf(what, sha256))
      for (const oldest of known) if (known.size > maxFiles) known.delete(oldest)
    },
    requireVerified(what, text, title) {
      if (!policies.value('RequireSignedPacks')) return
      const isKnown = [text, `${encodingMark}${text}`].some((bytes) =>
        known.has(keyOf(what, createHash('sha256').update(bytes).digest('hex')))
      )
      if (!isKnown) throw new PolicyRefusal('RequireSignedPacks', m.whatWasNotVerified(title))
    }
  }
}
