import { commonMessages as common } from '#messages/common.ts'
import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { exportStates } from './export-state.ts'
import { Id, Natural } from './basic-schemas.ts'

const Words = v.array(v.pipe(v.string(), v.maxLength(4000)))
const Short = v.pipe(v.string(), v.trim(), v.maxLength(200))
const Address = v.pipe(v.string(), v.trim(), v.maxLength(2000))
/**
 * An identifier that a server gave out. Some servers put a whole signed token here, the registered keys included, so the
 * bound is only what fits into a request everywhere.
 */
const IssuedId = v.pipe(v.string(), v.trim(), v.maxLength(8192))

/** How a connection proves who it is. */
export const AuthMethod = v.picklist([
  'private_key_jwt',
  'client_secret_basic',
  'client_secret_post',
  /** A person signs in (SMART App Launch, standalone). */
  'authorization_code',
  'bearer',
  'none'
])
export type AuthMethod = v.InferOutput<typeof AuthMethod>

/** The three levels of an export (Bulk Data IG, "Endpoint"). */
export const ExportLevel = v.picklist(['system', 'patient', 'group'])
export type ExportLevel = v.InferOutput<typeof ExportLevel>

/** The switches of a vendor profile: what Populus does differently with the servers of one vendor. */
export const VendorSwitches = v.object({
  levels: v.array(ExportLevel),
  /** Has a bulk export at all; `unknown` where no public document says so. */
  bulkExport: v.picklist(['yes', 'no', 'unknown']),
  /** How lists are written in a kick-off request. */
  kickOff: v.picklist(['get-commas', 'get-repeats', 'post']),
  /** Parameters that the server takes. */
  parameters: Words,
  auth: AuthMethod,
  /** How the server learns the public key. */
  keys: v.picklist(['hosted', 'hosted-or-uploaded', 'none']),
  /** How permissions are written: `system/Patient.read` or `system/Patient.rs`. */
  scopes: v.picklist(['v1', 'v2', 'by-server']),
  /** Longest single wait, whatever the server asks for: between status checks, after a 429 or 503, between tries of a file. */
  retryAfterCapSeconds: v.pipe(Natural, v.minValue(1), v.maxValue(86_400), v.title(m.maximumTimeBetweenStatusChecksIn)),
  mostDownloads: v.pipe(Natural, v.minValue(1), v.maxValue(16), v.title(m.numberOfParallelDownloads)),
  /** DELETE the export on the server when everything is stored. */
  deleteWhenStored: v.boolean(),
  /** No date: whether the parameter `_since` can be trusted to bring every change. */
  since: v.picklist(['reliable', 'unreliable', 'unknown']),
  /** Most times that a file may be asked for. */
  mostFileRequests: v.pipe(Natural, v.minValue(1), v.maxValue(100), v.title(m.numberOfRequestsForOneFile)),
  /** Sent with every request to an address that the token is sent to; `{clientId}` is replaced. */
  headers: v.record(v.string(), v.string()),
  /** Files lie in a store that needs a sign-in of its own, so they cannot be fetched with the FHIR token. */
  foreignStorage: v.boolean()
})
export type VendorSwitches = v.InferOutput<typeof VendorSwitches>

/** Some of the switches, where they differ from the profile. */
export const SwitchChanges = v.partial(VendorSwitches)
export type SwitchChanges = v.InferOutput<typeof SwitchChanges>

/** A vendor profile as it is shown and changed. */
export const VendorEntry = v.object({
  id: Short,
  name: v.string(),
  /** In force: the defaults with the changes of this installation. */
  switches: VendorSwitches,
  defaults: VendorSwitches,
  /** Names of the switches that differ from the defaults. */
  changed: v.array(v.string()),
  /** Whether a person can sign in at these servers, as their vendor documents it. */
  person: v.picklist(['needed', 'offered', 'no', 'unknown']),
  /** What an administrator has to know, in plain sentences. */
  notes: v.array(v.string()),
  /** Where the defaults are from. */
  sources: v.array(v.string()),
  /** What to do at this vendor so that Populus may sign in, step by step. */
  registration: v.array(v.object({ title: v.string(), text: v.string() }))
})
export type VendorEntry = v.InferOutput<typeof VendorEntry>

