import { engineCohortsDefinitionMessages as m } from '#messages/engine/cohorts/definition.ts'
import { AppError } from '#shared/app-error.ts'
import { nearestName } from '../../base/kernels/nearest-name.ts'
import type { CohortDefinition } from './cohort-definition.ts'
import { criteriaOf } from './walk-definition.ts'

/**
 * Refuses a definition that names a registry which is not there: nobody could be told to be in it, so that a misspelled name would
 * look like data that tell nothing.
 * @param registries ids of those that are there
 * @throws AppError `invalid-input` that names it, and the one that was probably meant
 */
export function refuseUnknownRegistries({ steps }: CohortDefinition, registries: readonly string[]): void {
  for (const criterion of criteriaOf(steps)) {
    if (criterion.type !== 'registry' || registries.includes(criterion.registry)) continue
    const nearest = nearestName(criterion.registry, registries)
    throw new AppError('invalid-input', m.thereIsNoSuchRegistry(criterion.registry, nearest, registries))
  }
}
