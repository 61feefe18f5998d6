import { commonMessages as common } from '#messages/common.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { coverageTerms, coverageWithin } from '../claims/coverage-terms.ts'
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
      const payerOf = payerReader(store, asOf)
      const codes = emptyCodes(store.patients, values.length)
      for (let patient = 0; patient < codes.length; patient++) {
        const payer = payerOf(patient)
        codes[patient] = payer < 0 ? names.length : payer
      }
      return codes
    }
  }
}

const known = new DerivedValues<Store, Uint8Array | undefined>()

/** 1 for coverages whose payer is known; looked at once. */
function namedCoverages(store: Store): Uint8Array | undefined {
  return known.get(store, () => {
    const { coverages } = payerRows(store)
    return coverages && Uint8Array.from(coverages, (payer) => (payer < 0 ? 0 : 1))
  })
}

/** Tells who pays for a person on a date, -1 for nobody who is known. */
function payerReader(store: Store, asOf: Day): (patient: number) => number {
  const { coverages } = payerRows(store)
  const terms = coverageTerms(store)
  const named = namedCoverages(store)
  const billed = billedPayers(store, asOf)
  if (terms === undefined || coverages === undefined) return billed
  const today = { from: asOf, to: asOf }
  return (patient) => {
    const row = coverageWithin(terms, patient, today, named)
    return row < 0 ? billed(patient) : coverages[row]!
  }
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
