import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import type { PopulationSource } from '../../../store/model/source-keys.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { View } from '../base/view.ts'
import { rowsOfPart, type FeedPart } from './divided-feeds.ts'

/**
 * The sources from which the rows of a feed, or of a part of one, came on the days of a stretch, the one with most rows
 * first; empty for a population of one source.
 */
export function feedSources(
  { population, asOf }: View,
  { feed, part }: FeedPart,
  from: Day,
  to: Day
): readonly PopulationSource[] {
  const { sources } = population.store
  if (sources === undefined) return []
  const counts = population.fact(`sources of ${feed.id} ${part} from ${from} to ${to}@${asOf}`, {
    partial: (shard: PopulationView) => {
      const found = new Map<number, number>()
      rowsOfPart(shard, { feed, part }, asOf, ({ resource, resourceType, days }, row) => {
        if (days[row]! < from || days[row]! > to) return
        const file = shard.store.resources.get(resourceType)?.file?.[resource[row]!]
        const source = file === undefined ? undefined : shard.store.sources?.ofFile[file]
        if (source !== undefined) found.set(source, (found.get(source) ?? 0) + 1)
      })
      return found
    },
    merge: addCounts<number>,
    finish: (all) => all
  })
  return [...counts].sort(([, left], [, right]) => right - left).map(([source]) => defined(sources.sources[source]))
}
