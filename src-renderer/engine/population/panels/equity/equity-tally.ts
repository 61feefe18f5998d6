import type { Day } from '../../../base/figures/filter.ts'
import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import { toCents, toMoneyUnits } from '../../../base/kernels/money.ts'
import type { Proportion } from '../../../base/stats/compare-proportions.ts'
import { addLists, sumShards, type View } from '../base/view.ts'
import type { EquityFigure, EquitySums, PersonAmounts } from './equity-figure.ts'

/** What people of one group come to, and the same by practice, those without one last. */
export interface GroupTally extends EquitySums {
  readonly places: readonly Proportion[]
}

/** All people, and those of each value of a dimension. */
export interface EquityTally {
  readonly all: EquitySums
  readonly groups: readonly GroupTally[]
}

/** Amounts are divided for their squares, which would be too great for a whole number otherwise. */
const HIGH = 2 ** 15
const MORE = 2

/** Whole numbers by group, with everybody after the last one: their sums over shards are exact. */
interface Counts {
  /** `[group * places + place]` */
  readonly parts: Float64Array
  readonly over: Float64Array
  readonly people: Float64Array
  readonly more: Float64Array
  /** Sums over people of products; squares of amounts as those of high and low parts. */
  readonly mixed: Float64Array
  readonly overSquares: Float64Array
  readonly highSquares: Float64Array
  readonly highLow: Float64Array
  readonly lowSquares: Float64Array
}

function emptyCounts(groups: number, places: number): Counts {
  const list = (length = groups + 1): Float64Array => new Float64Array(length)
  return {
    parts: list((groups + 1) * places),
    over: list((groups + 1) * places),
    people: list(),
    more: list((groups + 1) * MORE),
    mixed: list(),
    overSquares: list(),
    highSquares: list(),
    highLow: list(),
    lowSquares: list()
  }
}

function addCounts(left: Counts, right: Counts): Counts {
  return {
    parts: addLists(left.parts, right.parts),
    over: addLists(left.over, right.over),
    people: addLists(left.people, right.people),
    more: addLists(left.more, right.more),
    mixed: addLists(left.mixed, right.mixed),
    overSquares: addLists(left.overSquares, right.overSquares),
    highSquares: addLists(left.highSquares, right.highSquares),
    highLow: addLists(left.highLow, right.highLow),
    lowSquares: addLists(left.lowSquares, right.lowSquares)
  }
}

/** What each person adds, by the date of the figure; kept for the last two comparisons, of which a trend asks for several dates. */
function amountsOf(figure: EquityFigure, shard: View, comparison: string): PersonAmounts {
  const byDate = shard.population.prepared('equity-amounts', comparison, () => new Map<Day, PersonAmounts>())
  const found = byDate.get(figure.view.asOf) ?? figure.amounts(shard)
  byDate.set(figure.view.asOf, found)
  return found
}

/**
 * Adds up the amounts of the people of each value of a dimension, and of everybody.
 * @param dimension undefined for everybody alone
 * @param comparison names the figure and the date that it is looked at
 */
export function tallyEquity(figure: EquityFigure, dimension: string | undefined, comparison: string): EquityTally {
  const { view, date, perPart, perOver } = figure
  const groups = dimension === undefined ? 0 : view.population.dimension(dimension).values.length
  const places = view.population.dimension('practice').values.length + 1
  // Squares of money are those of cents: of smaller units they would be too great.
  const inSquares = (parts: number): number => (figure.kind === 'mean' ? toCents(parts) : parts)
  const perSquare = figure.kind === 'mean' ? perPart / toMoneyUnits(0.01) : perPart
  const counts = sumShards(
    view,
    (shard) => {
      const shardCounts = emptyCounts(groups, places)
      const { parts, over, more = [] } = amountsOf(figure, shard, comparison)
      const groupOf = dimension === undefined ? undefined : shard.population.codes(dimension, date)
      const placeOf = shard.population.codes('practice', date)
      const people = ordinalsOf(figure.people(shard))
      for (let index = 0; index < people.length; index++) {
        const person = people[index]!
        const y = parts[person]!
        const m = over[person]!
        if (y === 0 && m === 0) continue
        const group = groupOf === undefined ? -1 : groupOf[person]!
        const position = group < 0 ? groups : group
        const cell = position * places + (placeOf[person]! < 0 ? places - 1 : placeOf[person]!)
        shardCounts.parts[cell]! += y
        shardCounts.over[cell]! += m
        if (m > 0) shardCounts.people[position]!++
        for (let part = 0; part < more.length; part++) shardCounts.more[position * MORE + part]! += more[part]![person]!
        const squared = inSquares(y)
        const high = Math.floor(squared / HIGH)
        const low = squared - high * HIGH
        shardCounts.mixed[position]! += squared * m
        shardCounts.overSquares[position]! += m * m
        shardCounts.highSquares[position]! += high * high
        shardCounts.highLow[position]! += high * low
        shardCounts.lowSquares[position]! += low * low
      }
      return withEverybody(shardCounts, groups)
    },
    addCounts
  )
  const tallyOf = (index: number): GroupTally => {
    const proportions = Array.from({ length: places }, (_, place): Proportion => ({
      met: counts.parts[index * places + place]! / perPart,
      of: counts.over[index * places + place]! / perOver
    }))
    const wholeOf = (list: Float64Array): number =>
      list.subarray(index * places, (index + 1) * places).reduce((sum, each) => sum + each, 0)
    const parts = wholeOf(counts.parts) / perPart
    const over = wholeOf(counts.over) / perOver
    const people = counts.people[index]!
    const squares =
      counts.highSquares[index]! * HIGH * HIGH + 2 * counts.highLow[index]! * HIGH + counts.lowSquares[index]!
    return {
      parts,
      over,
      people,
      more: [...counts.more.subarray(index * MORE, (index + 1) * MORE)],
      sums: {
        people,
        y: parts,
        m: over,
        yy: squares / perSquare ** 2,
        ym: counts.mixed[index]! / perSquare / perOver,
        mm: counts.overSquares[index]! / perOver ** 2
      },
      places: proportions
    }
  }
  return { all: tallyOf(groups), groups: Array.from({ length: groups }, (_, index) => tallyOf(index)) }
}

/** Adds the groups to those without one, who stand last: everybody. */
function withEverybody(counts: Counts, groups: number): Counts {
  for (const list of Object.values(counts) as Float64Array[]) {
    const each = list.length / (groups + 1)
    for (let index = 0; index < groups * each; index++) list[groups * each + (index % each)]! += list[index]!
  }
  return counts
}
