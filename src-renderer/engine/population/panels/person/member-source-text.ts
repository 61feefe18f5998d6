import { memberSources } from '../../registries/membership-days.ts'
import { sourceDimensionId, sourceLabels } from '../../selection/registry-dimensions.ts'
import { hasMembersByClaims } from '../../selection/population.ts'
import type { View } from '../base/view.ts'

/**
 * Says of each member how a registry knows of the person on the date.
 * @returns undefined where no claim makes anybody a member, so that all is from the chart
 */
export function memberSourceText(
  { population, asOf }: View,
  id: string | undefined
): ((patient: number) => string) | undefined {
  const registry = population.index.registries.find((each) => each.id === id)
  if (registry === undefined || !hasMembersByClaims(population, registry)) return undefined
  const codes = population.codes(sourceDimensionId(registry.id), asOf)
  return (patient) => (codes[patient]! < 0 ? '' : sourceLabels[memberSources[codes[patient]!]!])
}
