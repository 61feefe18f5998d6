import { servicesMessages as m } from '#messages/services.ts'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { noRecordRules, RecordRules, strictestRecordRules } from '#shared/consent/record-rules.ts'
import { recordRuleProblems, type RecordRuleState } from '#shared/contract/consent.ts'
import type { PolicyPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { recordedDigests } from '../audit/recorded-digests.ts'
import { createVouchedFile } from './vouched-file.ts'

/** How records with security labels and Consents are treated in this installation. */
export interface RecordRuleService {
  /** Never rejects: rules that cannot be relied on are a state, and no data are shown then. */
  read(): Promise<RecordRuleState>
  /**
   * @returns how many rules there are, and their digest for the audit log
   * @throws AppError `not-allowed` under a policy or while no key is open
   */
  set(rules: RecordRules): Promise<{ readonly rules: number; readonly digest: string }>
}

/**
 * Puts the policy and what an admin of this machine chose together; where the policy is there, it alone decides.
 * @param data absolute path of the data folder
 */
export function createRecordRules(data: string, keyring: Keyring, policies: PolicyPort): RecordRuleService {
  const file = createVouchedFile({
    path: join(data, 'record-rules.sealed'),
    purpose: 'record-rules',
    schema: RecordRules,
    keyring,
    name: m.rulesAre,
    recorded: () => recordedDigests(join(data, 'audit'), { action: 'consent.rules-set', count: 'rules' })
  })
  const managed = (): RecordRules | undefined => {
    const { value, state } = policies.current().entries.RecordRules
    if (state === 'strictest') return strictestRecordRules
    return state === 'default' ? undefined : value
  }
  return {
    async read() {
      const rules = managed()
      if (rules !== undefined) return { state: 'open', by: 'policy', rules }
      const stored = await file.read()
      if (stored.state === 'open') return { state: 'open', by: 'machine', rules: stored.value }
      return { state: stored.state, rules: noRecordRules }
    },
    async set(rules) {
      if (managed() !== undefined) throw new AppError('not-allowed', m.yourOrganizationSetsTheseRulesBy)
      const count = rules.labels.length + (rules.consents === 'ignored' ? 0 : 1)
      const digest = await file.write(count === 0 ? undefined : rules)
      return { rules: count, digest }
    }
  }
}

/**
 * The rules as they have to be known before data are shown.
 * @throws AppError `not-allowed` for rules that cannot be relied on
 */
export function knownRecordRules({ state, rules }: RecordRuleState): RecordRules {
  if (state === 'none' || state === 'open') return rules
  throw new AppError('not-allowed', recordRuleProblems[state], state === 'locked' ? { reason: 'locked' } : {})
}
