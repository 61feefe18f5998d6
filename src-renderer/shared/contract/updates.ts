import * as v from 'valibot'
import { None } from '../basic-schemas.ts'
import { PackageName, UpdateOffer, UpdateState } from '../governance/update.ts'
import { method } from './method.ts'

/** Calls about new versions of Populus. Nothing is ever installed by them. */
export const updateMethods = {
  /** How updates stand. Asks nobody. */
  'updates.state': method(None, UpdateState, 'anyone'),
  /** Looks at the feed of the organization. `invalid-input` for one that is not trusted, has expired or is older than one seen before. */
  'updates.check': method(None, v.object({ offer: v.optional(UpdateOffer) }), 'security', {
    effect: 'update.checked',
    before: () => ({}),
    after: (_, { offer }) => (offer === undefined ? { newer: false } : { newer: true, version: offer.version })
  }),
  /** Downloads a package of the feed and compares every byte with what the feed says. */
  'updates.download': method(
    v.object({ name: PackageName }),
    v.object({
      /** Absolute path of the package. */
      path: v.string(),
      version: v.string(),
      sha512: v.string()
    }),
    'security',
    {
      effect: 'update.downloaded',
      before: ({ name }) => ({ package: name }),
      after: ({ name }, { version, sha512 }) => ({ package: name, version, sha512 })
    }
  )
} as const

/** Events about new versions. */
export interface UpdateEvents {
  /** The feed was looked at: ask for `updates.state` again. */
  readonly 'updates.changed': Record<string, never>
}
