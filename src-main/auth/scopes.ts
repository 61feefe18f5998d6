import type { Discovery } from './smart-configuration.ts'

/** How permissions are written: `system/Patient.read` or `system/Patient.rs`. */
export type ScopeVersion = 'v1' | 'v2'

/**
 * Version 2 only where the server says that it takes nothing else; many servers that know both announce badly.
 * SMART App Launch 2.2, "Scopes for requesting FHIR resources".
 */
export function scopeVersion({ capabilities }: Pick<Discovery, 'capabilities'>): ScopeVersion {
  return capabilities.includes('permission-v2') && !capabilities.includes('permission-v1') ? 'v2' : 'v1'
}

/**
 * The smallest permission for these types. Without types everything is asked for, because everything is exported.
 * @returns scopes in the order of the types, without repeats
 */
export function scopesFor(types: readonly string[], version: ScopeVersion): string {
  const right = version === 'v1' ? 'read' : 'rs'
  const wanted = types.length === 0 ? ['*'] : [...new Set(types)]
  return wanted.map((type) => `system/${type}.${right}`).join(' ')
}

/**
 * The permissions for a sign-in by a person: who it is, a renewal without the person (`offline_access`), each as far as the
 * server offers it, and to read these types. A filter by category narrows the permission for its type where the server
 * takes granular ones.
 * SMART App Launch 2.2, "Scopes for requesting FHIR resources", "Finer-grained resource constraints using search parameters".
 * @param types empty for all
 * @param filters queries such as `Observation?category=laboratory`
 */
export function personScopes(
  types: readonly string[],
  { capabilities, scopesSupported, issuer, jwksUri }: PersonScopeSources,
  filters: readonly string[]
): string {
  const offers = (name: string): boolean => scopesSupported.length === 0 || scopesSupported.includes(name)
  // An identity that cannot be checked is not asked for.
  const identity = issuer !== undefined && jwksUri !== undefined && offers('openid') ? ['openid', 'fhirUser'] : []
  const renewal = offers('offline_access') ? ['offline_access'] : []
  const isGranular = capabilities.includes('permission-v2')
  const wanted = types.length === 0 ? ['*'] : [...new Set(types)]
  const read = wanted.flatMap((type) => {
    if (!isGranular) return [`user/${type}.read`]
    const queries = filters
      .filter((filter) => filter.startsWith(`${type}?`))
      .map((filter) => filter.slice(type.length + 1))
    const isNarrow = queries.length > 0 && queries.every((query) => byCategory.test(query))
    return isNarrow ? queries.map((query) => `user/${type}.rs?${query}`) : [`user/${type}.rs`]
  })
  return [...identity, ...renewal, ...read].join(' ')
}

/** What decides how permissions for a person are written. */
type PersonScopeSources = Pick<Discovery, 'capabilities' | 'scopesSupported' | 'issuer' | 'jwksUri'>

/** A query for one category, with its code system, as US Core names them in permissions. */
const byCategory = /^category=[^\s&,|]+\|[^\s&,|]+$/

const scope = /^(?:system|user)\/(\*|[A-Za-z]+)\.(read|\*|c?r?u?d?s?)(?:\?.*)?$/

/** Types among `types` that a granted scope does not cover. A server that did not say what it granted, granted what was asked. */
export function uncoveredTypes(types: readonly string[], granted: string | undefined): string[] {
  if (granted === undefined) return []
  const readable = new Set<string>()
  for (const item of granted.split(/\s+/)) {
    const [, type, right] = scope.exec(item) ?? []
    if (type !== undefined && right !== undefined && (right === 'read' || right === '*' || right.includes('r')))
      readable.add(type)
  }
  return readable.has('*') ? [] : types.filter((type) => !readable.has(type))
}
