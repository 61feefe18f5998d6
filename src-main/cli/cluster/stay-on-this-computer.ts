import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { CommandIo } from '../terminal/command.ts'

/** Masters of Spark that are processes of this computer. */
const localMaster =
  /^(?:local(?:\[[^\]]*\])?|local-cluster\[[^\]]*\]|spark:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)$/i
const address = /^[a-z][a-z0-9+.-]+:/i

/**
 * Refuses a run of Spark that would reach another computer while the policy Offline is in force: what Spark itself sends is
 * not in the log of calls.
 * @param places where the job reads and writes
 * @throws PolicyRefusal
 */
export function requireThisComputer(
  policies: CommandIo['policies'],
  { master, places }: { readonly master: string; readonly places: readonly string[] }
): void {
  if (!policies.value('Offline')) return
  const isElsewhere = (place: string): boolean => address.test(place) && !/^file:\/(?!\/[^/])/i.test(place)
  if (!localMaster.test(master)) throw new PolicyRefusal('Offline', m.aSparkOnAnotherComputer)
  if (places.some(isElsewhere)) throw new PolicyRefusal('Offline', m.filesOnAnotherComputer)
}
