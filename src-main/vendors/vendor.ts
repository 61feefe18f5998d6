import type { ServerFacts } from '../auth/smart-configuration.ts'

/** How lists are written in a kick-off request. */
export type KickOffStyle = 'get-commas' | 'get-repeats' | 'post'

/** The three levels of an export. */
export type VendorExportLevel = 'system' | 'patient' | 'group'

/**
 * What is known about the servers of one vendor, as visible defaults that a connection may change. Fields that are switches
 * have the names of `VendorSwitches`, which says more about each and is stored.
 */
export interface VendorProfile {
  readonly id: string
  readonly name: string
  readonly levels: readonly VendorExportLevel[]
  /** Has a bulk export at all; `unknown` where no public document says so. */
  readonly bulkExport: 'yes' | 'no' | 'unknown'
  readonly kickOff: KickOffStyle
  /** Parameters of the kick-off that the server takes, such as `_since`: no other one is sent. */
  readonly parameters: readonly string[]
  readonly auth:
    | 'private_key_jwt'
    | 'client_secret_basic'
    | 'client_secret_post'
    | 'authorization_code'
    | 'bearer'
    | 'none'
  /**
   * Whether a person can sign in at these servers (SMART App Launch, standalone): `needed` where no public document says
   * that a program may do so by itself, `unknown` where it depends on the installation.
   */
  readonly personSignIn: 'needed' | 'offered' | 'no' | 'unknown'
  /** How the server learns the public key: `hosted` where it fetches the key set from an address, as Epic does. */
  readonly keys: 'hosted' | 'hosted-or-uploaded' | 'none'
  readonly scopes: 'v1' | 'v2' | 'by-server'
  /** Maximum of a single wait, whatever `Retry-After` asks for: between status checks, after a 429 or 503, between attempts of a file. */
  readonly retryAfterCapSeconds: number
  /** Files that are downloaded at the same time at most. */
  readonly mostDownloads: number
  /** DELETE the export on the server when everything is stored. */
  readonly deleteWhenStored: boolean
  /** No date: whether the parameter `_since` brings every change. */
  readonly since: 'reliable' | 'unreliable' | 'unknown'
  /** Requests for one file at most, whatever fails; AB2D refuses the seventh. */
  readonly mostFileRequests: number
  /** Sent with every request to an address that the token is sent to; `{clientId}` is replaced. */
  readonly headers: Readonly<Record<string, string>>
  /** Files lie in a store that needs a sign-in of its own, so they cannot be fetched with the FHIR token. */
  readonly foreignStorage: boolean
  /** Types whose permission the server wants besides those that are exported. */
  readonly permissionTypes: readonly string[]
  /** Recognizes the vendor by what the server says of itself. */
  readonly recognize: RegExp | undefined
  /** What an administrator has to know, in plain sentences. */
  readonly notes: readonly string[]
  /** Where this is from. */
  readonly sources: readonly string[]
}

/** Whether a CapabilityStatement is one of this vendor's servers. */
export function isVendor({ recognize }: VendorProfile, { software, publisher }: ServerFacts): boolean {
  return recognize?.test(`${software} ${publisher}`) === true
}
