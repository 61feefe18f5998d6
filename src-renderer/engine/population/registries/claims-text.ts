import { finalActionRule } from '../claims/claim-actions.ts'
import { claimKindRule, type PayerClaimKind } from '../claims/claim-kind.ts'
import { ruleOutText } from '../claims/rule-out-claims.ts'
import type { Registry } from './registry-definition.ts'

const stayText: Readonly<Partial<Record<PayerClaimKind, string>>> = {
  inpatient: 'inpatient hospital',
  'skilled-nursing': 'skilled nursing',
  'home-health': 'home health',
  hospice: 'hospice'
}

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)!}`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The claims rule of a registry in plain words, one paragraph each. */
export function claimsCriteria({ claims: rule, course }: Pick<Registry, 'claims' | 'course'>): string[] {
  if (rule === undefined) return ['Diagnoses on claims alone make nobody a member.']
  const stays = listed(rule.stays.map((kind) => stayText[kind] ?? kind))
  const apart = rule.outpatient === 1 ? '' : ` at least ${counted(rule.daysApart, 'day')} apart`
  const lasting =
    course === 'chronic-lifelong'
      ? 'for life'
      : `for ${rule.withinMonths} months from the first of the deciding claims, longer with each further claim, and not beyond the abatement in the chart`
  return [
    `Or, by claims: at least ${counted(rule.inpatient, 'claim')} for a stay (${stays}), or ${counted(rule.outpatient, 'outpatient or professional claim')} with days of service${apart}, within ${rule.withinMonths} months, with a code of the list in any position. Counted from the day of service of the claim that completes the rule, ${lasting}.`,
    ...(rule.excludeRuleOut.length === 0
      ? []
      : [
          `An outpatient or professional claim does not count when all of its lines are for ${listed(rule.excludeRuleOut.map((service) => ruleOutText[service]))}: its diagnosis may be the one to be ruled out.`
        ]),
    'Pharmacy and dental claims do not count. Adjudicated claims are read; submitted claims only where there are none. A claim that refers to a Condition has the diagnosis of the Condition; where the Condition is not in the data, it has the one that its line is coded with, if any.',
    finalActionRule,
    `The kind of a claim: ${claimKindRule.charAt(0).toLowerCase()}${claimKindRule.slice(1)}`
  ]
}
