import { errorFacts } from '../log/error-facts.ts'
import { policyReport } from '../policy/policy-report.ts'
import type { Host } from '../ports/host.ts'
import type { SettingsStore } from '../services/settings/settings-store.ts'

/** How often policies are read again. Systems bring new ones every hour or so. */
const policyReadMs = 10 * 60_000

/**
 * Reads the policies again while the program runs, and tells the page where they changed.
 * @param apply applies those that are more than settings
 * @returns stops it
 */
export function watchPolicies(
  { policies, emit, log }: Pick<Host, 'policies' | 'emit' | 'log'>,
  settings: Pick<SettingsStore, 'current'>,
  apply: () => Promise<void>
): () => void {
  const timer = setInterval(() => {
    if (!policies.reload()) return
    emit('policies.changed', policyReport(policies.current()))
    emit('settings.changed', settings.current())
    void apply().catch((error: unknown) => log.write('error', 'policy.not-applied', errorFacts(error)))
  }, policyReadMs)
  timer.unref()
  return () => clearInterval(timer)
}
