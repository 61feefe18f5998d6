import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { exportStates } from '../export-state.ts'
import { Id, Natural } from '../basic-schemas.ts'
import { ConnectionSettings } from './connection-settings.ts'
import { KeyInfo, EndedKey, HostedCheck } from './connection-keys.ts'
import { Discovered } from './server-report.ts'

/** Settings of a connection that are not what Populus or the user set. */
export const ChangedOutside = v.object({
  /** Names what is confirmed. */
  digest: v.string(),
  /** Each as text; empty for a setting that is absent. */
  fields: v.array(v.object({ name: v.string(), before: v.string(), after: v.string() }))
})
export type ChangedOutside = v.InferOutput<typeof ChangedOutside>

/** What stands in the way of an export while nobody is signed in. */
export const signInFirst = m.signInToTheServer

/** A person's sign-in at a server. Tokens are no part of it. */
export const PersonSignIn = v.object({
  /** `waiting`: the page of the server is open, and its answer has not arrived. */
  state: v.picklist(['signed-out', 'waiting', 'signed-in']),
  /** As the server names the person; absent where it does not say, and while the stored data are locked. */
  name: v.optional(v.string()),
  /** When the person signed in, in milliseconds since 1970. */
  at: v.optional(Natural),
  /** When the sign-in ends, in milliseconds since 1970; absent while it is renewed without the person. */
  until: v.optional(Natural),
  /** Page of the server to sign in on, while waiting. */
  address: v.optional(v.string()),
  /** Why the last sign-in did not work, as a sentence. */
  problem: v.optional(v.string())
})
export type PersonSignIn = v.InferOutput<typeof PersonSignIn>

/** A connection in the list. */
export const Connection = v.object({
  id: Id,
  /** `sandbox` is the sample server inside Populus; it is gone when Populus ends. */
  kind: v.picklist(['server', 'sandbox']),
  /** The organization set it up; it cannot be changed or deleted here. */
  managed: v.optional(v.boolean()),
  createdAt: Natural,
  settings: ConnectionSettings,
  keys: v.array(KeyInfo),
  /** Keys that were revoked or withdrawn, newest first. */
  endedKeys: v.exactOptional(v.array(EndedKey)),
  /** A client secret or a bearer token is stored. */
  hasSecret: v.boolean(),
  /** Who is signed in, where a person signs in. */
  person: v.optional(PersonSignIn),
  /** `false` while the passphrase is needed before this connection can sign in. */
  unlocked: v.boolean(),
  /** The types that will be asked for; empty for everything. */
  types: v.array(v.string()),
  /** What stands in the way of an export, in sentences; empty when one can start. */
  missing: v.array(v.string()),
  /** Its file was changed outside Populus: it signs in again when the user has confirmed the settings. */
  changedOutside: v.optional(ChangedOutside),
  /** What the server said of itself when it was last looked at, in milliseconds since 1970. */
  discovered: v.optional(v.object({ at: Natural, server: Discovered })),
  /** The last check of the hosted key set. */
  hosted: v.optional(HostedCheck),
  /** The newest export, running or ended. */
  lastRun: v.optional(
    v.object({
      id: Id,
      state: v.picklist(exportStates),
      startedAt: Natural,
      endedAt: v.optional(Natural),
      resources: Natural,
      /** What happened, when it did not end well. */
      text: v.optional(v.string())
    })
  ),
  /** Moment of the newest data that were fetched whole, as the server named it. */
  dataFrom: v.optional(v.string()),
  /** When the schedule begins the next export, in milliseconds since 1970. */
  nextRunAt: v.optional(Natural)
})
export type Connection = v.InferOutput<typeof Connection>
