import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { AppError } from '#shared/app-error.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import { sourceDimensionId } from '../../selection/registry-dimensions.ts'
import { withFilters, type View } from '../base/view.ts'

/** A view for one registry: filters on the registry's own members, their control, source or first record would make its prevalence 100 %. */
export interface RegistryView extends View {
  readonly registry: Registry
  /** People filters and membership of the registry. */
  readonly memberFilters: readonly Filter[]
}

/** Whoever is in the records by the date: before, nobody could have been found to have a disease. */
export const inRecords: Filter = { dimension: 'known', values: ['yes'] }

/** Leaves out the filters that are about the registry itself, and people of whom nothing was known by the date. */
export function registryView(view: View, registry: Registry): RegistryView {
  const isOfRegistry = (filter: Filter): boolean =>
    [`registry:${registry.id}`, `entry:${registry.id}`, sourceDimensionId(registry.id)].includes(filter.dimension) ||
    [`control:${registry.id}/`, `month-result:${registry.id}/`].some((start) => filter.dimension.startsWith(start))
  const rest = withFilters(
    view,
    view.filters.filter((filter) => !isOfRegistry(filter))
  )
  const peopleFilters = [...rest.peopleFilters, inRecords]
  const member: Filter = { dimension: `registry:${registry.id}`, values: ['yes'] }
  return {
    ...rest,
    peopleFilters,
    people: view.population.select(view.asOf, peopleFilters),
    registry,
    memberFilters: [...peopleFilters, member]
  }
}

/** The view for the registry of an id. @throws AppError `not-found` when there is no registry of this id */
export function viewOfRegistry(base: View, id: string): RegistryView {
  const registry = base.population.index.registries.find((each) => each.id === id)
  if (registry === undefined) {
    throw new AppError('not-found', m.thereIsNoRegistryChooseOne(id))
  }
  return registryView(base, registry)
}

/** A registry's people among those in view, with every filter of the context, also those on the registry itself. */
export function membersInView(view: View, registry: Registry): RegistryView {
  const member: Filter = { dimension: `registry:${registry.id}`, values: ['yes'] }
  return { ...view, registry, memberFilters: [...view.peopleFilters, member] }
}

/** A definition of one of the registry's figures. */
export function registryDefinition(
  { registry }: RegistryView,
  part: string,
  title: string,
  text: string,
  sources: Definition['sources'] = []
): Definition {
  return {
    id: `registry/${registry.id}/${part}`,
    version: registry.version,
    title,
    text,
    sources: [...registry.sources, ...sources],
    registered: { kind: 'registry', id: registry.id }
  }
}
