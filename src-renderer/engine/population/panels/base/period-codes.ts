import type { Bitset } from '../../../base/kernels/bitset.ts'
import { codeRuns, runsInBins, type CodeRuns } from '../../../base/kernels/code-runs.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { Stretch } from './person-time.ts'

/** What tells some periods in a row from others, to prepare things by. */
export function periodsKey(periods: readonly Stretch[]): string {
  return `${periods.length} from ${periods[0]?.start ?? ''} to ${periods.at(-1)?.end ?? ''}`
}

/**
 * The codes of a shard's people in a dimension at the end of each of some periods in a row; prepared once.
 * @param months periods for which they are known, or will be asked for: of periods that end with some of these they are told from them
 */
export function periodCodes(
  population: PopulationView,
  dimension: string,
  periods: readonly Stretch[],
  months: readonly Stretch[] = periods
): CodeRuns {
  return population.prepared(`period-codes:${dimension}`, periodsKey(periods), () => {
    const places = periods.map((period) => months.findIndex(({ end }) => end === period.end))
    if (periodsKey(periods) !== periodsKey(months) && !places.includes(-1))
      return runsInBins(periodCodes(population, dimension, months), places)
    const asked = population.dimension(dimension)
    return codeRuns(
      { people: population.store.patients, bins: periods.length, values: asked.values.length },
      // Not those that are kept by date: they are needed no more.
      (bin) => asked.codes(periods[bin]!.end)
    )
  })
}

/** The people of a shard for whom all filters hold at the end of each period. */
export function selectByPeriod(
  population: PopulationView,
  periods: readonly Stretch[],
  filters: readonly Filter[]
): readonly Bitset[] {
  return periods.map(({ end }) => population.select(end, filters))
}
