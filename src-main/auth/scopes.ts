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
