import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { findLibrary } from '../../cql/elm/library/find-library.ts'
import { requirementOf, type DataRequirement } from '../definition/data-requirements.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { OTHER, TRUE } from './outcomes.ts'
import { PossibleOutcomes } from './possible-outcomes.ts'

const nothing: ReadonlySet<string> = new Set()
/** Of more kinds it is not found out. */
const MAX_KINDS = 12

/**
 * The kinds of record, by name, without which no other kind that a numerator looks for by code meets it, while each of them can
 * alone: a screening does, the treatment that follows a positive one does not. By group id; a group is absent where there are
 * no such kinds, or no others.
 * @param reads what the numerators read, by group id
 */
export function sufficientKinds(
  definition: MeasureDefinition,
  libraries: readonly ElmLibrary[],
  reads: Readonly<Record<string, readonly DataRequirement[]>>
): Readonly<Record<string, readonly string[]>> {
  const library = findLibrary(libraries, definition.library, definition.libraryVersion)
  if (library === undefined) return {}
  return Object.fromEntries(
    definition.groups.flatMap(({ id, populations }) => {
      const numerator = populations.find(({ code }) => code === 'numerator')
      const names = [...new Set((reads[id] ?? []).flatMap(({ closed, codes }) => (closed ? codes.slice(0, 1) : [])))]
      if (numerator === undefined || names.length < 2 || names.length > MAX_KINDS) return []
      const isMetBy = (kinds: readonly string[]): boolean => {
        const outcomes = new PossibleOutcomes(libraries, {
          types: nothing,
          valueSets: nothing,
          retrieve: (node, owner) => {
            const { closed, codes } = requirementOf(node, owner, libraries)
            return closed && codes[0] !== undefined && !kinds.includes(codes[0])
          }
        })
        const found = outcomes.of(library, numerator.expression)
        return found === undefined || (found & (TRUE | OTHER)) !== 0
      }
      const sufficient = names.filter((name) => isMetBy([name]))
      const others = names.filter((name) => !sufficient.includes(name))
      return sufficient.length === 0 || others.length === 0 || isMetBy(others) ? [] : [[id, sufficient]]
    })
  )
}
