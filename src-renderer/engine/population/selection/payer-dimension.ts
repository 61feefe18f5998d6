import { commonMessages as common } from '#messages/common.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { coverageTerms } from '../claims/coverage-terms.ts'
import type { Day } from '../../base/figures/filter.ts'
import { notRecorded, type Dimension } from './dimension.ts'
import { payerLabel, payerRows, rowsInForce } from '../claims/payer-rows.ts'

/**
 * Who pays for a person on the date: the payer of the Coverage that is in force (the one that began last, when there are
 * several; a Coverage without a period is always in force), else the insurer of the latest claim up to the date. Names
 * are taken as they are written, `NO_INSURANCE` too.
 */
export function payerDimension(store: Store): Dimension {
  const { names } = payerRows(store)
  const values = [...names.map((name) => ({ value: name, label: payerLabel(name) })), notRecorded]
  return {
    id: 'payer',
    label: common.payer,
    group: 'place-and-payer',
    hidden: false,
    fixed: false,
    values,
    codes: (asOf) => {
      const billed = billedPayers(store, asOf)
      const codes = emptyCodes(store.patients, values.length)
      const stretches = payerStretches(store)
      for (let patient = 0; patient < codes.length; patient++) {
        const covered = stretches === undefined ? -1 : payerOn(stretches, patient, asOf)
        const payer = covered < 0 ? billed(patient) : covered
        codes[patient] = payer < 0 ? names.length : payer
      }
      return codes
    }
  }
}

/** Coverages that count and name a payer, by the day they began: those of person p are `[offsets[p], offsets[p + 1])`. */
interface PayerStretches {
  readonly offsets: Int32Array
  readonly first: Int32Array
  readonly last: Int32Array
  readonly payers: Int32Array
}

const known = new DerivedValues<Store, PayerStretches | undefined>()

/** The coverages of a store's people in this order; put into it once. @returns undefined where there are none */
function payerStretches(store: Store): PayerStretches | undefined {
  return known.get(store, () => {
    const { coverages } = payerRows(store)
    const terms = coverageTerms(store)
    if (coverages === undefined || terms === undefined) return undefined
    const offsets = new Int32Array(store.patients + 1)
    const rows: number[] = []
    for (let patient = 0; patient < store.patients; patient++) {
      const own: number[] = []
      for (let row = terms.offsets[patient]!; row < terms.offsets[patient + 1]!; row++)
        if (terms.counts[row] === 1 && coverages[row]! >= 0) own.push(row)
      rows.push(...own.sort((left, right) => terms.first[left]! - terms.first[right]!))
      offsets[patient + 1] = rows.length
    }
    return {
      offsets,
      first: Int32Array.from(rows, (row) => terms.first[row]!),
      last: Int32Array.from(rows, (row) => terms.last[row]!),
      payers: Int32Array.from(rows, (row) => coverages[row]!)
    }
  })
}

/** The payer of the coverage in force on a date that began last, -1 for none. */
function payerOn({ offsets, first, last, payers }: PayerStretches, patient: number, asOf: Day): number {
  for (let at = offsets[patient + 1]! - 1; at >= offsets[patient]!; at--)
    if (first[at]! <= asOf && last[at]! >= asOf) return payers[at]!
  return -1
}

/** Tells the payer of a person's last claim up to a date, -1 for nobody who is known. */
function billedPayers(store: Store, asOf: Day): (patient: number) => number {
  const claims = store.tables.get('explanation_of_benefit')
  const { claims: payers } = payerRows(store)
  const [offsets, days] = [claims?.patientOffsets, claims?.day]
  if (claims === undefined || payers === undefined || offsets === undefined || days === undefined) return () => -1
  const usable = rowsInForce(claims)
  return (patient) => {
    for (let row = offsets[patient + 1]! - 1; row >= offsets[patient]!; row--)
      if (days[row]! <= asOf && usable[row] === 1 && payers[row]! >= 0) return payers[row]!
    return -1
  }
}
