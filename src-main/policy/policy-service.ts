import { effectivePolicies, type EffectivePolicies, type PolicyProblem } from '#shared/policy/effective-policies.ts'
import type { PolicyPort } from '../ports/host.ts'
import type { PolicyReader } from './policy-reader.ts'

/** Finds what is wrong with policies that can be read. */
export type CheckPolicies = (effective: EffectivePolicies) => readonly PolicyProblem[]

/**
 * The policies in force, read once now and again when asked to.
 * @param check its problems stand behind those of reading
 */
export function createPolicies(reader: PolicyReader, check: CheckPolicies = () => []): PolicyPort {
  const read = (): EffectivePolicies => {
    const effective = effectivePolicies(reader.read())
    return { ...effective, problems: [...effective.problems, ...check(effective)] }
  }
  let current = read()
  return {
    current: () => current,
    value: (name) => current.entries[name].value,
    reload() {
      const next = read()
      const changed = JSON.stringify(next) !== JSON.stringify(current)
      current = next
      return changed
    },
    mark: () => reader.mark?.()
  }
}
