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
import { method } from './method.ts'
import { Id, None } from '../basic-schemas.ts'

/** Calls about agreements on the use of data, and about results that somebody vouches for. */
export const governanceMethods = {
  /** Newest first, with those that were ended. */
  'governance.agreements': method(None, v.array(DataUseAgreement), 'anyone'),
  /** From now on exports of these data are held to it. */
  'governance.addAgreement': method(AgreementTerms, DataUseAgreement, 'security', {
    effect: 'agreement.added',
    before: ({ expires, minCellSize, scope }) => ({ expires, minCellSize, scope: scope.data }),
    after: (_, { id, expires, minCellSize, scope }) => ({
      agreement: id,
      expires,
      minCellSize,
      scope: scope.data
    })
  }),
  'governance.endAgreement': method(v.object({ id: Id }), None, 'security', {
    effect: 'agreement.ended',
    before: ({ id }) => ({ agreement: id })
  }),
  /** Every definition in use. A version that is new gets into the journal as a draft. */
  // Titles and hashes; the page says of each figure whether its definition is approved.
  'governance.definitions': method(None, DefinitionList, { anyOf: ['figures', 'content', 'approve', 'audit'] }),
  /** Decides about a version in use. `not-found`, `not-allowed` by the rules or while the keyring is not open. */
  'governance.decideDefinition': method(
    DefinitionDecision,
    v.object({ entry: DefinitionEntry, /** Of the journal, for the audit log. */ code: v.string() }),
    ({ state }) => (state === 'approved' || state === 'retired' ? ['approve'] : ['content']),
    {
      effect: 'definition.decided',
      before: ({ kind, id, hash, state, reason }) => ({ kind, definition: id, hash, state, reason }),
      after: ({ kind, id, hash, state, reason }, { code }) => ({
        kind,
        definition: id,
        hash,
        state,
        reason,
        events: 1,
        digest: code
      })
    }
  ),
  /** Newest first; the results of each are compared with what was signed. */
  'governance.signOffs': method(None, v.array(SignOffState), 'figures'),
  /**
   * Freezes the stored results of a snapshot: their hash, their numbers and the versions of the measures. `not-found` where
   * there are none, `not-allowed` while no key is open.
   */
  'governance.signOff': method(v.object({ snapshot: Id, reason: SignOffReason }), SignOff, 'content', {
    effect: 'measures.signed-off',
    before: ({ snapshot, reason }) => ({ snapshot, reason }),
    after: ({ reason }, { id, snapshot, hash }) => ({ signOff: id, snapshot, hash, reason })
  }),
  /** The numbers that were signed. `not-found` where none were frozen, `not-allowed` while the keyring is locked. */
  'governance.frozen': method(v.object({ id: Id }), FrozenResults, 'figures', {
    read: 'data.read',
    facts: ({ id }, { signOff, runs }) => ({
      what: 'signed-results',
      signOff: id,
      snapshot: signOff.snapshot,
      results: runs.length
    })
  })
} as const
