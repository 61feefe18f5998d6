import * as v from 'valibot'
import { DataUseAgreement, AgreementTerms, SignOff, SignOffState } from '../governance/agreement.ts'
import { Id, method, None } from '../method.ts'

/** Calls about agreements on the use of data, and about results that somebody vouches for. */
export const governanceMethods = {
  /** Newest first, with those that were ended. */
  'governance.agreements': method(None, v.array(DataUseAgreement)),
  /** From now on exports of these data are held to it. */
  'governance.addAgreement': method(AgreementTerms, DataUseAgreement, 'agreement.added'),
  'governance.endAgreement': method(v.object({ id: Id }), None, 'agreement.ended'),
  /** Newest first; the results of each are compared with what was signed. */
  'governance.signOffs': method(None, v.array(SignOffState)),
  /** Freezes the stored results of a snapshot by their hash. `not-found` where there are none. */
  'governance.signOff': method(
    v.object({ snapshot: Id, note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(300))) }),
    SignOff,
    'measures.signed-off'
  )
} as const
