import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import { scopeNeeds } from '#shared/rights/scope-needs.ts'
import { absentTypes, type TypeSources } from '#shared/offered-types.ts'

/** The least that the screens need: nothing else is asked for unless a person chooses more. */
const neededTypes: readonly string[] = scopeNeeds().map(({ type }) => type)

/** The types that a connection wants; none means everything. */
function wantedTypes({ types }: ConnectionSettings, ruleTypes: readonly string[]): string[] {
  if (types.kind === 'everything') return []
  return [...new Set([...(types.kind === 'chosen' ? types.types : neededTypes), ...ruleTypes])]
}

/**
 * The types that a connection asks for: those that it wants, without those that the server does not have. None means
 * everything. When the server has none of them, all are asked for, so that the server can refuse them in its own words.
 * @param server what it says of itself, when that is known
 * @param ruleTypes types that rules of this installation need, whatever was chosen: Consent
 */
export function typesOf(
  settings: ConnectionSettings,
  server: TypeSources | undefined,
  ruleTypes: readonly string[]
): string[] {
  const wanted = wantedTypes(settings, ruleTypes)
  const absent = new Set(absentTypes(wanted, server))
  const asked = wanted.filter((type) => !absent.has(type))
  return asked.length === 0 ? wanted : asked
}

/**
 * The types that a connection needs permission for: those that it asks for, and those that finding them needs. None means
 * everything.
 * @param ruleTypes as in {@link typesOf}
 * @param further types that the vendor wants besides
 */
export function permissionTypesOf(
  settings: ConnectionSettings,
  server: TypeSources | undefined,
  ruleTypes: readonly string[],
  further: readonly string[]
): string[] {
  const types = typesOf(settings, server, ruleTypes)
  const byGroup = settings.mode === 'crawl' && settings.level === 'group' ? ['Group'] : []
  return types.length === 0 ? [] : [...types, ...byGroup, ...further]
}