/** Which resource types a connection asks for: what the dashboards need, these, or everything that is permitted. */
export const WantedTypes = v.variant('kind', [
  v.object({ kind: v.literal('dashboards') }),
  v.object({ kind: v.literal('chosen'), types: v.array(v.pipe(v.string(), v.regex(/^[A-Z][A-Za-z]{1,63}$/))) }),
  v.object({ kind: v.literal('everything') })
])
export type WantedTypes = v.InferOutput<typeof WantedTypes>

/** Everything about a connection that a person may set. No secrets. */
export const ConnectionSettings = v.object({
  name: v.pipe(Short, v.minLength(1)),
  /** FHIR base. */
  base: v.pipe(Address, v.minLength(1), v.title(common.fhirBaseAddress)),
  /** Id of the vendor profile. */
  vendor: v.pipe(Short, v.title(common.vendorProfile)),
  /** Where this server differs from its profile. */
  switches: SwitchChanges,
  auth: v.pipe(AuthMethod, v.title(m.signInMethod)),
  clientId: v.optional(v.pipe(IssuedId, v.title(m.clientID))),
  /** By discovery when absent. */
  tokenEndpoint: v.optional(v.pipe(Address, v.title(m.addressOfTheTokenService))),
  /**
   * Where the answer to a sign-in by a person arrives: at a port of this computer (`http://127.0.0.1`, RFC 8252 7.3) when
   * absent, or by the private-use scheme `populus:` (RFC 8252 7.1), which the desktop program takes.
   */
  redirect: v.optional(v.picklist(['loopback', 'scheme'])),
  /** Where the public key set is hosted, when it is. */
  jwksUrl: v.optional(v.pipe(Address, v.title(m.addressOfTheKeySet))),
  /** Permissions to ask for; the fewest when absent. */
  scopes: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(8192), v.title(m.listOfPermissions))),
  /** `crawl` searches, for servers that have no bulk export. */
  mode: v.picklist(['bulk', 'crawl']),
  level: ExportLevel,
  group: v.optional(v.pipe(IssuedId, v.title(m.groupID))),
  types: v.pipe(WantedTypes, v.title(m.listOfResourceTypes)),
  /** Queries such as `Observation?category=laboratory`. */
  typeFilters: v.pipe(Words, v.title('Filter (_typeFilter)')),
  /** Only these elements, such as `birthDate` or `Patient.birthDate`; all when absent. */
  elements: v.optional(v.pipe(Words, v.title('Elements (_elements)'))),
  /** Only what changed after this day or instant, also in a full export. */
  since: v.optional(v.pipe(Short, v.title('Start (_since)'))),
  /** Only what changed before this day or instant. */
  until: v.optional(v.pipe(Short, v.title('End (_until)'))),
  /** `includeAssociatedData`. */
  associated: v.pipe(Words, v.title(m.associatedData)),
  /** `organizeOutputBy=Patient`. */
  byPatient: v.boolean(),
  /** Ask the server to ignore what it does not know. */
  lenient: v.boolean(),
  /** Further origins that the token may go to, such as that of a file server. */
  trustedOrigins: v.pipe(v.array(Address), v.title(m.listOfTrustedAddresses)),
  /** Plain `http://` to a server on this computer. */
  allowHttpLoopback: v.boolean()
})
export type ConnectionSettings = v.InferOutput<typeof ConnectionSettings>

/** What a hosted key set says about one of our keys. */
export const HostedKey = v.picklist([
  'there',
  'missing',
  'twice',
  'different',
  'unreachable',
  'not-a-key-set',
  // A key that was revoked or withdrawn.
  'still-there'
])
export type HostedKey = v.InferOutput<typeof HostedKey>

/** A key pair of a connection; the private half never leaves the services. */
export const KeyInfo = v.object({
  kid: v.string(),
  algorithm: v.picklist(['ES384', 'RS384', 'RS256', 'ES256']),
  /** RFC 7638 thumbprint of the public half. */
  thumbprint: v.string(),
  /** Milliseconds since 1970. */
  createdAt: Natural,
  /**
   * `signing` signs requests for tokens; `next` is in the public set, so that it can take over; `retired` signed before, and
   * stays in the public set until it is withdrawn.
   */
  role: v.picklist(['signing', 'next', 'retired']),
  /** When a retired key leaves the public set and its private half is destroyed, in milliseconds since 1970. */
  withdrawAt: v.exactOptional(Natural)
})
export type KeyInfo = v.InferOutput<typeof KeyInfo>

