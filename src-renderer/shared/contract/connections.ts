import { newKeyAlgorithms } from '../connections/connection-keys.ts'
import { commonMessages as common } from '#messages/common.ts'
import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import {
  CapabilityReport,
  CompatibilityRow,
  Discovered,
  GroupChoice,
  ScopeNeed,
  SignInResult
} from '../connections/server-report.ts'
import { Connection } from '../connections/connection.ts'
import { ConnectionSettings, SwitchChanges } from '../connections/connection-settings.ts'
import { HostedKey } from '../connections/connection-keys.ts'
import { VendorEntry } from '../connections/vendor-entry.ts'
import { countVerdicts, reportFileFormats, RequirementReport } from '../requirements/requirement-report.ts'
import { connectionReaders, exporters, ofConnection } from './common-records.ts'
import { method } from './method.ts'
import { Id, Natural, None } from '../basic-schemas.ts'

const ById = v.object({ id: Id })
const Secret = v.pipe(v.string(), v.minLength(1), v.maxLength(20_000))
const Kid = v.pipe(v.string(), v.minLength(1), v.maxLength(1000), v.title(m.keyIDKid))

/** Calls about connections to FHIR servers and the profiles of vendors. */
export const connectionMethods = {
  'connections.list': method(None, v.array(Connection), connectionReaders),
  /** Asks a server what it is, without signing in. A server that cannot be reached is an error `network`. */
  'connections.discover': method(
    v.object({
      base: v.pipe(v.string(), v.maxLength(2000), v.title(common.fhirBaseAddress)),
      allowHttpLoopback: v.boolean()
    }),
    Discovered,
    'connections',
    { effect: 'connection.discovered', before: ({ base }, { hostOf }) => ({ server: hostOf(base) }) }
  ),
  'connections.create': method(ConnectionSettings, Connection, 'connections', {
    effect: 'connection.created',
    before: () => ({}),
    after: (_, { id }) => ({ connection: id })
  }),
  /**
   * Only what differs from `before`, which the form started from, is changed. `not-allowed` while the keyring is not open,
   * for a connection that has keys or a secret.
   */
  'connections.change': method(
    v.object({ id: Id, settings: ConnectionSettings, before: v.optional(ConnectionSettings) }),
    Connection,
    'connections',
    { effect: 'connection.changed', before: ofConnection }
  ),
  /** Takes over settings that were changed outside Populus; `digest` names what the user was shown. */
  'connections.confirm': method(
    v.object({ id: Id, digest: v.pipe(v.string(), v.maxLength(64)) }),
    Connection,
    'connections',
    { effect: 'connection.confirmed', before: ofConnection }
  ),
  /** Destroys its keys; snapshots that came from it stay. */
  'connections.delete': method(ById, None, 'connections', { effect: 'connection.deleted', before: ofConnection }),
  /** Stores a client secret or a bearer token, sealed. */
  'connections.setSecret': method(v.object({ id: Id, secret: Secret }), Connection, 'connections', {
    effect: 'connection.secret-stored',
    before: ofConnection
  }),
  /**
   * Makes a key pair, sealed. The first one signs; a further one waits as `next` next to it. A third takes the place of
   * `next`. `not-allowed` while the keyring is not open: create or unlock it first.
   */
  'connections.makeKey': method(
    v.object({ id: Id, algorithm: v.picklist(newKeyAlgorithms) }),
    Connection,
    'connections',
    {
      effect: 'connection.key-made',
      before: ofConnection,
      after: ({ id, algorithm }) => ({ connection: id, algorithm })
    }
  ),
  /** Takes a private key as PEM, JWK or JWKS; `kid` picks one of several. */
  'connections.importKey': method(
    v.object({ id: Id, text: v.pipe(Secret, v.title(m.privateKey)), kid: v.optional(Kid) }),
    Connection,
    'connections',
    { effect: 'connection.key-imported', before: ofConnection }
  ),
  /**
   * Lets another key sign from now on. With `overlapDays` the key that signed until now is retired: it leaves the public set
   * and its private half is destroyed after as many days. Without them it becomes `next`.
   */
  'connections.useKey': method(
    v.object({
      id: Id,
      kid: Kid,
      overlapDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90)))
    }),
    Connection,
    'connections',
    {
      effect: 'connection.key-used',
      before: ofConnection,
      after: ({ id, overlapDays }) => ({
        connection: id,
        ...(overlapDays === undefined ? {} : { overlapDays })
      })
    }
  ),
  /** Destroys the private half of a key at once, and takes it out of the public set. Another key signs, where there is one. */
  'connections.revokeKey': method(v.object({ id: Id, kid: Kid }), Connection, 'connections', {
    effect: 'connection.key-revoked',
    before: ofConnection,
    after: (_, { id, keys }) => ({ connection: id, keys: keys.length })
  }),
  'connections.removeKey': method(v.object({ id: Id, kid: Kid }), Connection, 'connections', {
    effect: 'connection.key-removed',
    before: ofConnection
  }),
  /** The public key set to host or to register, with all keys of the connection. */
  'connections.publicJwks': method(ById, v.object({ text: v.string(), fileName: v.string() }), exporters),
  /** Fetches a hosted key set as the server would and compares kid and thumbprint. Stores the address. */
  'connections.checkJwks': method(
    v.object({ id: Id, url: v.pipe(v.string(), v.maxLength(2000), v.title(m.addressOfTheKeySet)) }),
    v.object({
      keys: v.array(v.object({ kid: v.string(), hosted: HostedKey, text: v.string() })),
      /** Every key is there. */
      ok: v.boolean()
    }),
    'connections'
  ),
  /** A test sign-in. A refusal is a result. */
  'connections.signIn': method(ById, SignInResult, exporters, {
    effect: 'connection.sign-in-tested',
    before: ofConnection,
    after: ({ id }, { ok }) => ({ connection: id, ok })
  }),
  /**
   * Begins a sign-in by a person: opens the page of the server in the browser where the host can, and waits ten minutes for
   * its answer. How it went is in the connection; `connections.changed` tells of it. `not-allowed` while the keyring is not
   * open.
   */
  'connections.beginSignIn': method(
    ById,
    v.object({
      /** Page of the server to sign in on. */
      address: v.string(),
      /** The host opened it; else the page has to. */
      opened: v.boolean()
    }),
    exporters,
    {
      effect: 'connection.sign-in-begun',
      before: ofConnection,
      after: ({ id }, { opened }) => ({ connection: id, opened })
    }
  ),
  /** Gives up a sign-in that was begun. */
  'connections.cancelSignIn': method(ById, Connection, exporters, {
    effect: 'connection.sign-in-stopped',
    before: ofConnection
  }),
  /** Forgets the tokens of the person and revokes them at the server, which may be out of reach. */
  'connections.signOut': method(
    ById,
    v.object({
      connection: Connection,
      /** How the server took it, as a sentence. */
      text: v.string()
    }),
    exporters,
    { effect: 'connection.signed-out', before: ofConnection }
  ),
  'connections.report': method(ById, CapabilityReport, exporters, {
    effect: 'connection.sign-in-tested',
    before: ofConnection,
    after: ({ id }, { signIn }) => ({ connection: id, ok: signIn.ok })
  }),
  /** Groups of the server, where it lets them be listed; free text is always possible. */
  'connections.groups': method(
    v.object({ id: Id, search: v.optional(v.pipe(v.string(), v.maxLength(200))) }),
    v.object({ groups: v.array(GroupChoice), more: v.boolean() }),
    'connections',
    {
      effect: 'connection.groups-listed',
      before: ofConnection,
      after: ({ id }, { groups }) => ({ connection: id, groups: groups.length })
    }
  ),
  /** What the profile says, what the server says, and what past exports saw. */
  'connections.compatibility': method(
    ById,
    v.object({ rows: v.array(CompatibilityRow), runs: Natural, lastSeenAt: v.optional(Natural) }),
    exporters
  ),
  /** The last report about the server, requirement by requirement. `not-allowed` while the keyring is not open. */
  'connections.requirements': method(ById, v.object({ report: v.optional(RequirementReport) }), exporters),
  /** Looks at the server, signs in, and makes the report again from that and from past exports. */
  'connections.checkRequirements': method(ById, RequirementReport, exporters, {
    effect: 'connection.requirements-checked',
    before: ofConnection,
    after: ({ id }, { results }) => ({ connection: id, ...countVerdicts(results) })
  }),
  /** The last report, or the requests of Populus for Postman, as a file without secrets. */
  'connections.reportFile': method(
    v.object({ id: Id, format: v.picklist(reportFileFormats), redact: v.boolean() }),
    v.object({ text: v.string(), fileName: v.string() }),
    exporters,
    {
      effect: 'connection.report-saved',
      before: ({ id, format, redact }) => ({ connection: id, format, redact })
    }
  ),
  /** Which resource types are needed by whom; an export asks for these unless others are chosen. */
  'connections.needs': method(None, v.array(ScopeNeed), connectionReaders),

  'vendors.list': method(None, v.array(VendorEntry), connectionReaders),
  /** Changes switches of a profile for this installation; they hold for all its connections. */
  'vendors.change': method(v.object({ id: v.string(), changes: SwitchChanges }), VendorEntry, 'connections', {
    effect: 'vendor.changed',
    before: () => ({}),
    after: (_, { changed }) => ({ changed: changed.length })
  }),
  'vendors.reset': method(v.object({ id: v.string() }), VendorEntry, 'connections', {
    effect: 'vendor.changed',
    before: () => ({}),
    after: (_, { changed }) => ({ changed: changed.length })
  })
} as const

/** Events about connections. */
export interface ConnectionEvents {
  /** A connection, a key or a profile changed: ask for the list again. */
  readonly 'connections.changed': Record<string, never>
}
