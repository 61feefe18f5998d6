import type { FigureSource } from '#engine/boards/figure-source.ts'
import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'

/** The definition of a registry's figure by group; undefined while it is being calculated. */
export function groupsPin(
  registry: string | undefined,
  strata: RegistryPanel['strata'][number] | undefined
): (choice: string) => FigureSource | undefined {
  return (choice) =>
    registry === undefined || strata === undefined
      ? undefined
      : { of: 'population', panel: 'registry', params: { id: registry }, figure: `groups:${strata.id}`, choice }
}