/** One thing that was found out about a server, as a sentence. */
export const Finding = v.object({
  topic: v.picklist(['server', 'sign-in', 'export', 'permissions', 'clock', 'files']),
  verdict: v.picklist(['good', 'unknown', 'warning']),
  text: v.string()
})
export type Finding = v.InferOutput<typeof Finding>

/** What a server says of itself. Everything is a hint: servers are often wrong here. */
export const Discovered = v.object({
  /** The address in its usual form. */
  base: v.string(),
  /** Profile that fits; `generic` when the server says nothing known. */
  vendor: v.string(),
  vendorName: v.string(),
  release: v.optional(v.string()),
  software: v.optional(v.string()),
  publisher: v.optional(v.string()),
  /** Levels that the server announces. */
  levels: v.array(ExportLevel),
  types: v.array(v.string()),
  tokenEndpoint: v.optional(v.string()),
  /** Origin of the token endpoint when it is on another site: it gets no secret before the user confirms it. */
  foreignSignIn: v.optional(v.string()),
  scopesSupported: v.array(v.string()),
  capabilities: v.array(v.string()),
  authMethods: v.array(v.string()),
  signingAlgorithms: v.array(v.string()),
  clockSkewMs: v.optional(v.number()),
  hasSmartConfiguration: v.boolean(),
  hasCapabilityStatement: v.boolean(),
  findings: v.array(Finding)
})
export type Discovered = v.InferOutput<typeof Discovered>

/** A key whose private half was destroyed. No server should accept it any more. */
export const EndedKey = v.object({
  kid: v.string(),
  /** RFC 7638 thumbprint of the public half. */
  thumbprint: v.string(),
  /** Milliseconds since 1970. */
  at: Natural,
  /** `revoked` at once; `withdrawn` when the overlap of a rotation was over. */
  how: v.picklist(['revoked', 'withdrawn'])
})
export type EndedKey = v.InferOutput<typeof EndedKey>

/** What the last check of the hosted key set found. */
export const HostedCheck = v.object({
  /** Milliseconds since 1970. */
  at: Natural,
  url: v.string(),
  keys: v.array(v.object({ kid: v.string(), hosted: HostedKey, text: v.string() }))
})
export type HostedCheck = v.InferOutput<typeof HostedCheck>

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

/** How a test sign-in went. */
export const SignInResult = v.object({
  ok: v.boolean(),
  /** What happened and what to do, as a sentence. */
  text: v.string(),
  /** Permissions as the server named them; `undefined` when it did not say. */
  granted: v.optional(v.array(v.string())),
  asked: v.array(v.string()),
  /** Types that will be asked for and were not granted. */
  missingTypes: v.array(v.string()),
  /** Origin of the token endpoint, when it is on another site and not confirmed; nothing was sent there. */
  unconfirmedOrigin: v.optional(v.string()),
  lifeSeconds: v.optional(v.number())
})
export type SignInResult = v.InferOutput<typeof SignInResult>

/** What the server offers, what was granted, and what will be asked for. */
export const CapabilityReport = v.object({
  offered: Discovered,
  signIn: SignInResult,
  /** Types, permissions and the request of the next export, without secrets. */
  ask: v.object({
    types: v.array(v.string()),
    scopes: v.array(v.string()),
    method: v.picklist(['GET', 'POST', 'search']),
    url: v.string()
  }),
  findings: v.array(Finding)
})
export type CapabilityReport = v.InferOutput<typeof CapabilityReport>

/** One line of the compatibility page: what the profile says, what the server says, and what exports saw. */
export const CompatibilityRow = v.object({
  topic: v.string(),
  profile: v.string(),
  server: v.string(),
  seen: v.string(),
  verdict: v.picklist(['agrees', 'differs', 'unknown'])
})
export type CompatibilityRow = v.InferOutput<typeof CompatibilityRow>

/** Who needs a resource type. */
export const ScopeNeed = v.object({
  type: v.string(),
  /** Titles of the screens and features that read it. */
  neededBy: v.array(v.string()),
  /** Rules of this installation need it: it is asked for whatever else was chosen. */
  required: v.exactOptional(v.boolean())
})
export type ScopeNeed = v.InferOutput<typeof ScopeNeed>

/** A group of the server, to choose one to export. */
export const GroupChoice = v.object({ id: v.string(), name: v.string(), people: v.optional(Natural) })
export type GroupChoice = v.InferOutput<typeof GroupChoice>
