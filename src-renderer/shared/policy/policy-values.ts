import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import * as v from 'valibot'
import { AuthMethod, ExportLevel, VendorSwitches, WantedTypes } from '../connections/connection-settings.ts'
import { roles } from '../roles/role.ts'

const Text = (maximum: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maximum))
const HttpsAddress = v.pipe(Text(2000), v.regex(/^https:\/\/[^\s/?#]+/i, m.expectedAnHttpsAddress))
const Names = v.pipe(v.array(Text(200)), v.maxLength(1000))

/** A host name or address, with a port where it is not the default one; `*.example.org` stands for all names below. */
export const HostPattern = v.pipe(
  Text(260),
  v.toLowerCase(),
  v.regex(/^(?:\*\.)?(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/, m.expectedAHostName)
)

/** The role of an account of the operating system, and what it may reach. */
export const RoleAssignment = v.strictObject({
  /** `DOMAIN\name`, `name`, a group as `group:name`, or `*` for everybody who is not named. */
  account: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  role: v.picklist(roles),
  /** Payers, practices and registries that the account sees; all when absent. */
  payers: v.exactOptional(Names),
  practices: v.exactOptional(Names),
  registries: v.exactOptional(Names)
})
export type RoleAssignment = v.InferOutput<typeof RoleAssignment>

/** Where audit records are sent. */
export const AuditSinkTarget = v.strictObject({
  /** `host:port` of a syslog server that takes TLS (RFC 5425). */
  address: v.pipe(Text(300), v.regex(/^(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\]):\d{1,5}$/, m.expectedHostPort)),
  /** PEM file with the authority that issued the certificate of the server; those of the system when absent. */
  caFile: v.exactOptional(Text(1000)),
  format: v.exactOptional(v.picklist(['syslog', 'cef', 'ecs']))
})
export type AuditSinkTarget = v.InferOutput<typeof AuditSinkTarget>

/** A file that the organization presets. */
export const PresetFile = v.strictObject({
  /** Absolute path. */
  path: v.pipe(Text(1000), v.regex(/^(?:\/|\\\\|[A-Za-z]:[\\/])/, m.expectedAnAbsolutePath)),
  /** SHA-256 of the file, hexadecimal. */
  sha256: v.pipe(Text(64), v.toLowerCase(), v.regex(/^[0-9a-f]{64}$/, m.expectedASHA256))
})
export type PresetFile = v.InferOutput<typeof PresetFile>

/** A connection that the organization sets up. It has no secret: keys and secrets are stored on each computer. */
export const ManagedConnection = v.strictObject({
  /** Names it for ever: a changed preset with the same id changes the connection. */
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,55}$/)),
  name: Text(200),
  base: HttpsAddress,
  vendor: v.exactOptional(Text(60)),
  auth: v.exactOptional(AuthMethod),
  clientId: v.exactOptional(Text(8192)),
  tokenEndpoint: v.exactOptional(HttpsAddress),
  jwksUrl: v.exactOptional(HttpsAddress),
  scopes: v.exactOptional(Text(8192)),
  mode: v.exactOptional(v.picklist(['bulk', 'crawl'])),
  level: v.exactOptional(ExportLevel),
  group: v.exactOptional(Text(8192)),
  types: v.exactOptional(WantedTypes),
  typeFilters: v.exactOptional(v.array(Text(4000))),
  trustedOrigins: v.exactOptional(v.array(HttpsAddress))
})
export type ManagedConnection = v.InferOutput<typeof ManagedConnection>

/** Changes of the organization to vendor profiles, by id of the profile. */
export const VendorProfileChanges = v.record(Text(60), v.strictObject(v.partial(VendorSwitches).entries))
