import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { windowStart } from '../registries/control-band.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import type { Dimension } from './dimension.ts'
import { paidByPerson } from './paid-dimension.ts'

/** Lower ends of the bands, in US dollars; whoever has less than the first had nothing paid. */
const bands = [
  { from: 0.01, value: 'under-1000', label: m.under1000 },
  { from: 1000, value: '1000-9999', label: m.n1000To9999 },
  { from: 10_000, value: '10000-49999', label: m.n10000To49999 },
  { from: 50_000, value: '50000-99999', label: m.n50000To99999 },
  { from: 100_000, value: '100000', label: m.n100000AndOver }
] as const

/** What was paid for a person's care in the 12 months up to the date, in bands. Empty where the data hold no claims. */
export function costBandDimension(store: Store): Dimension[] {
  if (rowsInPopulation(store, 'explanation_of_benefit') === 0) return []
  return [
    {
      id: 'cost12',
      label: m.paidIn12Months,
      group: 'place-and-payer',
      hidden: false,
      fixed: false,
      values: [{ value: 'none', label: m.nothing }, ...bands.map(({ value, label }) => ({ value, label }))],
      codes: (asOf) => {
        const codes = emptyCodes(store.patients, bands.length + 1)
        paidByPerson(store, windowStart(asOf, 12), asOf).forEach((paid, person) => {
          codes[person] = bands.filter(({ from }) => paid >= from).length
        })
        return codes
      }
    }
  ]
}
