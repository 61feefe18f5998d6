import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { knownDays } from '../../claims/paid-claims.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import { rowCodes } from '../../reconcile/row-codes.ts'
import { matchedVisits } from '../../reconcile/match-visits.ts'
import type { Store, Table } from '../../../store/model/store.ts'
import { sumShards, type View } from '../base/view.ts'

/** Counts by content: dimension, value and outcome, joined by a line feed; sums of parts are exact. */
export type ReconciledCounts = ReadonlyMap<string, number>

/** The key of a count. */
export function countKey(...parts: readonly (string | number)[]): string {
  return parts.join('\n')
}

/** Adds counts by their keys. */
export function addReconciledCounts(left: ReconciledCounts, right: ReconciledCounts): ReconciledCounts {
  const sums = new Map(left)
  for (const [key, count] of right) sums.set(key, (sums.get(key) ?? 0) + count)
  return sums
}

/**
 * Rows of claims and chart in a period by outcome: of all as `claims`, by `service`, `code`, `payer` and `practice`; of encounters
 * as `chart`, by `class`, `code`, `payer` and `practice`; and days of lag by service as `lag`.
 */
export function reconciledCounts(view: View, from: number, to: number): ReconciledCounts {
  return sumShards(view, (shard) => countShard(shard, from, to), addReconciledCounts)
}

function countShard(shard: View, from: number, to: number): ReconciledCounts {
  const { store, population, asOf, filters } = shard
  const counts = new Map<string, number>()
  const found = matchedVisits(store)
  if (found === undefined) return counts
  const add = (...parts: readonly (string | number)[]): void => {
    const key = countKey(...parts)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const people = filters.length === 0 ? undefined : population.select(asOf, filters)
  const isInView = (person: number): boolean => person >= 0 && (people === undefined || hasBit(people, person))
  const valueOf = (id: string): ((person: number) => string) => {
    const { values } = population.dimension(id)
    const codes = population.codes(id, asOf)
    return (person) => values[codes[person]!]?.value ?? ''
  }
  const [practice, payer] = [valueOf('practice'), valueOf('payer')]
  const { claims, encounters, chart, claim } = found
  const { names } = payerRows(store)
  const became = knownDays(claims)
  const [billedFor, cameFor] = [codeOf(store, claims.table), codeOf(store, encounters)]
  chart.forEach((outcome, row) => {
    const [day, person] = [claims.days[row]!, claims.patient[row]!]
    if (outcome < 0 || day < from || day > to || !isInView(person)) return
    const service = serviceTypes[claims.services[row]!]!.value
    add('claims', outcome)
    add('claims', 'service', service, outcome)
    add('claims', 'code', billedFor(row), outcome)
    add('claims', 'payer', claims.payers[row]! < 0 ? '' : names[claims.payers[row]!]!, outcome)
    add('claims', 'practice', practice(person), outcome)
    if (became[row] !== NO_DAY) add('lag', service, Math.max(0, became[row]! - day))
  })
  const classes = encounters.column('class', 'concept').ids
  const { systems, codes } = store.concepts
  claim.forEach((outcome, row) => {
    const [day, person] = [defined(encounters.day)[row]!, defined(encounters.patient)[row]!]
    if (outcome < 0 || day < from || day > to || !isInView(person)) return
    const id = classes[row]!
    add('chart', outcome)
    add('chart', 'class', id < 0 ? '' : `${systems[id]!}|${codes[id]!}`, outcome)
    add('chart', 'code', cameFor(row), outcome)
    add('chart', 'payer', payer(person), outcome)
    add('chart', 'practice', practice(person), outcome)
  })
  return counts
}

function codeOf(store: Store, table: Table): (row: number) => string {
  const { codes, values } = defined(rowCodes(store, table))
  return (row) => values[codes[row]!] ?? ''
}

/** The median of days. @param days ascending, with how often each occurs @param all how many there are */
export function medianOf(days: readonly { readonly days: number; readonly count: number }[], all: number): number {
  const at = (place: number): number => {
    let passed = 0
    for (const { days: each, count } of days) {
      passed += count
      if (place < passed) return each
    }
    return 0
  }
  return (at(Math.floor((all - 1) / 2)) + at(Math.floor(all / 2))) / 2
}
