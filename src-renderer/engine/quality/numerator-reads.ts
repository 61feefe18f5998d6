import type { ElmLibrary } from '../elm/elm-library.ts'
import { dataRequirements, type DataRequirement } from '../measures/data-requirements.ts'
import type { MeasureDefinition } from '../measures/measure-definition.ts'

/** What the numerator of each group reads, by group id. */
export function numeratorReads(
  definition: MeasureDefinition,
  libraries: readonly ElmLibrary[]
): Readonly<Record<string, readonly DataRequirement[]>> {
  return Object.fromEntries(
    definition.groups.map((group) => {
      const populations = group.populations.filter(({ code }) => code === 'numerator')
      const alone = { ...definition, groups: [{ ...group, populations, stratifiers: [] }] }
      return [group.id, dataRequirements(alone, libraries)]
    })
  )
}
