import { emptyBitset, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { coveredMonths } from './covered-months.ts'

/** Who is a member in one calendar month: by any coverage, and by those that pay for medical care or for drugs. */
export interface CoveredPeople {
  readonly any: Bitset
  readonly medical: Bitset
  readonly pharmacy: Bitset
}

/** Months that are looked at together, because each person's coverages have to be read for them. */
const BLOCK = 12

const known = new DerivedValues<Store, readonly CoveredPeople[]>()

/**
 * The people of a store who are members in a calendar month; looked for once, a year at a time. Takes 36 bits per person and year.
 * @param month as a number of `monthNumber`
 */
export function coveredPeople(store: Store, month: number): CoveredPeople {
  const block = Math.floor(month / BLOCK)
  const months = known.get(store, () => readBlock(store, block * BLOCK), block)
  return months[month - block * BLOCK]!
}

function readBlock(store: Store, start: number): readonly CoveredPeople[] {
  const covered = coveredMonths(store)
  const months = Array.from({ length: BLOCK }, (): CoveredPeople => {
    const none = (): Bitset => emptyBitset(store.patients)
    return { any: none(), medical: none(), pharmacy: none() }
  })
  for (let person = 0; person < store.patients; person++) {
    for (const { first, last, kind } of covered.of(person)) {
      const end = Math.min(BLOCK - 1, last - start)
      for (let month = Math.max(0, first - start); month <= end; month++) {
        const { any, medical, pharmacy } = months[month]!
        setBit(any, person)
        if (kind.medical) setBit(medical, person)
        if (kind.pharmacy) setBit(pharmacy, person)
      }
    }
  }
  return months
}
