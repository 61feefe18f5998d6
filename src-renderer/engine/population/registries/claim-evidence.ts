import { defined } from '#shared/language/defined.ts'
import { addMonths } from '../../base/fhir/calendar.ts'
import { claimFaults, type ClaimFault } from '../claims/claim-faults.ts'
import { claimKinds, claimKindsOf, type PayerClaimKind } from '../claims/claim-kind.ts'
import type { ClaimTables } from '../claims/claim-tables.ts'
import { claimServices, ruleOutServices } from '../claims/rule-out-claims.ts'
import type { Store } from '../../store/model/store.ts'
import type { ClaimsRule } from './registry-definition.ts'

/** What a claim with a code of a registry is to its rule: for a stay, for a visit, or no evidence and why. */
export type ClaimRole = 'stay' | 'visit' | 'rule-out services only' | 'other kind of claim' | ClaimFault

/** Days on which claims meet a rule, from the one that completes it until it no longer lies within the rule's months. */
export interface ClaimSpan {
  /** Day of service of the claim that completes the rule. */
  readonly start: number
  readonly end: number
  /** Rows of the claims that meet the rule together, in the order of their days. */
  readonly claims: readonly number[]
}

const visitKinds: ReadonlySet<PayerClaimKind> = new Set([
  'outpatient',
  'professional',
  'equipment',
  'vision',
  'unknown'
])

/** Tells the role of each claim under a rule. */
export function claimRoles(
  store: Store,
  tables: ClaimTables,
  rule: Pick<ClaimsRule, 'stays' | 'excludeRuleOut'>
): (claim: number) => ClaimRole {
  const kinds = claimKindsOf(store, tables)
  const faultOf = claimFaults(store, tables)
  const services = claimServices(store, tables)
  const excluded = rule.excludeRuleOut.reduce((bits, service) => bits | (1 << ruleOutServices.indexOf(service)), 0)
  return (claim) => {
    const fault = faultOf(claim)
    if (fault !== undefined) return fault
    const kind = claimKinds[kinds[claim]!]!
    if (rule.stays.includes(kind)) return 'stay'
    if (!visitKinds.has(kind)) return 'other kind of claim'
    const onlyRuleOut = services[claim] !== 0 && (services[claim]! & ~excluded) === 0
    return onlyRuleOut ? 'rule-out services only' : 'visit'
  }
}

/**
 * When the claims of one person meet a rule.
 * @param claims rows with a code of the registry, in the order of their days
 */
export function claimSpans(
  rule: ClaimsRule,
  days: Int32Array,
  claims: readonly number[],
  roleOf: (claim: number) => ClaimRole
): ClaimSpan[] {
  const ofRole = (role: ClaimRole): number[] => claims.filter((claim) => roleOf(claim) === role)
  return [
    ...chains(rule, days, ofRole('stay'), rule.inpatient),
    ...chains(rule, days, ofRole('visit'), rule.outpatient)
  ].sort((left, right) => left.start - right.start)
}

/** From each claim the next ones that lie far enough apart, while they are within the months of the rule. */
function chains(rule: ClaimsRule, days: Int32Array, claims: readonly number[], wanted: number): ClaimSpan[] {
  const spans: ClaimSpan[] = []
  claims.forEach((first, place) => {
    // Of several claims of one day the first stands for the day.
    if (place > 0 && days[claims[place - 1]!] === days[first]) return
    const end = addMonths(days[first]!, rule.withinMonths)
    const chain = [first]
    for (let next = place + 1; next < claims.length && chain.length < wanted; next++) {
      const day = days[claims[next]!]!
      if (day >= end) break
      if (day - days[defined(chain.at(-1))]! >= rule.daysApart) chain.push(claims[next]!)
    }
    if (chain.length === wanted) spans.push({ start: days[defined(chain.at(-1))]!, end, claims: chain })
  })
  return spans
}
