import { orList } from '#shared/messages/list-text.ts'
import { uiFormatMessages as m } from '#messages/ui/format.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import type { Provenance } from '#engine/base/figures/figure.ts'
import type { DimensionInfo } from '#engine/population/selection/dimension-info.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { formatDay } from './day.ts'

/** A filter in words. Up to two values are named, more are counted. */
export function describeFilter(
  filter: Filter,
  dimensions: readonly DimensionInfo[]
): { readonly name: string; readonly value: string } {
  const dimension = dimensions.find((each) => each.id === filter.dimension)
  const labels = filter.values.map((value) => dimension?.values.find((each) => each.value === value)?.label ?? value)
  const total = dimension?.values.length ?? 0
  const listed = labels.length <= 2 ? orList(labels) : m.labelsOfTotal(labels.length, Math.max(total, labels.length))
  // Until its name is known, a filter says of what kind it is.
  const kind = filter.dimension.split(':')[0] ?? ''
  return {
    name: dimension?.label ?? sentenceCase(kind),
    value: filter.exclude === true ? `not ${listed}` : listed
  }
}

/** The last line of every copy and export: where the figures come from, for which date and people. */
export function sourceLine(
  { label, asOf, filters }: Pick<Provenance, 'asOf' | 'filters'> & { readonly label: string },
  dimensions: readonly DimensionInfo[],
  locale: string
): string {
  const described = filters.map((filter) => {
    const { name, value } = describeFilter(filter, dimensions)
    return `${name}: ${value}`
  })
  const people = described.length === 0 ? m.everyone : described.join('; ')
  return m.sourcePopulusAsOf(label, formatDay(asOf, locale), people)
}
