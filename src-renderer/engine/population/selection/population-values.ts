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
export function withValues(own: Dimension, values: readonly DimensionValue[]): Dimension {
  const placeOf = new Map(values.map(({ value }, index) => [value, index]))
  const places = Int32Array.from(own.values, ({ value }) => defined(placeOf.get(value)))
  const isNarrow = (count: number): boolean => count < 128
  const isSame = places.every((to, from) => to === from) && isNarrow(own.values.length) === isNarrow(values.length)
  const chosen = own.chosen?.bind(own)
  return {
    id: own.id,
    label: own.label,
    group: own.group,
    get hidden() {
      return own.hidden
    },
    fixed: own.fixed,
    values,
    codes: (asOf) => {
      if (isSame) return own.codes(asOf)
      const codes = own.codes(asOf)
      const moved = emptyCodes(codes.length, values.length)
      codes.forEach((code, person) => {
        if (code >= 0) moved[person] = places[code]!
      })
      return moved
    },
    ...(chosen === undefined
      ? {}
      : {
          chosen: (days, wanted) => {
            const ofOwn = Uint8Array.from(places, (place) => wanted[place]!)
            return chosen(days, Uint8Array.of(...ofOwn, wanted[values.length]!))
          }
        })
  }
}
