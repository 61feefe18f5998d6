import type { Store, Table } from '../../store/model/store.ts'

/** The currency that amounts are added up in; amounts that name none are taken for it. */
export const addedCurrency = 'USD'

/** Marks by code of the column `currency` whether it is another than {@link addedCurrency}. */
function otherCodes(table: Table): { readonly codes: ArrayLike<number>; readonly other: Uint8Array } | undefined {
  const currency = table.columns.get('currency')
  if (currency?.kind !== 'dictionary') return undefined
  const other = Uint8Array.from(currency.values, (value) => (value.toUpperCase() === addedCurrency ? 0 : 1))
  return other.includes(1) ? { codes: currency.codes, other } : undefined
}

/** Whether the amounts of each claim are in another currency than {@link addedCurrency}, so that they cannot be added to others. */
export function inOtherCurrency(table: Table): (row: number) => boolean {
  const found = otherCodes(table)
  if (found === undefined) return () => false
  const { codes, other } = found
  return (row) => codes[row]! >= 0 && other[codes[row]!] === 1
}

/** The amounts of claims that are in {@link addedCurrency}; NaN for those in others. */
export function addedAmounts(table: Table, amounts: Float64Array): Float64Array {
  const isOther = inOtherCurrency(table)
  return amounts.map((amount, row) => (isOther(row) ? Number.NaN : amount))
}

/** Currencies other than {@link addedCurrency} in which a population has claims, as the data write them, in their order. */
export function otherCurrencies(store: Store): readonly string[] {
  return store.inPopulation('other-currencies', otherIn, (left, right) => [...new Set([...left, ...right])].sort())
}

function otherIn({ tables }: Store): readonly string[] {
  const currency = tables.get('explanation_of_benefit')?.columns.get('currency')
  if (currency?.kind !== 'dictionary') return []
  return currency.values.filter((value) => value.toUpperCase() !== addedCurrency).sort()
}
