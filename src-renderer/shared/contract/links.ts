import * as v from 'valibot'
import { linkedScreens } from './deep-link.ts'
import { method } from './method.ts'
import { None } from '../basic-schemas.ts'

/** A place in the window that a link from outside leads to: a screen, or a person by the id of the Patient resource. */
const LinkPlace = v.variant('kind', [
  v.object({ kind: v.literal('screen'), screen: v.picklist(linkedScreens) }),
  v.object({ kind: v.literal('patient'), id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9.-]{1,64}$/)) })
])

/** Calls about links from outside. */
export const linkMethods = {
  /** The link that arrived and was not taken yet, and forgets it. It opens nothing by itself. */
  // A place and no data; what is opened there needs its own rights.
  'links.take': method(None, v.optional(LinkPlace), 'anyone')
} as const

/** Events about links from outside. */
export interface LinkEvents {
  /** A link arrived: call `links.take`. */
  readonly 'links.arrived': Record<string, never>
}
