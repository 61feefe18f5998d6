export interface DimensionInfo {
  readonly id: string
  readonly label: string
  readonly group: 'People' | 'Place and payer' | 'Registries' | 'Control' | 'Measures'
  /** Set by clicks on charts only; not offered in lists of filters. */
  readonly hidden: boolean
  /** Why nobody can be counted by it, where resource types that it needs did not arrive; the counts mean nothing then. */
  readonly missing?: string | undefined
  readonly values: readonly { readonly value: string; readonly label: string; readonly people: number }[]
}
