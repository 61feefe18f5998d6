import { effectivePolicies } from '#shared/policy/effective-policies.ts'
import type { PolicyPort } from '../ports/host.ts'
import type { PolicyReader } from './policy-reader.ts'

/** The policies in force, read once now and again when asked to. */
export function createPolicies(reader: PolicyReader): PolicyPort {
  let current = effectivePolicies(reader.read())
  return {
    current: () => current,
    value: (name) => current.entries[name].value,
    reload() {
      const next = effectivePolicies(reader.read())
      const changed = JSON.stringify(next) !== JSON.stringify(current)
      current = next
      return changed
    }
  }
}
