import { sharedConsentMessages as m } from '#messages/shared/consent.ts'
import * as v from 'valibot'

/** What is done with records that have a label, the strictest first. */
export const recordActions = ['exclude', 'figures-only', 'mask'] as const
export type RecordAction = (typeof recordActions)[number]

/** Each action in a sentence, for settings and documents. */
export const recordActionTexts: Readonly<Record<RecordAction, string>> = {
  exclude: m.leftOutOfEverything,
  'figures-only': m.countedInFiguresForRolesWithout,
  mask: m.countedWithDateAndPersonContent
}

/** What Consents do, from the weakest to the strictest. */
export const consentRules = ['ignored', 'followed', 'required'] as const
export type ConsentRule = (typeof consentRules)[number]

/** Each in a sentence, for settings. */
export const consentRuleTexts: Readonly<Record<ConsentRule, string>> = {
  ignored: m.consentsAreNotLookedAt,
  followed: m.whatActiveConsentsDenyIsLeft,
  required: m.everybodyIsLeftOutUnlessAn
}

/** A rule about security labels. */
const LabelRule = v.strictObject({
  /** Codes of labels, each as `code` or `system|code`; `*` for every label. Compared without regard to case. */
  labels: v.pipe(
    v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))),
    v.minLength(1),
    v.maxLength(200)
  ),
  action: v.picklist(recordActions)
})

/** How records with security labels, and people with Consents, are treated. */
export const RecordRules = v.strictObject({
  /** Where several rules fit a record, the strictest action counts. */
  labels: v.pipe(v.array(LabelRule), v.maxLength(50)),
  /** `followed`: what Consents deny is left out. `required`: whoever has no Consent that permits is left out, too. */
  consents: v.picklist(consentRules)
})
export type RecordRules = v.InferOutput<typeof RecordRules>

/** Without any rule. */
export const noRecordRules: RecordRules = { labels: [], consents: 'ignored' }

/** The strictest rules: nothing that has a label, and nobody without a Consent that permits. */
export const strictestRecordRules: RecordRules = {
  labels: [{ labels: ['*'], action: 'exclude' }],
  consents: 'required'
}

/** What a loaded population does with a labeled record: `count` is seen in figures alone. */
export type EffectiveAction = 'exclude' | 'mask' | 'count'

/** Rules as they apply to one user. */
export interface EffectiveRules {
  readonly labels: readonly { readonly labels: readonly string[]; readonly action: EffectiveAction }[]
  readonly consents: ConsentRule
}

/**
 * The rules for a user. Whoever may open lists, records or SQL could tell from the difference between a figure and its list
 * who has a record that is for figures only; so such records are left out for them, and counted for all others.
 * @param seesPeople the user may open lists, records or SQL
 */
export function effectiveRules({ labels, consents }: RecordRules, seesPeople: boolean): EffectiveRules {
  return {
    consents,
    labels: labels.map(({ labels: codes, action }) => ({
      labels: codes,
      action: action !== 'figures-only' ? action : seesPeople ? 'exclude' : 'count'
    }))
  }
}

/** Whether rules could change anything. */
export function hasRules({
  labels,
  consents
}: Pick<EffectiveRules, 'consents'> & { labels: readonly unknown[] }): boolean {
  return labels.length > 0 || consents !== 'ignored'
}

/** The resource types that rules are decided by, and that have to be loaded for them. */
export function typesOfRules({ consents }: Pick<RecordRules, 'consents'>): string[] {
  return consents === 'ignored' ? [] : ['Consent']
}

/** The strictest of several rules about Consents. */
export function strictestConsentRule(rules: readonly ConsentRule[]): ConsentRule {
  return consentRules.findLast((rule) => rules.includes(rule)) ?? 'ignored'
}

/**
 * Whether a label is one of those of a rule.
 * @param label as `system|code`
 */
export function isLabelOf(wanted: readonly string[], label: string): boolean {
  const plain = label.toLowerCase()
  const code = plain.slice(plain.lastIndexOf('|') + 1)
  return wanted.some((each) => {
    const wantedLabel = each.toLowerCase()
    return wantedLabel === '*' || (wantedLabel.includes('|') ? wantedLabel === plain : wantedLabel === code)
  })
}

/** Labels that a rule often names, with what they stand for. Codes of HL7 v3 Confidentiality and ActCode. */
export const commonLabels = [
  { codes: ['R', 'V'], text: m.restrictedAndVeryRestrictedConfidentiality },
  { codes: ['42CFRPart2', 'ETH', 'ETHUD', 'OPIOIDUD', 'SUD'], text: m.substanceUse42CFRPart2 },
  { codes: ['PSY', 'PSYTHPN', 'MH', 'BH'], text: m.psychiatryAndMentalHealth },
  { codes: ['HIV', 'STD'], text: m.hivAndSexuallyTransmittedDisease },
  { codes: ['SDV', 'VIO', 'SEX', 'GDIS'], text: m.violenceSexualityAndGenetics }
] as const
