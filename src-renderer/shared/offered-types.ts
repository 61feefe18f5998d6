import { sharedMessages as m } from '#messages/shared.ts'

/** What a server says about the resource types that it has. */
export interface TypeSources {
  /** Types in its CapabilityStatement. */
  readonly types: readonly string[]
  /** `scopes_supported` of its SMART configuration. */
  readonly scopesSupported: readonly string[]
}

const systemScope = /^system\/([A-Z][A-Za-z]+)\./
/** Servers that describe only their export operations list these and nothing of what the export brings. */
const exportOnly: ReadonlySet<string> = new Set(['Patient', 'Group', 'OperationDefinition'])

/**
 * The resource types of a server: those in its CapabilityStatement together with those of its `system/` scopes. Neither
 * list is complete on every server, so a type counts as absent only when no list names it.
 * @returns `undefined` when the server does not say
 */
function offeredTypes({ types, scopesSupported }: TypeSources): ReadonlySet<string> | undefined {
  const offered = new Set(types)
  for (const scope of scopesSupported) {
    const type = systemScope.exec(scope)?.[1]
    if (type !== undefined) offered.add(type)
  }
  return [...offered].some((type) => !exportOnly.has(type)) ? offered : undefined
}

/** The types among `wanted` that the server does not have, in their order; none when it does not say. */
export function absentTypes(wanted: readonly string[], server: TypeSources | undefined): string[] {
  const offered = server === undefined ? undefined : offeredTypes(server)
  return offered === undefined ? [] : wanted.filter((type) => !offered.has(type))
}

/** That a server lacks some types, as the beginning of a sentence. */
export function absentText(absent: readonly string[]): string {
  const noun = absent.length === 1 ? m.resourceType : m.resourceTypes
  return m.thisServerDoesNotHaveThe(noun, absent.join(', '))
}
