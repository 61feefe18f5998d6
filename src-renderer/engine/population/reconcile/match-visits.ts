import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { targetOf } from '../../store/model/column.ts'
import { keyId } from '../../store/model/reference-keys.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { memberRows } from '../claims/member-rows.ts'
import { knownDay, paidClaims, type PaidClaims } from '../claims/paid-claims.ts'
import { serviceTypes, type ServiceType } from '../claims/service-types.ts'
import { tookPlace } from '../selection/visit-dimensions.ts'
import { chartCode, claimCode } from './outcomes.ts'

/** Days by which dates of a visit may differ and still be the same visit, and within which one is likely meant. */
const SAME_VISIT_DAYS = 1
const NEAR_DAYS = 7
/** Days before the last known claim in which claims are still to come. */
const RUN_OUT_DAYS = 90

const visitServices: readonly ServiceType[] = ['inpatient', 'outpatient', 'emergency', 'professional', 'post-acute']

/** Claims and encounters of a store, matched. */
export interface MatchedVisits {
  readonly claims: PaidClaims
  readonly encounters: Table
  /** Index into `chartOutcomes` per claim, -1 for claims that are not for visits or do not count. */
  readonly chart: Int8Array
  /** Index into `claimOutcomes` per encounter, -1 for those that did not take place or have no day. */
  readonly claim: Int8Array
}

const known = new DerivedValues<Store, MatchedVisits>()

/** @returns undefined where the population has no claims, or no encounters */
export function matchedVisits(store: Store): MatchedVisits | undefined {
  const claims = paidClaims(store)
  const encounters = store.tables.get('encounter')
  const facts = factsOf(store)
  if (claims === undefined || encounters?.day === undefined || facts.firstVisit === NO_DAY) return undefined
  return known.get(store, () => match(store, claims, encounters, facts))
}

/** What keeps claims and chart from being compared. */
export type MissingSide = 'claims' | 'encounters' | 'both' | 'days'

/** @returns undefined where the population has both; `days` where no encounter took place on a day that is known */
export function missingSide(store: Store): MissingSide | undefined {
  const lacksClaims = paidClaims(store) === undefined
  const { encounters, firstVisit } = factsOf(store)
  if (encounters === 0) return lacksClaims ? 'both' : 'encounters'
  if (lacksClaims) return 'claims'
  return firstVisit === NO_DAY ? 'days' : undefined
}

/** What of the whole population decides about a row. */
interface VisitFacts {
  /** Rows, whether or not they took place. */
  readonly encounters: number
  readonly firstVisit: number
  readonly lastVisit: number
  /** Last day on which a claim became known. */
  readonly lastClaim: number
  /** Providers whom encounters name. */
  readonly providers: ReadonlySet<string>
}

function factsOf(store: Store): VisitFacts {
  return store.inPopulation('visits to reconcile', readFacts, joinFacts)
}

function readFacts(store: Store): VisitFacts {
  const providers = new Set<string>()
  let [firstVisit, lastVisit, lastClaim] = [NO_DAY, NO_DAY, NO_DAY]
  const encounters = store.tables.get('encounter')
  if (encounters?.day !== undefined) {
    const happened = tookPlace(encounters)
    encounters.day.forEach((day, row) => {
      if (happened[row] === 0 || day === NO_DAY) return
      firstVisit = firstVisit === NO_DAY ? day : Math.min(firstVisit, day)
      lastVisit = Math.max(lastVisit, day)
    })
    for (const name of ['service_provider_id', 'practitioner_id']) {
      const { codes, keys } = encounters.column(name, 'reference')
      for (const code of new Set(codes)) if (code >= 0) providers.add(keyId(keys, code))
    }
  }
  const claims = paidClaims(store)
  if (claims !== undefined) {
    const known = knownDay(claims)
    for (let row = 0; row < claims.days.length; row++) lastClaim = Math.max(lastClaim, known(row))
  }
  return { encounters: encounters?.rows ?? 0, firstVisit, lastVisit, lastClaim, providers }
}

function joinFacts(left: VisitFacts, right: VisitFacts): VisitFacts {
  const [leftDay, rightDay] = [left.firstVisit, right.firstVisit]
  return {
    encounters: left.encounters + right.encounters,
    firstVisit: leftDay === NO_DAY || rightDay === NO_DAY ? Math.max(leftDay, rightDay) : Math.min(leftDay, rightDay),
    lastVisit: Math.max(left.lastVisit, right.lastVisit),
    lastClaim: Math.max(left.lastClaim, right.lastClaim),
    providers: new Set([...left.providers, ...right.providers])
  }
}

