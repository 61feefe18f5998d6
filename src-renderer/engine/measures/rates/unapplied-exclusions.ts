import { andList } from '#shared/messages/list-text.ts'
import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { dataRequirements } from '../definition/data-requirements.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'

const leavesOut: ReadonlySet<string> = new Set([
  'denominator-exclusion',
  'denominator-exception',
  'numerator-exclusion',
  'measure-population-exclusion'
])
/** Most exclusions that a sentence names. */
const maxNamed = 4

/**
 * Exclusions and exceptions that could not be applied because the data lack the resource types that they read, by group id.
 * People whom they would leave out count as eligible.
 * @param absent resource types that should be in the data and are not
 */
export function unappliedExclusions(
  definition: MeasureDefinition,
  libraries: readonly ElmLibrary[],
  absent: readonly string[]
): Readonly<Record<string, string>> {
  if (absent.length === 0 || definition.composition !== undefined) return {}
  return Object.fromEntries(
    definition.groups.flatMap((group) => {
      const populations = group.populations.filter(({ code }) => leavesOut.has(code))
      if (populations.length === 0) return []
      const about = { ...definition, groups: [{ ...group, populations, stratifiers: [] }], supplementalData: [] }
      const lost = dataRequirements(about, libraries).filter(({ type }) => absent.includes(type))
      if (lost.length === 0) return []
      const names = [...new Set(lost.flatMap(({ codes, type }) => (codes.length > 0 ? codes : [type])))]
      const types = [...new Set(lost.map(({ type }) => type))]
      const more = names.length > maxNamed ? m.andNamesMore(names.length - maxNamed) : ''
      const list = names.slice(0, maxNamed).join(', ')
      const verb = types.length === 1 ? 'is' : 'are'
      return [[group.id, m.exclusionsByCouldNotBeApplied(list, more, andList(types), verb)]]
    })
  )
}
