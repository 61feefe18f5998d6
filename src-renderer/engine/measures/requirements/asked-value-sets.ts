import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { isElmObject, text } from '../../cql/elm/library/elm-node.ts'
import { findInclude } from '../../cql/elm/library/find-library.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { walkLogic } from '../definition/walk-logic.ts'

/** The address, without version, of the value set that a member or node names; undefined where there is no such thing. */
export function namedValueSet(
  libraries: readonly ElmLibrary[],
  library: ElmLibrary,
  named: unknown
): string | undefined {
  if (!isElmObject(named)) return undefined
  const { type } = named
  if (type === 'ToList' || type === 'ToConcept') return namedValueSet(libraries, library, named['operand'])
  if (type !== undefined && type !== 'ValueSetRef') return undefined
  const owner = findInclude(libraries, library, text(named, 'libraryName'))
  const declared = owner?.valueSets.get(text(named, 'name') ?? '')
  return text(declared ?? {}, 'id')?.split('|')[0]
}

/** The value sets that a measure asks whether a code is in, with the name that the logic gives them, by address. */
export function askedValueSets(
  definition: MeasureDefinition,
  libraries: readonly ElmLibrary[]
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  walkLogic(definition, libraries, false, {
    node: (node, library) => {
      const named = node['valueset']
      if (node.type !== 'InValueSet' && node.type !== 'AnyInValueSet') return
      const url = namedValueSet(libraries, library, named)
      if (url !== undefined) found.set(url, (isElmObject(named) ? text(named, 'name') : undefined) ?? url)
    }
  })
  return found
}
