import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { countInPopulation } from '../../store/model/population-rows.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { deathDays } from '../life/death-days.ts'
import { coverageKinds, type CoverageKind } from './coverage-kinds.ts'
import { coveragePlans } from './coverage-plans.ts'
import { coverageTerms } from './coverage-terms.ts'
import { monthNumber, monthNumbers } from './month-number.ts'
import { payerRows } from './payer-rows.ts'

/** What makes somebody a member: periods of coverage, or where the data hold none, being alive. */
export type EnrollmentBasis = 'coverage' | 'living'

/** A stretch of calendar months in which a person is covered by one Coverage; months as numbers, both included. */
export interface CoveredStretch {
  readonly first: number
  readonly last: number
  /** Names of payer and plan as indices into those of `payerRows` and `coveragePlans`, -1 when unknown. */
  readonly payer: number
  readonly plan: number
  readonly kind: CoverageKind
}

/** In which calendar months people are members. */
export interface CoveredMonths {
  readonly basis: EnrollmentBasis
  /** What `of` uses. */
  readonly holds: readonly unknown[]
  /** The stretches of a person, of each coverage its own, so that they may overlap. */
  of(person: number): readonly CoveredStretch[]
}

const EARLIEST = -2147483648
const LATEST = 2147483647
const known = new DerivedValues<Store, CoveredMonths>()
const anything: CoverageKind = { medical: true, pharmacy: true }

/**
 * The months of membership of a store's people, by the any-day rule: a calendar month with at least one day of coverage,
 * from the month of birth to that of death. Where no Coverage has a period, every month of life. Somebody who died on an
 * unknown day is a member only in coverages whose end is written.
 */
export function coveredMonths(store: Store): CoveredMonths {
  return known.get(store, () => findMonths(store))
}

/** Coverages in force that say when they began. */
function datedCoverages(store: Store): number {
  const terms = coverageTerms(store)
  let count = 0
  terms?.first.forEach((day, row) => {
    if (terms.counts[row] === 1 && day !== NO_DAY) count++
  })
  return count
}

function findMonths(store: Store): CoveredMonths {
  const people = store.tables.get('patient')
  const none: readonly CoveredStretch[] = []
  if (people === undefined) return { basis: 'living', holds: [], of: () => none }
  const birth = monthNumbers(people.column('birth_date', 'date').days, EARLIEST)
  const died = deathDays(store)
  const death = monthNumbers(died, LATEST)
  const dead = people.column('deceased', 'boolean').values
  const diedSomeDay = (person: number): boolean => dead[person] === 1 && died[person] === NO_DAY
  const terms = coverageTerms(store)
  if (terms === undefined || countInPopulation(store, 'coverages with a period', datedCoverages) === 0) {
    const life = (person: number): readonly CoveredStretch[] =>
      diedSomeDay(person)
        ? none
        : [{ first: birth[person]!, last: death[person]!, payer: -1, plan: -1, kind: anything }]
    return { basis: 'living', holds: [birth, death], of: life }
  }
  const first = monthNumbers(terms.first, EARLIEST)
  const last = terms.last.map((day) => (day === LATEST ? LATEST : monthNumber(day)))
  const payers = defined(payerRows(store).coverages)
  const plans = coveragePlans(store).rows
  const kinds = coverageKinds(store)
  return {
    basis: 'coverage',
    holds: [birth, death, first, last, terms, payers, plans, kinds],
    of: (person) => {
      const stretches: CoveredStretch[] = []
      for (let row = terms.offsets[person]!; row < terms.offsets[person + 1]!; row++) {
        if (terms.counts[row] === 0 || (last[row] === LATEST && diedSomeDay(person))) continue
        const from = Math.max(first[row]!, birth[person]!)
        const to = Math.min(last[row]!, death[person]!)
        if (from > to) continue
        stretches.push({ first: from, last: to, payer: payers[row]!, plan: plans[row]!, kind: kinds[row]! })
      }
      return stretches
    }
  }
}
