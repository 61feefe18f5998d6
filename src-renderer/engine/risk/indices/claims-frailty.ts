import { engineMessages as m } from '#messages/engine.ts'
import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { claimOfRows, claimRecords } from '../../population/claims/claim-tables.ts'
import { diagnosedPeople } from '../../population/claims/diagnosed-people.ts'
import { forEachLineCode, productElements } from '../../population/claims/line-codes.ts'
import { paidClaims } from '../../population/claims/paid-claims.ts'
import { windowStart } from '../../population/registries/control-band.ts'
import type { Store } from '../../store/model/store.ts'
import { icdCodes } from '../evidence/icd-codes.ts'
import type { FrailtyIndex, FrailtyVariable } from '../model/imported-definitions.ts'
import { isAmong } from '../evidence/code-set.ts'

/** Bands of the index, by Kim and others 2018 (doi:10.1093/gerona/glx229). */
export const frailtyBands = [
  { value: 'robust', label: m.robustBelow015 },
  { value: 'pre-frail', label: m.preFrail015To0, from: 0.15 },
  { value: 'frail', label: m.frail025AndOver, from: 0.25 }
] as const

/** Younger people have no score. */
export const frailtyAge = 65

/**
 * Scores of everybody of 65 and over with a final claim in the 12 months up to a date; NaN for others.
 * A variable counts once, by an ICD-10 diagnosis or an HCPCS or CPT code of final claims of these months.
 */
export function frailtyScores(store: Store, index: FrailtyIndex, asOf: Day): Float64Array {
  const scores = new Float64Array(store.patients).fill(Number.NaN)
  const claims = paidClaims(store)
  if (claims === undefined) return scores
  const from = windowStart(asOf, 12)
  const birth = store.table('patient').column('birth_date', 'date').days
  const found = Array.from({ length: store.patients }, () => new Set<number>())
  const { counts, days, patient } = claims
  days.forEach((day, row) => {
    const person = patient[row]!
    if (person < 0 || counts[row] !== 1 || day < from || day > asOf || birth[person] === NO_DAY) return
    if (birth[person]! <= asOf && ageAt(birth[person]!, asOf) >= frailtyAge) scores[person] = index.intercept
  })
  const mark = (person: number, day: number, variables: readonly number[]): void => {
    if (person < 0 || day < from || day > asOf || Number.isNaN(scores[person])) return
    for (const variable of variables) found[person]!.add(variable)
  }
  const byCode = new Map<string, readonly number[]>()
  const matching = (key: string, test: (variable: FrailtyVariable) => boolean): readonly number[] => {
    const known = byCode.get(key) ?? [...index.variables.keys()].filter((place) => test(index.variables[place]!))
    byCode.set(key, known)
    return known
  }
  const icd = icdCodes(store.concepts)
  const diagnosed = diagnosedPeople(store)
  diagnosed?.concept.forEach((concept, index) => {
    const code = icd[concept]
    if (code === undefined) return
    const variables = matching(`icd10 ${code}`, ({ icd10 }) => isAmong(icd10, code))
    mark(diagnosed.patient[index]!, diagnosed.day[index]!, variables)
  })
  eachProcedure(store, (claim, code) => {
    if (counts[claim] !== 1) return
    const variables = matching(`hcpcs ${code}`, ({ procedures }) =>
      procedures.some(([first, last]) => isBetween(code, first, last))
    )
    mark(patient[claim]!, days[claim]!, variables)
  })
  found.forEach((variables, person) => {
    for (const variable of variables) scores[person]! += index.variables[variable]!.weight
  })
  return scores
}

/** Whether a code lies in a range of codes of its own length. */
function isBetween(code: string, first: string, last: string): boolean {
  return code.length === first.length && code >= first && code <= last
}

/** Calls `visit` with the claim and the code of what was done, of every line. */
function eachProcedure(store: Store, visit: (claim: number, code: string) => void): void {
  const records = claimRecords(store)
  const items = records?.items
  if (records === undefined || items === undefined) return
  const claim = claimOfRows(items, records.key)
  const named = items.column('procedure_code', 'dictionary')
  const { codes } = store.concepts
  items.column('code', 'concept').ids.forEach((concept, row) => {
    if (claim[row]! < 0) return
    if (named.codes[row]! >= 0) visit(claim[row]!, named.values[named.codes[row]!]!.toUpperCase())
    if (concept >= 0) visit(claim[row]!, codes[concept]!.toUpperCase())
  })
  forEachLineCode(store, records, productElements, (row, code) => visit(row, code.toUpperCase()))
}
