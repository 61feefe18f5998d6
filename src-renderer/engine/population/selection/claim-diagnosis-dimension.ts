import { emptyCodes } from '../../base/kernels/codes.ts'
import { diagnosedPeople } from '../claims/diagnosed-people.ts'
import { windowStart } from '../registries/control-band.ts'
import type { Store } from '../../store/model/store.ts'
import { noOrYes, type Dimension } from './dimension.ts'
import { conceptOfId } from './diagnosis-dimension.ts'

/** Months back in which a diagnosis on a claim counts as current. */
export const CLAIM_DIAGNOSIS_MONTHS = 12

const prefix = 'claim-diagnosis:'

/** The id of {@link claimDiagnosisDimension}. */
export function claimDiagnosisDimensionId(system: string, code: string): string {
  return `${prefix}${system}|${code}`
}

/** Whether a person was given a diagnosis on a claim in the 12 months up to the date. @returns undefined for other ids */
export function claimDiagnosisDimension(store: Store, id: string): Dimension | undefined {
  const named = conceptOfId(store, id, prefix)
  const people = diagnosedPeople(store)
  if (named === undefined || people === undefined) return undefined
  const { concept: wanted, label } = named
  return {
    id,
    label,
    group: 'people',
    hidden: true,
    fixed: false,
    values: noOrYes,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, 2).fill(0)
      const from = windowStart(asOf, CLAIM_DIAGNOSIS_MONTHS)
      people.concept.forEach((concept, index) => {
        const day = people.day[index]!
        if (concept === wanted && day >= from && day <= asOf) codes[people.patient[index]!] = 1
      })
      return codes
    }
  }
}
