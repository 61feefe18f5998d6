import { commonMessages as common } from '#messages/common.ts'
import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { Natural } from '../basic-schemas.ts'

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

/**
 * The switches of a vendor profile: what Populus does differently with the servers of one vendor. Their names are stored with
 * connections and stand in the policy `VendorProfiles`, so they are not renamed.
 */
export const VendorSwitches = v.object({
  levels: v.array(ExportLevel),
  /** Has a bulk export at all; `unknown` where no public document says so. */
  bulkExport: v.picklist(['yes', 'no', 'unknown']),
  /** How lists are written in a kick-off request. */
  kickOff: v.picklist(['get-commas', 'get-repeats', 'post']),
  /** Parameters of the kick-off that the server takes, such as `['_type', '_since']`: no other one is sent. */
  parameters: Words,
  auth: AuthMethod,
  /** How the server learns the public key: `hosted` where it fetches the key set from an address, such as Epic does. */
  keys: v.picklist(['hosted', 'hosted-or-uploaded', 'none']),
  /** How permissions are written: `system/Patient.read` or `system/Patient.rs`. */
  scopes: v.picklist(['v1', 'v2', 'by-server']),
  /** Maximum of a single wait, whatever `Retry-After` asks for: with 300, a server that asks for an hour is looked at after 5 minutes. */
  retryAfterCapSeconds: v.pipe(Natural, v.minValue(1), v.maxValue(86_400), v.title(m.maximumTimeBetweenStatusChecksIn)),
  /** Files that are downloaded at the same time at most: 3 from a server that refuses more. */
  mostDownloads: v.pipe(Natural, v.minValue(1), v.maxValue(16), v.title(m.numberOfParallelDownloads)),
  /** DELETE the export on the server when everything is stored. */
  deleteWhenStored: v.boolean(),
  /**
   * No date: whether `_since` brings every change. Unless it is `reliable`, the members of a group are compared before a refresh,
   * for example, as Epic may leave out what was recorded before somebody joined.
   */
  since: v.picklist(['reliable', 'unreliable', 'unknown']),
  /** Requests for one file at most, whatever fails: 6 where the server refuses the seventh (AB2D). */
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

/** Which resource types a connection asks for: what the screens need, these, or everything that is permitted. */
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
