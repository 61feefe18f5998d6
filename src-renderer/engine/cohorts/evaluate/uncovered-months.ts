import { coveredMonths } from '../../population/claims/covered-months.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'

/** Stretches of covered months in arrays: those of person p are `[offsets[p], offsets[p + 1])`. */
interface CoveredStretches {
  readonly offsets: Int32Array
  readonly first: Int32Array
  readonly last: Int32Array
  /** 1: medical, 2: pharmacy. */
  readonly benefits: Uint8Array
}

const known = new DerivedValues<Store, CoveredStretches>()

function stretchesOf(store: Store): CoveredStretches {
  return known.get(store, () => readStretches(store))
}

function readStretches(store: Store): CoveredStretches {
  const covered = coveredMonths(store)
  const offsets = new Int32Array(store.patients + 1)
  const first: number[] = []
  const last: number[] = []
  const benefits: number[] = []
  for (let person = 0; person < store.patients; person++) {
    for (const stretch of covered.of(person)) {
      first.push(stretch.first)
      last.push(stretch.last)
      benefits.push((stretch.kind.medical ? 1 : 0) | (stretch.kind.pharmacy ? 2 : 0))
    }
    offsets[person + 1] = first.length
  }
  return {
    offsets,
    first: Int32Array.from(first),
    last: Int32Array.from(last),
    benefits: Uint8Array.from(benefits)
  }
}

/** Whether the data tell when people are covered. */
export function hasCoverage(store: Store): boolean {
  return coveredMonths(store).basis === 'coverage'
}

/**
 * Counts for each person the months without coverage among some months in a row.
 * @returns a function of the person and the last of the months
 */
export function uncoveredMonths(
  store: Store,
  months: number,
  benefit: 'medical' | 'pharmacy' | undefined
): (person: number, month: number) => number {
  const { offsets, first, last, benefits } = stretchesOf(store)
  const wanted = benefit === undefined ? 3 : benefit === 'medical' ? 1 : 2
  const covered = new Uint8Array(months)
  return (person, month) => {
    const start = month - months + 1
    let without = months
    covered.fill(0)
    for (let index = offsets[person]!; index < offsets[person + 1]!; index++) {
      if (benefit !== undefined && (benefits[index]! & wanted) === 0) continue
      const end = Math.min(last[index]!, month)
      for (let each = Math.max(first[index]!, start); each <= end; each++) {
        if (covered[each - start] === 0) without--
        covered[each - start] = 1
      }
    }
    return without
  }
}