/** Stretches of days of one person. */
interface Stretches {
  readonly first: Int32Array
  readonly last: Int32Array
}

/** The smallest number of days between a stretch and those of some rows; 0 where they touch. */
function distance(from: number, to: number, rows: Iterable<number>, { first, last }: Stretches): number {
  let smallest = Number.POSITIVE_INFINITY
  for (const row of rows) smallest = Math.min(smallest, Math.max(0, first[row]! - to, from - last[row]!))
  return smallest
}

function match(store: Store, claims: PaidClaims, encounters: Table, facts: VisitFacts): MatchedVisits {
  const isVisitService = Uint8Array.from(serviceTypes, ({ value }) => (visitServices.includes(value) ? 1 : 0))
  const { services } = claims
  const billed: Stretches = stretchesOf(claims.days, claims.table.column('billable_end', 'dateTime').days)
  const visits: Stretches = stretchesOf(defined(encounters.day), encounters.column('period_end', 'dateTime').days)
  const happened = tookPlace(encounters)
  const isVisit = (row: number): boolean => happened[row] === 1 && visits.first[row] !== NO_DAY
  const isBilled = (row: number): boolean => isVisitService[services[row]!] === 1 && billed.first[row] !== NO_DAY
  const named = claims.table.column('encounter_id', 'reference')
  const provider = claims.table.column('provider_id', 'reference')
  const providerIsHere = (row: number): boolean => {
    const code = provider.codes[row]!
    return code < 0 || facts.providers.has(keyId(provider.keys, code))
  }
  const isMember = memberRows(store, encounters)
  const chart = new Int8Array(claims.table.rows).fill(-1)
  const claim = new Int8Array(encounters.rows).fill(-1)
  const onClaim = new Uint8Array(encounters.rows)

  const chartOf = (row: number, personVisits: readonly number[]): number => {
    const target = targetOf(named, row)
    if (target >= 0 && happened[target] === 1) {
      onClaim[target] = 1
      return chartCode.visit
    }
    const [from, to] = [billed.first[row]!, billed.last[row]!]
    const days = distance(from, to, personVisits, visits)
    if (days <= SAME_VISIT_DAYS) return chartCode.visit
    if (days <= NEAR_DAYS) return chartCode.near
    if (to < facts.firstVisit || from > facts.lastVisit) return chartCode.outside
    if (personVisits.length === 0) return chartCode['no-chart']
    return providerIsHere(row) ? chartCode['no-visit'] : chartCode.elsewhere
  }
  const claimOf = (row: number, final: readonly number[], others: readonly number[]): number => {
    const [from, to] = [visits.first[row]!, visits.last[row]!]
    const days = distance(from, to, final, billed)
    if (onClaim[row] === 1 || days <= SAME_VISIT_DAYS) return claimCode.claim
    if (days <= NEAR_DAYS) return claimCode.near
    if (distance(from, to, others, billed) <= NEAR_DAYS) return claimCode['not-final']
    if (isMember[row] === 0) return claimCode['not-covered']
    return from > facts.lastClaim - RUN_OUT_DAYS ? claimCode['run-out'] : claimCode['no-claim']
  }
  const [claimRows, visitRows] = [defined(claims.table.patientOffsets), defined(encounters.patientOffsets)]
  for (let person = 0; person < store.patients; person++) {
    const personVisits = rowsBetween(visitRows[person]!, visitRows[person + 1]!, isVisit)
    const billedRows = rowsBetween(claimRows[person]!, claimRows[person + 1]!, isBilled)
    const final = billedRows.filter((row) => claims.counts[row] === 1)
    const others = billedRows.filter((row) => claims.counts[row] === 0)
    for (const row of final) chart[row] = chartOf(row, personVisits)
    for (const row of personVisits) claim[row] = claimOf(row, final, others)
  }
  return { claims, encounters, chart, claim }
}

function stretchesOf(first: Int32Array, end: Int32Array): Stretches {
  return { first, last: end.map((day, row) => (day === NO_DAY ? first[row]! : Math.max(day, first[row]!))) }
}

function rowsBetween(from: number, to: number, isWanted: (row: number) => boolean): readonly number[] {
  const rows: number[] = []
  for (let row = from; row < to; row++) if (isWanted(row)) rows.push(row)
  return rows
}
