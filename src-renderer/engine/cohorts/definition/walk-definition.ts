import { engineCohortsDefinitionMessages as m } from '#messages/engine/cohorts/definition.ts'
import { AppError } from '#shared/app-error.ts'
import type { Filter } from '../../base/figures/filter.ts'
import type { CohortDefinition, CohortNode } from './cohort-definition.ts'
import type { Criterion } from './criteria.ts'

/** A cohort with its id, as it is saved. */
export interface SavedCohort {
  readonly id: string
  readonly definition: CohortDefinition
}

/** Every criterion of some nodes, those in groups included. */
export function* criteriaOf(nodes: readonly CohortNode[]): Generator<Criterion> {
  for (const node of nodes) {
    if ('criteria' in node) yield* criteriaOf(node.criteria)
    else yield node
  }
}

/** Beginning of the ids of filters that are cohorts. */
const FILTER = 'cohort:'

/** Ids of the cohorts that a definition names, also as a filter. */
export function cohortsNamedBy({ steps }: CohortDefinition): string[] {
  return Array.from(criteriaOf(steps)).flatMap((criterion) => {
    if (criterion.type === 'cohort') return [criterion.cohort]
    const isFilter = criterion.type === 'filter' && criterion.dimension.startsWith(FILTER)
    return isFilter ? [criterion.dimension.slice(FILTER.length)] : []
  })
}

/** The filters that definitions name. */
export function filtersNamedBy(definitions: readonly CohortDefinition[]): Filter[] {
  return definitions.flatMap(({ steps }) =>
    Array.from(criteriaOf(steps)).flatMap((each) =>
      each.type === 'filter' ? [{ dimension: each.dimension, values: each.values }] : []
    )
  )
}

/** Whether a definition lists people by their ids, so that it belongs to the data of one source. */
export function listsPeople({ steps }: CohortDefinition): boolean {
  return Array.from(criteriaOf(steps)).some(({ type }) => type === 'people')
}

/**
 * Refuses a definition that needs itself.
 * @param id of the cohort that is to have this definition
 * @throws AppError `invalid-input` that names the way around
 */
export function refuseCycle(
  id: string,
  definition: CohortDefinition,
  definitionOf: (id: string) => CohortDefinition | undefined
): void {
  const visit = (current: CohortDefinition, path: readonly string[], seen: ReadonlySet<string>): void => {
    for (const next of cohortsNamedBy(current)) {
      if (next === id) {
        const chain = [...path, definition.title].map((title) => `“${title}”`).join(m.whichUses)
        throw new AppError('invalid-input', m.aCohortCannotUseItselfTake(chain))
      }
      const found = definitionOf(next)
      if (found !== undefined && !seen.has(next)) visit(found, [...path, found.title], new Set([...seen, next]))
    }
  }
  visit(definition, [definition.title], new Set())
}
