import type { Settings } from '#shared/settings-schema.ts'
import { smallCellLimitOf } from '#shared/small-cell-rule.ts'
import { startNodeThread } from '../host/threads/node-thread.ts'
import type { Host } from '../ports/host.ts'
import { solverTask, threadSolver } from '../services/published/count-solver.ts'
import { openPublishedRegister } from '../services/published/open-register.ts'
import type { PublishedRegister } from '../services/published/published-register.ts'
import type { Keyring } from '../storage/keys/keyring.ts'

/** Opens the register of published counts, with a thread in which releases are solved. */
export function composePublished(
  { paths, clock, log }: Pick<Host, 'paths' | 'clock' | 'log'>,
  keyring: Keyring,
  settings: { current(): Settings }
): PublishedRegister {
  return openPublishedRegister(paths.data, {
    keyring,
    solver: threadSolver(() => startNodeThread(paths.threads, solverTask)),
    limit: () => smallCellLimitOf(settings.current()),
    clock,
    log
  })
}
