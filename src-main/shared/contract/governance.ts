import * as v from 'valibot'
import {
  DataUseAgreement,
  AgreementTerms,
  FrozenResults,
  SignOff,
  SignOffReason,
  SignOffState
} from '../governance/agreement.ts'
import { DefinitionDecision, DefinitionEntry, DefinitionList } from '../governance/definition.ts'
import { Id, method, None } from '../method.ts'

/** Calls about agreements on the use of data, and about results that somebody vouches for. */
export const governanceMethods = {
  /** Newest first, with those that were ended. */
  'governance.agreements': method(None, v.array(DataUseAgreement)),
  /** From now on exports of these data are held to it. */
  'governance.addAgreement': method(AgreementTerms, DataUseAgreement, 'agreement.added'),
  'governance.endAgreement': method(v.object({ id: Id }), None, 'agreement.ended'),
  /** Every definition in use. A version that is new gets into the journal as a draft. */
  'governance.definitions': method(None, DefinitionList),
  /** Decides about a version in use. `not-found`, `not-allowed` by the rules or while the keyring is not open. */
  'governance.decideDefinition': method(
    DefinitionDecision,
    v.object({ entry: DefinitionEntry, /** Of the journal, for the audit log. */ code: v.string() }),
    'definition.decided'
  ),
  /** Newest first; the results of each are compared with what was signed. */
  'governance.signOffs': method(None, v.array(SignOffState)),
  /**
   * Freezes the stored results of a snapshot: their hash, their numbers and the versions of the measures. `not-found` where
   * there are none, `not-allowed` while no key is open.
   */
  'governance.signOff': method(v.object({ snapshot: Id, reason: SignOffReason }), SignOff, 'measures.signed-off'),
  /** The numbers that were signed. `not-found` where none were frozen, `not-allowed` while the keyring is locked. */
  'governance.frozen': method(v.object({ id: Id }), FrozenResults, 'data.read')
} as const
