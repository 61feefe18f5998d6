import { effectivePolicies, unmanagedPolicies } from '../../src-renderer/shared/policy/effective-policies.ts'
import { fixedPolicies } from '../../src-main/ports/fixed-policies.ts'
import type { PolicyPort } from '../../src-main/ports/host.ts'

/** A computer that nobody manages. */
export const unmanaged: PolicyPort = fixedPolicies(unmanagedPolicies)

/** A computer with these policies. @param values as a file has them */
export function managedBy(
  values: Readonly<Record<string, unknown>>,
  level: 'enforced' | 'recommended' = 'enforced'
): PolicyPort {
  return fixedPolicies(effectivePolicies([{ place: 'policies of the test', level, values }]))
}
