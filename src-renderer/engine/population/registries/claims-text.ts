import { enginePopulationRegistriesMessages as m } from '#messages/engine/population/registries.ts'
import { nouns } from '#messages/nouns.ts'
import { defined } from '#shared/language/defined.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { countedNoun } from '#shared/messages/plural.ts'
import { finalActionRule } from '../claims/claim-actions.ts'
import { claimKindRule, type PayerClaimKind } from '../claims/claim-kind.ts'
import { ruleOutText } from '../claims/rule-out-claims.ts'
import type { Registry } from './registry-definition.ts'

const stayText: Readonly<Partial<Record<PayerClaimKind, string>>> = {
  inpatient: m.inpatientHospital,
  'skilled-nursing': m.skilledNursing,
  'home-health': m.homeHealth,
  hospice: m.hospice
}

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return m.partsOrParts(parts.slice(0, -1).join(', '), defined(parts.at(-1)))
}

/** The claims rule of a registry in plain words, one paragraph each. */
export function claimsCriteria({ claims: rule, course }: Pick<Registry, 'claims' | 'course'>): string[] {
  if (rule === undefined) return [m.diagnosesOnClaimsAloneMakeNobody]
  const stays = listed(rule.stays.map((kind) => stayText[kind] ?? kind))
  const apart = rule.outpatient === 1 ? '' : m.atLeastApart(countedNoun(rule.daysApart, nouns.day))
  const lasting = course === 'chronic-lifelong' ? m.forLife : m.forMonthsFromTheFirstOf(rule.withinMonths)
  return [
    m.orByClaimsAtLeastFor(
      countedNoun(rule.inpatient, nouns.claim),
      stays,
      countedNoun(rule.outpatient, nouns.outpatientOrProfessionalClaim),
      apart,
      rule.withinMonths,
      lasting
    ),
    ...(rule.excludeRuleOut.length === 0
      ? []
      : [m.anOutpatientOrProfessionalClaimDoes(listed(rule.excludeRuleOut.map((service) => ruleOutText[service])))]),
    m.pharmacyAndDentalClaimsDoNot,
    finalActionRule,
    m.theKindOfAClaim(inSentence(claimKindRule))
  ]
}
