import { oneAtATime } from '#shared/one-at-a-time.ts'
import type { RoleState } from '#shared/roles/role.ts'
import { errorFacts } from '../log/error-facts.ts'
import { policyReport } from '../policy/policy-report.ts'
import type { AuditFacts, AuditPort, Host } from '../ports/host.ts'
import type { AccessPort } from '../ports/roles.ts'
import type { SettingsStore } from '../services/settings/settings-store.ts'

/** How often the policies are read again whatever their files look like. The registry of Windows is no file. */
const policyReadMs = 10 * 60_000
/** How often it is looked whether the files of the policies are others. */
const fileLookMs = 10_000

/** Dependencies of {@link watchPolicies}. */
export interface PolicyWatchDependencies {
  readonly host: Pick<Host, 'policies' | 'emit' | 'log'> & { readonly power: Pick<Host['power'], 'onResume'> }
  readonly settings: Pick<SettingsStore, 'current'>
  readonly access: AccessPort
  readonly audit: Pick<AuditPort, 'record'>
  /** Applies policies that are more than settings. */
  readonly apply: () => Promise<void>
}

/** Keeps the policies in force those of the computer. */
export interface PolicyWatch {
  /**
   * Reads them now. Where they changed the page is told, and so is the audit log where the user has other roles by them. Resolves
   * when all of that is done; never rejects.
   */
  read(): Promise<void>
  stop(): void
}

/**
 * Reads the policies again while the program runs: a few seconds after their files were changed, when the computer wakes up, and
 * every ten minutes. A file counts once it has stayed as it is from one look to the next: one that is being written would not be
 * valid, and the strictest values would close what people work on.
 */
export function watchPolicies({ host, settings, access, audit, apply }: PolicyWatchDependencies): PolicyWatch {
  const { policies, emit, log } = host
  const inTurn = oneAtATime()
  let marks: { readonly read?: string | undefined; readonly seen?: string | undefined } = {}

  async function readNow(): Promise<void> {
    const mark = policies.mark?.()
    const before = await access.current()
    const changed = policies.reload()
    marks = { read: mark, seen: mark }
    if (!changed) return
    emit('policies.changed', policyReport(policies.current()))
    emit('settings.changed', settings.current())
    await recordRoles(before, await access.current())
    await apply()
  }

  /** The roles are in force whether they can be recorded or not: what is done by them needs a record as well. */
  async function recordRoles(before: RoleState, after: RoleState): Promise<void> {
    if (JSON.stringify(before) === JSON.stringify(after)) return
    const facts = { by: 'policy', ...roleFacts(after), ...withPrefix('before.', roleFacts(before)) }
    try {
      await audit.record({ action: 'roles.changed', outcome: 'success', facts })
    } catch (error) {
      log.write('error', 'audit.unwritable', errorFacts(error))
    }
  }

  const read = async (): Promise<void> => {
    try {
      await inTurn(readNow)
    } catch (error) {
      log.write('error', 'policy.not-applied', errorFacts(error))
    }
  }

  function look(): void {
    const mark = policies.mark?.()
    const hasSettled = mark === marks.seen
    marks = { ...marks, seen: mark }
    if (hasSettled && mark !== marks.read) void read()
  }

  const timers = [setInterval(() => void read(), policyReadMs), setInterval(look, fileLookMs)]
  for (const timer of timers) timer.unref()
  const stopWaking = host.power.onResume(() => void read())
  return {
    read,
    stop() {
      for (const timer of timers) clearInterval(timer)
      stopWaking()
    }
  }
}

/** Roles for the audit log, in words that name nobody. */
function roleFacts({ state, roles, scopes }: RoleState): AuditFacts {
  return { state, roles: roles.join(' '), limited: scopes !== undefined }
}

function withPrefix(prefix: string, facts: AuditFacts): AuditFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`${prefix}${name}`, value]))
}
