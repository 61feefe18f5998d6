import type { EffectivePolicies } from '#shared/policy/effective-policies.ts'
import type { PolicyPort } from './host.ts'

/** Policies that were read before and stay as they are, such as those of a command in its thread. */
export function fixedPolicies(effective: EffectivePolicies): PolicyPort {
  return {
    current: () => effective,
    value: (name) => effective.entries[name].value,
    reload: () => false
  }
}
