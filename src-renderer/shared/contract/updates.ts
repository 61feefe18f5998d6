import * as v from 'valibot'
import { None } from '../basic-schemas.ts'
import { PackageName, UpdateOffer, UpdateState } from '../governance/update.ts'
import type { AuditFacts } from './audit-facts.ts'
import { method } from './method.ts'

/** What the audit log has of a look at the feed. */
export function lookFacts({
  offer,
  issuedAt
}: {
  readonly offer?: UpdateOffer | undefined
  readonly issuedAt: string
}): AuditFacts {
  return offer === undefined ? { newer: false, issuedAt } : { newer: true, version: offer.version, issuedAt }
}

/** Calls about new versions of Populus. Nothing is ever installed by them. */
export const updateMethods = {
  /** How updates stand. Asks nobody. */
  'updates.state': method(None, UpdateState, 'anyone'),
  /** Looks at the feed of the organization. `invalid-input` for one that is not trusted, has expired or is older than one seen before. */
  'updates.check': method(None, v.object({ offer: v.optional(UpdateOffer), issuedAt: v.string() }), 'security', {
    effect: 'update.checked',
    before: () => ({}),
    after: (_, look) => lookFacts(look)
  }),
  /** Downloads a package of the feed and compares every byte with what the feed says. */
  'updates.download': method(
    v.object({ name: PackageName }),
    v.object({
      /** Absolute path of the package. */
      path: v.string(),
      version: v.string(),
      sha512: v.string(),
      /** When the feed was issued, as it says. */
      issuedAt: v.string()
    }),
    'security',
    {
      effect: 'update.downloaded',
      before: ({ name }) => ({ package: name }),
      after: ({ name }, { version, sha512, issuedAt }) => ({ package: name, version, sha512, issuedAt })
    }
  )
} as const

/** Events about new versions. */
export interface UpdateEvents {
  /** The feed was looked at: ask for `updates.state` again. */
  readonly 'updates.changed': Record<string, never>
}
