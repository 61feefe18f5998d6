import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import { AppError } from '../app-error.ts'
import type { PolicyName } from './policies.ts'

/** What a policy does not allow. The audit log names the policy. */
export class PolicyRefusal extends AppError {
  readonly policy: PolicyName
  /** Host that was not to be asked, where whoever catches this has to record it. */
  readonly server: string | undefined

  /**
   * @param what completes "does not allow …"
   * @param about host that was not to be asked, or SHA-256 of the file that was refused
   */
  constructor(policy: PolicyName, what: string, { server, ...about }: { server?: string; sha256?: string } = {}) {
    super('not-allowed', m.yourOrganizationsPolicyDoesNotAllow(policy, what), about)
    this.policy = policy
    this.server = server
  }
}
