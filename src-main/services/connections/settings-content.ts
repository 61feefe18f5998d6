import { commonMessages as common } from '#messages/common.ts'
import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { ChangedOutside } from '#shared/connections/connection.ts'
import type { StoredConnection } from './connection-file.ts'

/** What servers say and when they were asked: it decides nothing, and is written without the secrets. */
const observed: ReadonlySet<string> = new Set(['discovered', 'addressSince', 'hosted', 'scheduledAt', 'signedIn'])

const names: Readonly<Record<string, string>> = {
  name: common.nameLabel,
  base: common.fhirBaseAddress,
  vendor: common.vendorProfile,
  switches: m.differencesFromTheVendorProfile,
  auth: m.signInMethod,
  clientId: m.clientID,
  tokenEndpoint: m.addressOfTheTokenService,
  redirect: m.wayBackFromTheSignIn,
  jwksUrl: m.addressOfTheKeySet,
  scopes: m.permissions,
  mode: m.kindOfExport,
  level: m.levelOfTheExport,
  group: m.groupID,
  types: m.resourceTypes,
  typeFilters: m.filters,
  elements: m.elements,
  since: m.startOfTheExport,
  until: m.endOfTheExport,
  associated: m.associatedData,
  byPatient: m.outputByPatient,
  lenient: m.lenientHandling,
  trustedOrigins: m.trustedAddresses,
  allowHttpLoopback: m.unencryptedHttpToThisComputer,
  keys: m.publicKeys,
  hasSecret: m.storedSecret,
  schedule: m.schedule
}

/** Everything of a connection that is authenticated, as text that is the same for the same content. */
export function settingsContent(raw: StoredConnection['raw']): string {
  return JSON.stringify(sorted(Object.fromEntries(Object.entries(raw).filter(([key]) => !observed.has(key)))))
}

/** What differs between the settings that were sealed and those in the file, field by field. */
export function settingsDifference(sealed: string, found: string): ChangedOutside {
  const [before, after] = [fieldsOf(sealed), fieldsOf(found)]
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
  return {
    digest: createHash('sha256').update(found).digest('base64url'),
    fields: changed.map((key) => ({
      name: names[key] ?? key,
      before: before.get(key) ?? '',
      after: after.get(key) ?? ''
    }))
  }
}

const Content = v.record(v.string(), v.unknown())

function fieldsOf(content: string): Map<string, string> {
  const { settings, ...rest } = v.parse(v.pipe(v.string(), v.parseJson(), Content), content)
  const inside = v.safeParse(Content, settings)
  const all = { ...rest, ...(inside.success ? inside.output : { settings }) }
  return new Map(
    Object.entries(all).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])
  )
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)])
  )
}
