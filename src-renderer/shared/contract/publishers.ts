import * as v from 'valibot'
import { Natural, None } from '../basic-schemas.ts'
import {
  FileDigest,
  maxSignatureLength,
  PublisherKey,
  SignatureVerdict,
  signedThings,
  TrustedPublisher
} from '../governance/file-signature.ts'
import { definedFacts } from './audit-facts.ts'
import { method } from './method.ts'

const Digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const ListChange = v.object({ publishers: Natural, digest: Digest })

/** Whose signatures of files count. */
export const PublisherList = v.object({
  /** `locked`: there is a list, and the key is needed to read it. `damaged`: it was changed or removed outside Populus. */
  state: v.picklist(['none', 'open', 'locked', 'damaged']),
  /** Who decides: the organization, or an admin of this installation. */
  by: v.picklist(['policy', 'machine']),
  publishers: v.array(
    v.object({
      name: v.string(),
      key: PublisherKey,
      /** RFC 7638 thumbprint of the key, in hexadecimal digits. */
      fingerprint: Digest
    })
  )
})
export type PublisherList = v.InferOutput<typeof PublisherList>

/** Calls about publishers and what they sign. */
export const publisherMethods = {
  'publishers.list': method(None, PublisherList, 'security'),
  /** Trusts one more. `not-allowed` under the policy TrustedPublishers or while the keyring is not open. */
  'publishers.add': method(TrustedPublisher, ListChange, 'security', {
    effect: 'publishers.changed',
    before: () => ({}),
    after: ({ key }, { publishers, digest }) => ({ publishers, digest, added: key })
  }),
  /** Trusts one no more. As `publishers.add`; `not-found` for a key that is not on the list. */
  'publishers.remove': method(v.object({ key: PublisherKey }), ListChange, 'security', {
    effect: 'publishers.changed',
    before: () => ({}),
    after: ({ key }, { publishers, digest }) => ({ publishers, digest, removed: key })
  }),
  /**
   * Whose signature a file of the page has; `not-allowed` where the policies ask for one of a trusted publisher, `invalid-input` for one that is
   * damaged or of another file. Recorded in each case.
   */
  'publishers.check': method(
    v.object({
      ...FileDigest.entries,
      what: v.picklist(signedThings),
      signature: v.optional(v.pipe(v.string(), v.maxLength(maxSignatureLength)))
    }),
    SignatureVerdict,
    'figures',
    {
      read: 'content.verified',
      facts: ({ what, sha256 }, verdict) =>
        definedFacts({
          what,
          sha256,
          state: verdict.state,
          publisher: verdict.state === 'trusted' ? verdict.publisher : undefined,
          key: verdict.state === 'unsigned' ? undefined : verdict.key
        })
    }
  )
} as const
