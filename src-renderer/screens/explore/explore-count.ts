import { conditionsOf } from '#engine/sharing/published/count-conditions.ts'
import type { Brushes, ExploreFrame } from '#engine/explore/explorer.ts'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'

/** Who is looked at on the Explore screen. */
export interface ExploreView {
  readonly dimensions: ExploreFrame['dimensions']
  readonly brushes: Brushes
  readonly context: Context
  /** Which data, as the register of published counts names them. */
  readonly data: string
}

/** A value of a chart, by its code. */
export type ChosenCodes = Readonly<Record<string, number>>

/**
 * A number of people on the Explore screen, for the register of published counts.
 * @param chosen values that the people have, by dimension
 * @param isBrushed they match the choices of all other charts, too
 */
export function exploreCount(
  { dimensions, brushes, context, data }: ExploreView,
  count: number,
  chosen: ChosenCodes,
  isBrushed: boolean
): PublishedCount {
  const filterOf = (id: string, codes: readonly number[]): Filter => {
    const values = dimensions.find((each) => each.id === id)?.values ?? []
    return { dimension: id, values: codes.map((code) => values[code]?.value ?? '') }
  }
  const others = Object.entries(brushes).filter(([id, codes]) => codes.length > 0 && !Object.hasOwn(chosen, id))
  const isAboutLife = context.filters.some(({ dimension }) => dimension === 'living')
  const where = conditionsOf([
    ...context.filters,
    ...(isAboutLife ? [] : [{ dimension: 'living', values: ['living'] }]),
    ...(isBrushed ? others.map(([id, codes]) => filterOf(id, codes)) : []),
    ...Object.entries(chosen).map(([id, code]) => filterOf(id, [code]))
  ])
  const words = where.filter(({ dimension }) => dimension !== 'living')
  return {
    of: 'people',
    where,
    asOf: context.asOf,
    current: true,
    data,
    count,
    label: words
      .map(({ dimension, values }) => `${dimension} = ${values.join('/')}`)
      .join(', ')
      .slice(0, 300)
  }
}
