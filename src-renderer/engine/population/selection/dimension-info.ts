import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'

/** Groups of filters. */
export type DimensionGroup = 'people' | 'place-and-payer' | 'registries' | 'control' | 'measures'

/** Titles of the groups in which filters are offered. */
export const dimensionGroupTitles: Readonly<Record<DimensionGroup, string>> = {
  people: common.people,
  'place-and-payer': m.placeAndPayer,
  registries: common.registries,
  control: m.control,
  measures: common.measures
}

/** What people can be filtered by, with its values. */
export interface DimensionInfo {
  readonly id: string
  readonly label: string
  readonly group: DimensionGroup
  /** Set by clicks on charts only; not offered in lists of filters. */
  readonly hidden: boolean
  /** Why nobody can be counted by it, where resource types that it needs did not arrive; the counts mean nothing then. */
  readonly missing?: string | undefined
  readonly values: readonly { readonly value: string; readonly label: string; readonly people: number }[]
}
