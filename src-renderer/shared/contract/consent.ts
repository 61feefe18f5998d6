import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { hasRules, RecordRules } from '../consent/record-rules.ts'
import { method } from './method.ts'
import { Natural, None } from '../basic-schemas.ts'

/** Longest list in one import, in UTF-16 code units; it has to fit into one call. */
export const maxOptOutText = 900_000

/** `locked`: there is a file, and the key is needed to read it. `damaged`: it was changed or removed outside Populus. */
const SealedState = v.picklist(['none', 'open', 'locked', 'damaged'])

/** People who do not want to be in what is made of the data. */
export const OptOuts = v.object({
  state: SealedState,
  /** Ids of Patient resources, or record numbers. */
  people: v.array(v.string()),
  /** Milliseconds since 1970. */
  importedAt: v.optional(Natural)
})
export type OptOuts = v.InferOutput<typeof OptOuts>

/** Why no data are opened, by the state of the list of opt-outs. */
export const optOutProblems = {
  locked: m.peopleWhoOptedOutAreOn,
  damaged: m.theListOfPeopleWhoOpted
} as const

/** How records with security labels and Consents are treated. */
export const RecordRuleState = v.object({
  state: SealedState,
  /** `policy`: the organization decides. `machine`: an admin of this installation does. */
  by: v.optional(v.picklist(['policy', 'machine'])),
  rules: RecordRules
})
export type RecordRuleState = v.InferOutput<typeof RecordRuleState>

/** Why no data are opened, by the state of the rules. */
export const recordRuleProblems = {
  locked: m.rulesAboutRestrictedRecordsAreSealed,
  damaged: m.theRulesAboutRestrictedRecordsWere
} as const

const Digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** Calls about people who opted out, and about records that not everybody may see. */
export const consentMethods = {
  /** Who is left out of everything that is made of the data. */
  'consent.optOuts': method(None, OptOuts, 'figures'),
  /**
   * Takes a list, one person a line by the id of the Patient resource or by record number, in the place of the one before; an
   * empty one removes it. `not-allowed` while the keyring is not open.
   */
  'consent.importOptOuts': method(
    v.object({ text: v.pipe(v.string(), v.maxLength(maxOptOutText)) }),
    v.object({ people: Natural, digest: Digest }),
    'security',
    {
      effect: 'consent.opt-outs-imported',
      // A list that is removed has no digest by which the log would vouch for that.
      before: ({ text }) => (text.trim() === '' ? { people: 0 } : {}),
      after: (_, { people, digest }) => ({ people, digest })
    }
  ),
  /** How records with security labels and Consents are treated. */
  'consent.recordRules': method(None, RecordRuleState, 'figures'),
  /** Sets the rules in the place of those before. `not-allowed` under a policy or while the keyring is not open. */
  'consent.setRecordRules': method(RecordRules, v.object({ rules: Natural, digest: Digest }), 'security', {
    effect: 'consent.rules-set',
    before: (rules) => (hasRules(rules) ? {} : { rules: 0 }),
    after: (_, { rules, digest }) => ({ rules, digest })
  })
} as const
