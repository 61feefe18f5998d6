import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { dataRequirements, type DataRequirement } from '../definition/data-requirements.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'

/** A measure with the numerator of one group alone. */
export function numeratorOf(definition: MeasureDefinition, id: string): MeasureDefinition {
  const groups = definition.groups
    .filter((group) => group.id === id)
    .map((group) => ({
      ...group,
      populations: group.populations.filter(({ code }) => code === 'numerator'),
      stratifiers: []
    }))
  return { ...definition, groups }
}

/** What the numerator of each group reads, by group id. */
export function numeratorReads(
  definition: MeasureDefinition,
  libraries: readonly ElmLibrary[]
): Readonly<Record<string, readonly DataRequirement[]>> {
  return Object.fromEntries(
    definition.groups.map(({ id }) => [id, dataRequirements(numeratorOf(definition, id), libraries)])
  )
}
