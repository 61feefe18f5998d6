import { commonMessages as common } from '#messages/common.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import type { Store } from '../../store/model/store.ts'
import { coverageTerms, coverageWithin } from '../claims/coverage-terms.ts'
import { notRecorded, type Dimension } from './dimension.ts'
import { payerLabel, payerRows, rowsInForce } from '../claims/payer-rows.ts'

/**
 * Who pays for a person on the date: the payer of the Coverage that is in force (the one that began last, when there are
 * several; a Coverage without a period is always in force), else the insurer of the latest claim up to the date. Names
 * are taken as they are written, `NO_INSURANCE` too.
 */
export function payerDimension(store: Store): Dimension {
  const { names, coverages, claims: payers } = payerRows(store)
  const terms = coverageTerms(store)
  const named = coverages && Uint8Array.from(coverages, (payer) => (payer < 0 ? 0 : 1))
  const claims = store.tables.get('explanation_of_benefit')
  const usable = claims && rowsInForce(claims)
  const values = [...names.map((name) => ({ value: name, label: payerLabel(name) })), notRecorded]

  /** Payer of a person's last claim up to a date, -1 for none. */
  const billed = (patient: number, asOf: number): number => {
    if (claims?.patientOffsets === undefined || claims.day === undefined) return -1
    for (let row = claims.patientOffsets[patient + 1]! - 1; row >= claims.patientOffsets[patient]!; row--)
      if (usable![row] === 1 && payers![row]! >= 0 && claims.day[row]! <= asOf) return payers![row]!
    return -1
  }
  return {
    id: 'payer',
    label: common.payer,
    group: 'place-and-payer',
    hidden: false,
    fixed: false,
    values,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, values.length)
      const today = { from: asOf, to: asOf }
      for (let patient = 0; patient < codes.length; patient++) {
        const row = terms === undefined ? -1 : coverageWithin(terms, patient, today, named)
        const payer = row < 0 ? billed(patient, asOf) : coverages![row]!
        codes[patient] = payer < 0 ? names.length : payer
      }
      return codes
    }
  }
}
