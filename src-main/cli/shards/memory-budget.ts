import { cliMessages as m } from '#messages/cli.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { settingBounds } from '#shared/policy/settings-under-policy.ts'
import type { PolicyPort } from '../../ports/host.ts'
import { machineMemory } from '../../ports/machine-memory.ts'

const MB = 1024 * 1024

/**
 * The memory that a command may use, in bytes.
 * @param asked what `--memory` says; half of the computer's when absent, as far as the policies allow it
 * @throws PolicyRefusal for more than the organization allows
 */
export function memoryBudget(asked: number | undefined, policies: Pick<PolicyPort, 'current'>): number {
  const maximum = settingBounds(policies.current()).memoryMegabytes?.maximum
  if (maximum === undefined) return asked ?? Math.floor(machineMemory() / 2)
  if (asked === undefined) return Math.min(maximum * MB, Math.floor(machineMemory() / 2))
  if (asked > maximum * MB) throw new PolicyRefusal('MaxPopulationMemory', m.moreMemoryThanMegabytes(maximum))
  return asked
}
