import { commonMessages as common } from '#messages/common.ts'
import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import {
  CapabilityReport,
  CompatibilityRow,
  Connection,
  ConnectionSettings,
  Discovered,
  GroupChoice,
  HostedKey,
  ScopeNeed,
  SignInResult,
  SwitchChanges,
  VendorEntry
} from '../connection.ts'
import { ExportLogLine, ExportRun, FileProgress, HealthPoint } from '../export-run.ts'
import { Id, method, Natural, None } from '../method.ts'
import { SampleView } from '../sample-view.ts'
import { Schedule, ScheduleState } from '../schedule.ts'

const ById = v.object({ id: Id })
const ByConnection = v.object({ connection: Id })
const Secret = v.pipe(v.string(), v.minLength(1), v.maxLength(20_000))
const Kid = v.pipe(v.string(), v.minLength(1), v.maxLength(1000), v.title(m.keyIDKid))

/** Calls about connections to FHIR servers, exports and their schedule. */
export const connectionMethods = {
  'connections.list': method(None, v.array(Connection)),
  /** Asks a server what it is, without signing in. A server that cannot be reached is an error `network`. */
  'connections.discover': method(
    v.object({
      base: v.pipe(v.string(), v.maxLength(2000), v.title(common.fhirBaseAddress)),
      allowHttpLoopback: v.boolean()
    }),
    Discovered,
    'connection.discovered'
  ),
  'connections.create': method(ConnectionSettings, Connection, 'connection.created'),
  /**
   * Only what differs from `before`, which the form started from, is changed. `not-allowed` while the keyring is not open,
   * for a connection that has keys or a secret.
   */
  'connections.change': method(
    v.object({ id: Id, settings: ConnectionSettings, before: v.optional(ConnectionSettings) }),
    Connection,
    'connection.changed'
  ),
  /** Takes over settings that were changed outside Populus; `digest` names what the user was shown. */
  'connections.confirm': method(
    v.object({ id: Id, digest: v.pipe(v.string(), v.maxLength(64)) }),
    Connection,
    'connection.confirmed'
  ),
  /** Destroys its keys; snapshots that came from it stay. */
  'connections.delete': method(ById, None, 'connection.deleted'),
  /** Stores a client secret or a bearer token, sealed. */
  'connections.setSecret': method(v.object({ id: Id, secret: Secret }), Connection, 'connection.secret-stored'),
  /**
   * Makes a key pair, sealed. The first one signs; a further one waits as `next` beside it. A third takes the place of
   * `next`. `not-allowed` while the keyring is not open: create or unlock it first.
   */
  'connections.makeKey': method(
    v.object({ id: Id, algorithm: v.picklist(['ES384', 'RS384']) }),
    Connection,
    'connection.key-made'
  ),
  /** Takes a private key as PEM, JWK or JWKS; `kid` picks one of several. */
  'connections.importKey': method(
    v.object({ id: Id, text: v.pipe(Secret, v.title(m.privateKey)), kid: v.optional(Kid) }),
    Connection,
    'connection.key-imported'
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
    'connection.key-used'
  ),
  /** Destroys the private half of a key at once, and takes it out of the public set. Another key signs, where there is one. */
  'connections.revokeKey': method(v.object({ id: Id, kid: Kid }), Connection, 'connection.key-revoked'),
  'connections.removeKey': method(v.object({ id: Id, kid: Kid }), Connection, 'connection.key-removed'),
  /** The public key set to host or to register, with all keys of the connection. */
  'connections.publicJwks': method(ById, v.object({ text: v.string(), fileName: v.string() })),
  /** Fetches a hosted key set as the server would and compares kid and thumbprint. Stores the address. */
  'connections.checkJwks': method(
    v.object({ id: Id, url: v.pipe(v.string(), v.maxLength(2000), v.title(m.addressOfTheKeySet)) }),
    v.object({
      keys: v.array(v.object({ kid: v.string(), hosted: HostedKey, text: v.string() })),
      /** Every key is there. */
      ok: v.boolean()
    })
  ),
  /** A test sign-in. A refusal is a result. */
  'connections.signIn': method(ById, SignInResult, 'connection.sign-in-tested'),
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
    'connection.sign-in-begun'
  ),
  /** Gives up a sign-in that was begun. */
  'connections.cancelSignIn': method(ById, Connection, 'connection.sign-in-stopped'),
  /** Forgets the tokens of the person and revokes them at the server, which may be out of reach. */
  'connections.signOut': method(
    ById,
    v.object({
      connection: Connection,
      /** How the server took it, as a sentence. */
      text: v.string()
    }),
    'connection.signed-out'
  ),
  'connections.report': method(ById, CapabilityReport, 'connection.sign-in-tested'),
  /** Groups of the server, where it lets them be listed; free text is always possible. */
  'connections.groups': method(
    v.object({ id: Id, search: v.optional(v.pipe(v.string(), v.maxLength(200))) }),
    v.object({ groups: v.array(GroupChoice), more: v.boolean() }),
    'connection.groups-listed'
  ),
  /** What the profile says, what the server says, and what past exports saw. */
  'connections.compatibility': method(
    ById,
    v.object({ rows: v.array(CompatibilityRow), runs: Natural, lastSeenAt: v.optional(Natural) })
  ),
  /** Which resource types are needed by whom; an export asks for these unless others are chosen. */
  'connections.needs': method(None, v.array(ScopeNeed)),

  'vendors.list': method(None, v.array(VendorEntry)),
  /** Changes switches of a profile for this installation; they hold for all its connections. */
  'vendors.change': method(v.object({ id: v.string(), changes: SwitchChanges }), VendorEntry, 'vendor.changed'),
  'vendors.reset': method(v.object({ id: v.string() }), VendorEntry, 'vendor.changed'),

  /**
   * Queues an export. `incremental` brings what changed since the last one and makes a new snapshot of both; without an
   * earlier export it is an error `not-found`. `not-allowed` while the keyring is not open.
   */
  'exports.start': method(
    v.object({ connection: Id, kind: v.picklist(['full', 'incremental']) }),
    ExportRun,
    'export.started'
  ),
  /** Newest first, of one connection or of all. */
  'exports.list': method(v.object({ connection: v.optional(Id) }), v.array(ExportRun)),
  'exports.get': method(ById, ExportRun),
  /** Its files, in the order of the manifest; at most 1,000 of them from a place on. */
  'exports.files': method(
    v.object({ id: Id, from: v.optional(Natural) }),
    v.object({ files: v.array(FileProgress), total: Natural })
  ),
  /** Lines of the log from a place on, oldest first; at most 1,000 of them. */
  'exports.log': method(
    v.object({ id: Id, from: v.optional(Natural) }),
    v.object({ lines: v.array(ExportLogLine), total: Natural })
  ),
  /** One-time URL of the whole standard log (`log.ndjson`), without tokens and health data, to show to a vendor. */
  'exports.logFile': method(ById, v.object({ url: v.string() }), 'export.log-saved'),
  /** Stops for now; what is stored stays. */
  'exports.pause': method(ById, ExportRun, 'export.paused'),
  /** Goes on where it was, also after a failure. */
  'exports.resume': method(ById, ExportRun, 'export.resumed'),
  /** Gives it up, here and on the server. */
  'exports.cancel': method(ById, ExportRun, 'export.cancelled'),
  /** Queues the same export anew, from the beginning. */
  'exports.restart': method(ById, ExportRun, 'export.started'),
  /**
   * Fetches the missing files of an incomplete export, and puts them together with what it stored as a new snapshot. Where
   * it is not known what is missing, everything is exported again.
   */
  'exports.fetchMissing': method(ById, ExportRun, 'export.started'),
  /** Looks at the server now and not when it asked to. */
  'exports.checkNow': method(ById, None),
  /** Removes a run that has ended from the history; its snapshot stays. */
  'exports.delete': method(ById, None, 'export.deleted'),

  'schedule.get': method(ByConnection, ScheduleState),
  'schedule.set': method(v.object({ connection: Id, schedule: Schedule }), ScheduleState, 'schedule.changed'),
  /** The next runs of a schedule that is not stored yet. */
  'schedule.preview': method(Schedule, v.object({ next: v.array(Natural) })),

  /** What each export of the last days saw of its server, oldest first. */
  'health.series': method(
    v.object({ connection: Id, days: v.pipe(Natural, v.minValue(1), v.maxValue(400)) }),
    v.object({ points: v.array(HealthPoint) })
  ),

  /**
   * Starts the sample server inside Populus, registers a key, and exports its population as from any other server. Needs
   * no keyring: without an open one, the data are sealed under a key that is forgotten when Populus ends.
   */
  'sandbox.start': method(
    v.object({
      patients: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200_000)),
      seed: v.optional(Natural),
      view: v.optional(SampleView)
    }),
    v.object({ connection: Connection, run: ExportRun }),
    'sample.opened'
  )
} as const

/** Events about connections and exports. */
export interface ConnectionEvents {
  /** A connection, a key or a profile changed: ask for the list again. */
  readonly 'connections.changed': Record<string, never>
  /** An export began, went on or ended; at most four times a second for each. */
  readonly 'exports.changed': ExportRun
}
