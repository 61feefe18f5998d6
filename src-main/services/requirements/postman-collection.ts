import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import { kickOffRequest } from '../../bulk/protocol/kick-off.ts'
import type { ExportRequest } from '../../bulk/protocol/export-request.ts'
import type { NetRequest } from '../../ports/host.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'
import { redactedBase } from './report-file.ts'

/** What {@link postmanCollection} writes down. */
export interface CollectionOptions {
  readonly settings: ConnectionSettings
  readonly profile: VendorProfile
  /** As the server names it, where the settings do not. */
  readonly tokenEndpoint: string | undefined
  /** Permissions that are asked for. */
  readonly scope: string
  /** The next export. */
  readonly ask: ExportRequest
  /** Puts an example in the place of every address, and leaves out the name of the connection. */
  readonly redact: boolean
}

interface Header {
  readonly key: string
  readonly value: string
}
interface Item {
  readonly name: string
  readonly request: {
    readonly method: string
    readonly header: readonly Header[]
    readonly url: string
    readonly body?: object
    readonly auth?: object
  }
  readonly event?: readonly object[]
}

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * The requests that Populus makes to a server, as a Postman collection (format 2.1.0): discovery, token, kick-off, status,
 * file and deletion, or searches where the connection reads page by page. Whatever is secret, or may name somebody, is a
 * variable without a value.
 */
export function postmanCollection(parts: CollectionOptions): string {
  const { settings, redact } = parts
  const tokenEndpoint = settings.tokenEndpoint ?? parts.tokenEndpoint
  const variables: Readonly<Record<string, string>> = {
    base: redact ? redactedBase : settings.base,
    token_endpoint: redact ? 'https://server.example/token' : withoutQuery(tokenEndpoint ?? ''),
    // What stands behind a question mark may name somebody.
    scope: parts.scope.replaceAll(/\?\S*/g, ''),
    client_id: '',
    client_secret: '',
    client_assertion: '',
    access_token: '',
    group: '',
    type_filter: '',
    status_url: '',
    file_url: ''
  }
  const collection = {
    info: { name: redact ? 'Populus' : `Populus ${settings.name}`, schema },
    item: [
      plain('smart-configuration', 'GET', '{{base}}/.well-known/smart-configuration', 'application/json'),
      plain('metadata', 'GET', '{{base}}/metadata', 'application/fhir+json'),
      ...tokenItems(settings),
      ...(settings.mode === 'crawl' ? searchItems(parts) : exportItems(parts))
    ],
    variable: Object.entries(variables).map(([key, value]) => ({ key, value, type: 'string' }))
  }
  return `${JSON.stringify(collection, undefined, 2)}\n`
}

function plain(name: string, method: string, url: string, accept: string): Item {
  return { name, request: { method, header: [{ key: 'Accept', value: accept }], url } }
}

/** A person's sign-in, a fixed token and no sign-in need no request that could be repeated. */
function tokenItems({ auth }: ConnectionSettings): Item[] {
  if (auth === 'authorization_code' || auth === 'bearer' || auth === 'none') return []
  const form: Readonly<Record<string, string>> = {
    grant_type: 'client_credentials',
    scope: '{{scope}}',
    ...(auth === 'private_key_jwt'
      ? { client_assertion_type: assertionType, client_assertion: '{{client_assertion}}' }
      : auth === 'client_secret_post'
        ? { client_id: '{{client_id}}', client_secret: '{{client_secret}}' }
        : {})
  }
  const basic = [
    { key: 'username', value: '{{client_id}}', type: 'string' },
    { key: 'password', value: '{{client_secret}}', type: 'string' }
  ]
  return [
    {
      name: 'token',
      request: {
        method: 'POST',
        header: [{ key: 'Accept', value: 'application/json' }],
        url: '{{token_endpoint}}',
        body: {
          mode: 'urlencoded',
          urlencoded: Object.entries(form).map(([key, value]) => ({ key, value, type: 'text' }))
        },
        ...(auth === 'client_secret_basic' ? { auth: { type: 'basic', basic } } : {})
      },
      event: keeps('access_token', 'pm.response.json().access_token')
    }
  ]
}

function exportItems({ settings, profile, ask }: CollectionOptions): Item[] {
  const { typeFilters } = ask
  const kickOff = kickOffRequest(
    {
      ...ask,
      base: '{{base}}',
      ...(ask.level === 'group' ? { group: '{{group}}' } : {}),
      typeFilters: typeFilters.length === 0 ? [] : ['{{type_filter}}'],
      patients: []
    },
    profile.kickOff
  )
  const status = plain('status', 'GET', '{{status_url}}', 'application/json')
  return [
    {
      name: 'kick-off',
      request: signed(kickOff, settings, profile),
      event: keeps('status_url', "pm.response.headers.get('Content-Location')")
    },
    {
      ...status,
      request: signed(
        { method: 'GET', url: '{{status_url}}', headers: { accept: 'application/json' } },
        settings,
        profile
      ),
      event: keeps('file_url', 'pm.response.json().output[0].url')
    },
    {
      name: 'file',
      request: signed(
        { method: 'GET', url: '{{file_url}}', headers: { accept: 'application/fhir+ndjson' } },
        settings,
        profile
      )
    },
    {
      name: 'delete',
      request: signed(
        { method: 'DELETE', url: '{{status_url}}', headers: { accept: 'application/json' } },
        settings,
        profile
      )
    }
  ]
}

/** One search for each type that is asked for. */
function searchItems({ settings, profile, ask }: CollectionOptions): Item[] {
  const types = ask.types.length === 0 ? ['Patient'] : ask.types
  return types.map((type) => ({
    name: type,
    request: signed(
      { method: 'GET', url: `{{base}}/${type}`, headers: { accept: 'application/fhir+json' } },
      settings,
      profile
    )
  }))
}

/** The request with the headers of the vendor, and the token where there is one. */
function signed(request: NetRequest, { auth }: ConnectionSettings, profile: VendorProfile): Item['request'] {
  const { method, url, headers, body } = request
  // The value of a header of one's own may be a key to an interface.
  const extra = Object.entries(profile.headers).map(([key, value]): Header => ({
    key,
    value: value === '{clientId}' ? '{{client_id}}' : ''
  }))
  const header = [...Object.entries(headers ?? {}).map(([key, value]): Header => ({ key, value })), ...extra]
  return {
    method,
    header: auth === 'none' ? header : [...header, { key: 'Authorization', value: 'Bearer {{access_token}}' }],
    url: unescaped(url),
    ...(typeof body === 'string' ? { body: { mode: 'raw', raw: body } } : {})
  }
}

/** A script of Postman that keeps a value for the next request. */
function keeps(variable: string, expression: string): object[] {
  const exec = [`pm.collectionVariables.set('${variable}', ${expression})`]
  return [{ listen: 'test', script: { type: 'text/javascript', exec } }]
}

/** Variables of Postman as they are, where an address was escaped. */
function unescaped(url: string): string {
  return url.replaceAll(/%7B%7B(\w+)%7D%7D/g, '{{$1}}')
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '')
}
