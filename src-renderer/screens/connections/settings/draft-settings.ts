import { screensConnectionsSettingsMessages as m } from '#messages/screens/connections/settings.ts'
import type { ConnectionSettings, ExportLevel } from '#shared/connections/connection-settings.ts'
import type { Discovered } from '#shared/connections/server-report.ts'
import type { VendorEntry } from '#shared/connections/vendor-entry.ts'
import { asInstant } from '#shared/connections/export-limits.ts'
import { absentTypes, type TypeSources } from '#shared/offered-types.ts'
import { isLoopback } from '../../../state/connections/loopback-address.ts'

/** Plain `http` to this computer itself: there is nothing on the way that could listen. */
export function isPlainLoopback(base: string): boolean {
  return isLoopback(base) && /^\s*http:/i.test(base)
}

/** A name for a server that has none yet: its software, or where it is. */
export function suggestName(discovered: Discovered): string {
  if (discovered.software) return discovered.software.slice(0, 200)
  try {
    return new URL(discovered.base).hostname
  } catch {
    return m.fhirServer
  }
}

const narrowFirst: readonly ExportLevel[] = ['group', 'patient', 'system']

/** Settings of a connection as its profile and the server suggest them; everything can be changed. */
export function suggestSettings(name: string, discovered: Discovered, vendor: VendorEntry): ConnectionSettings {
  const { switches } = vendor
  // The narrowest that the vendor's servers have: most sites release a group that was agreed on, and few everyone.
  const usual = narrowFirst.filter((each) => switches.levels.includes(each))
  const level = usual.find((each) => discovered.levels.includes(each)) ?? usual[0] ?? 'group'
  const needsPerson = signsInPeopleOnly(discovered, vendor)
  return {
    name: name.trim() || suggestName(discovered),
    base: discovered.base,
    vendor: vendor.id,
    switches: {},
    auth: needsPerson ? 'authorization_code' : switches.auth,
    mode: needsPerson || switches.bulkExport === 'no' ? 'crawl' : 'bulk',
    level,
    types: { kind: 'dashboards' },
    typeFilters: [],
    associated: [],
    byPatient: false,
    lenient: false,
    trustedOrigins: [],
    allowHttpLoopback: isPlainLoopback(discovered.base)
  }
}

/** Whether a server lets a person sign in and announces nothing for a program that comes by itself. */
function signsInPeopleOnly(discovered: Discovered, { personSignIn }: Pick<VendorEntry, 'personSignIn'>): boolean {
  const { capabilities, levels, scopesSupported } = discovered
  const offersPerson = capabilities.includes('launch-standalone') || personSignIn === 'needed'
  const offersSystem =
    levels.length > 0 ||
    capabilities.includes('client-confidential-asymmetric') ||
    scopesSupported.some((scope) => scope.startsWith('system/'))
  return personSignIn !== 'no' && offersPerson && !offersSystem
}

/** The settings as they are stored: without what was left empty. */
export function tidySettings(draft: ConnectionSettings): ConnectionSettings {
  const { clientId, tokenEndpoint, jwksUrl, scopes, group, elements = [], since, until, ...rest } = draft
  const filled = (text: string | undefined): text is string => text !== undefined && text.trim() !== ''
  const lines = (list: readonly string[]): string[] => list.map((line) => line.trim()).filter((line) => line !== '')
  return {
    ...rest,
    name: rest.name.trim(),
    typeFilters: lines(rest.typeFilters),
    associated: lines(rest.associated),
    trustedOrigins: lines(rest.trustedOrigins),
    ...(lines(elements).length > 0 ? { elements: lines(elements) } : {}),
    ...(filled(since) ? { since: asInstant(since.trim()) } : {}),
    ...(filled(until) ? { until: asInstant(until.trim()) } : {}),
    ...(filled(clientId) ? { clientId: clientId.trim() } : {}),
    ...(filled(tokenEndpoint) ? { tokenEndpoint: tokenEndpoint.trim() } : {}),
    ...(filled(jwksUrl) ? { jwksUrl: jwksUrl.trim() } : {}),
    ...(filled(scopes) ? { scopes: scopes.trim() } : {}),
    ...(filled(group) ? { group: group.trim() } : {})
  }
}

/**
 * The types that a draft will ask for; empty for everything.
 * @param needed what the screens need
 * @param server what the server says of itself
 */
export function requestedTypes(
  { types }: ConnectionSettings,
  needed: readonly string[],
  server: TypeSources | undefined
): readonly string[] {
  if (types.kind === 'everything') return []
  const wanted = types.kind === 'chosen' ? types.types : needed
  const absent = new Set(absentTypes(wanted, server))
  const asked = wanted.filter((type) => !absent.has(type))
  return asked.length === 0 ? wanted : asked
}
