import type { NetPort } from '../ports/host.ts'
import { readReply } from './read-json.ts'

/** What a FHIR server says about signing in and about itself. Everything is a hint: servers are often wrong here. */
export interface Discovery {
  readonly tokenEndpoint: string | undefined
  /** The smart-configuration itself names the token endpoint. */
  readonly namesTokenEndpoint: boolean
  /** Where a person signs in; `undefined` where only programs do. */
  readonly authorizationEndpoint: string | undefined
  readonly revocationEndpoint: string | undefined
  /** How it names itself in identity tokens and answers. */
  readonly issuer: string | undefined
  /** Where its keys are, by which identity tokens are checked. */
  readonly jwksUri: string | undefined
  /** PKCE methods; empty when it does not say. */
  readonly challengeMethods: readonly string[]
  /** It names itself in its answers (RFC 9207). */
  readonly namesIssuer: boolean
  readonly scopesSupported: readonly string[]
  readonly capabilities: readonly string[]
  readonly authMethods: readonly string[]
  readonly signingAlgorithms: readonly string[]
  /** There is a smart-configuration. */
  readonly isSmart: boolean
  /** Takes several requests in one Bundle (FHIR R4, 3.1.0.11). */
  readonly takesBatches: boolean
  readonly server: ServerFacts | undefined
  /** Local time minus the server's, in milliseconds, when it sent a `Date`. */
  readonly clockSkewMs: number | undefined
}

/** From the CapabilityStatement. */
export interface ServerFacts {
  readonly software: string
  readonly publisher: string
  readonly fhirVersion: string
  readonly exportLevels: readonly ('system' | 'patient' | 'group')[]
  readonly types: readonly string[]
  /** CapabilityStatements that it says it follows, without their versions. */
  readonly instantiates: readonly string[]
  /** Formats that it says it takes, such as `json`. */
  readonly formats: readonly string[]
  /** Profiles of resources that it says it supports, without their versions. */
  readonly profiles: readonly string[]
}

type Json = Readonly<Record<string, unknown>>

/**
 * GET `[base]/.well-known/smart-configuration`, then `/metadata` for the rest and as a fallback for the token endpoint.
 * Neither has to be there; a missing token endpoint is the caller's business.
 * SMART App Launch 2.2, "Conformance"; Bulk Data IG, "Server Capability Documentation".
 *
 * @param base FHIR base without a slash at the end
 * @throws AppError `network` when the server cannot be reached at all
 */
export async function discover(net: NetPort, base: string, now: () => number): Promise<Discovery> {
  const smart = await readReply(
    await net.send({
      method: 'GET',
      url: `${base}/.well-known/smart-configuration`,
      headers: { accept: 'application/json' }
    })
  )
  const config = smart.status === 200 && isJson(smart.json) ? smart.json : {}
  const statement = await metadata(net, base)
  const date = Date.parse(smart.headers['date'] ?? '')
  return {
    tokenEndpoint: text(config['token_endpoint']) ?? oauthUri(statement, 'token'),
    namesTokenEndpoint: text(config['token_endpoint']) !== undefined,
    authorizationEndpoint: text(config['authorization_endpoint']) ?? oauthUri(statement, 'authorize'),
    revocationEndpoint: text(config['revocation_endpoint']) ?? oauthUri(statement, 'revoke'),
    issuer: text(config['issuer']),
    jwksUri: text(config['jwks_uri']),
    challengeMethods: texts(config['code_challenge_methods_supported']),
    namesIssuer: config['authorization_response_iss_parameter_supported'] === true,
    scopesSupported: texts(config['scopes_supported']),
    capabilities: texts(config['capabilities']),
    authMethods: texts(config['token_endpoint_auth_methods_supported']),
    signingAlgorithms: texts(config['token_endpoint_auth_signing_alg_values_supported']),
    isSmart: smart.status === 200 && isJson(smart.json),
    takesBatches: objects(objects(statement?.['rest'])[0]?.['interaction']).some(({ code }) => code === 'batch'),
    server: statement === undefined ? undefined : factsOf(statement),
    clockSkewMs: Number.isNaN(date) ? undefined : now() - date
  }
}

/** A server may refuse to describe itself; that is no reason to stop. */
async function metadata(net: NetPort, base: string): Promise<Json | undefined> {
  try {
    const reply = await readReply(
      await net.send({ method: 'GET', url: `${base}/metadata`, headers: { accept: 'application/fhir+json' } })
    )
    return reply.status === 200 && isJson(reply.json) ? reply.json : undefined
  } catch {
    return undefined
  }
}

function factsOf(statement: Json): ServerFacts {
  const rest = objects(statement['rest'])[0] ?? {}
  const resources = objects(rest['resource'])
  const exports = (level: Json | undefined): boolean =>
    objects(level?.['operation']).some(({ name, definition }) =>
      /export/i.test(`${text(name) ?? ''} ${text(definition) ?? ''}`)
    )
  const resource = (type: string): Json | undefined => resources.find((item) => item['type'] === type)
  const operations = objects(rest['operation']).map(
    ({ name, definition }) => `${text(name) ?? ''} ${text(definition) ?? ''}`
  )
  const offers = (level: string, pattern: RegExp, type?: string): readonly string[] =>
    operations.some((item) => pattern.test(item)) || (type !== undefined && exports(resource(type))) ? [level] : []
  return {
    software: text(isJson(statement['software']) ? statement['software']['name'] : undefined) ?? '',
    publisher: text(statement['publisher']) ?? '',
    fhirVersion: text(statement['fhirVersion']) ?? '',
    exportLevels: [
      ...offers('system', /^export\b|\/export$|(?<!patient-|group-)export$/i),
      ...offers('patient', /patient-export/i, 'Patient'),
      ...offers('group', /group-export/i, 'Group')
    ] as ServerFacts['exportLevels'],
    types: resources.map((item) => text(item['type']) ?? '').filter((type) => type !== ''),
    instantiates: texts(statement['instantiates']).map(withoutVersion),
    formats: texts(statement['format']),
    profiles: resources.flatMap((item) => texts(item['supportedProfile']).map(withoutVersion))
  }
}

const oauthUris = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris'

/** One of the addresses in the extension of earlier SMART releases. */
function oauthUri(statement: Json | undefined, name: 'authorize' | 'token' | 'revoke'): string | undefined {
  for (const rest of objects(statement?.['rest'])) {
    const security = isJson(rest['security']) ? rest['security'] : {}
    for (const extension of objects(security['extension'])) {
      if (extension['url'] !== oauthUris) continue
      return text(objects(extension['extension']).find(({ url }) => url === name)?.['valueUri'])
    }
  }
  return undefined
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}

/** A canonical address without `|version`. */
function withoutVersion(canonical: string): string {
  return canonical.replace(/\|.*$/s, '')
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
