import type { TypeSources } from '#shared/offered-types.ts'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import { asInstant } from '#shared/connections/export-limits.ts'
import type { ExportRequest } from '../../bulk/protocol/export-request.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'
import { typesOf } from './scope-registry.ts'

/**
 * What an export of a connection asks for.
 * @param server what it says of itself, when that is known
 * @param ruleTypes types that rules of this installation need
 * @param since moment of the last data, for an incremental one
 */
export function requestOf(
  settings: ConnectionSettings,
  profile: VendorProfile,
  server: TypeSources | undefined,
  ruleTypes: readonly string[],
  since?: string
): ExportRequest {
  const { base, level, group, typeFilters, elements = [], associated, byPatient, lenient, until } = settings
  const earliest = settings.since === undefined ? undefined : asInstant(settings.since)
  const start = later(earliest, since)
  const takes = (name: string): boolean => profile.parameters.includes(name)
  return {
    base,
    level,
    ...(level === 'group' && group !== undefined ? { group } : {}),
    types: typesOf(settings, server, ruleTypes),
    ...(start === undefined ? {} : { since: start }),
    ...(earliest === undefined ? {} : { earliest }),
    ...(until === undefined ? {} : { until: asInstant(until) }),
    typeFilters: [...typeFilters],
    elements: [...elements],
    associated: [...associated],
    patients: [],
    byPatient,
    partial: takes('allowPartialManifests'),
    statusApart: takes('separate-export-status'),
    lenient
  }
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Date.parse(a) > Date.parse(b) ? a : b
}
