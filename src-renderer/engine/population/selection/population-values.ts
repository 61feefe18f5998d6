import { defined } from '#shared/language/defined.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import type { Mergeable } from '../../shards/mergeable.ts'
import { mergeValues, type Dimension, type DimensionValue } from './dimension.ts'

/** What a shard tells of its dimensions. */
interface HasDimensions {
  ownDimension(id: string): Dimension
}

/** The values that a dimension has in the population: those of all shards, in the order of the dimension. */
export function dimensionValues(
  id: string
): Mergeable<HasDimensions, readonly DimensionValue[], readonly DimensionValue[]> {
  return {
    partial: (population) => population.ownDimension(id).values,
    merge: mergeValues,
    finish: (values) => values
  }
}

/** A dimension of a shard with the values of the population. */
export function withValues(dimension: Dimension, values: readonly DimensionValue[]): Dimension {
  const placeOf = new Map(values.map(({ value }, index) => [value, index]))
  const places = Int32Array.from(dimension.values, ({ value }) => defined(placeOf.get(value)))
  const isNarrow = (count: number): boolean => count < 128
  const isSame =
    places.every((to, from) => to === from) && isNarrow(dimension.values.length) === isNarrow(values.length)
  const daysChosen = dimension.daysChosen?.bind(dimension)
  return {
    id: dimension.id,
    label: dimension.label,
    group: dimension.group,
    get hidden() {
      return dimension.hidden
    },
    fixed: dimension.fixed,
    values,
    codes: (asOf) => {
      if (isSame) return dimension.codes(asOf)
      const codes = dimension.codes(asOf)
      const moved = emptyCodes(codes.length, values.length)
      codes.forEach((code, person) => {
        if (code >= 0) moved[person] = places[code]!
      })
      return moved
    },
    ...(daysChosen === undefined
      ? {}
      : {
          daysChosen: (days, wanted) => {
            const ofOwn = Uint8Array.from(places, (place) => wanted[place]!)
            return daysChosen(days, Uint8Array.of(...ofOwn, wanted[values.length]!))
          }
        })
  }
}
