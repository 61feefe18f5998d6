import { stateMessages as m } from '#messages/state.ts'
import { toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { PolicyReport, PolicyRow } from '#shared/contract/policies.ts'
import type { PolicyName } from '#shared/policy/policies.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

const unmanagedReport: PolicyReport = {
  managed: false,
  rows: [],
  problems: [],
  allowed: {
    passphrase: true,
    noAppLock: true,
    unsignedFiles: true
  },
  bounds: {}
}

/** What the organization that manages this computer has decided, as the services say. They hold to it whatever the page shows. */
export class ManagedPolicies {
  readonly #transport: Transport
  readonly #toasts: Toasts
  #report = $state.raw<PolicyReport>(unmanagedReport)
  /** Is called when the organization changed the rules about restricted records. */
  onRecordRules?: () => void

  constructor(transport: Transport, toasts: Toasts) {
    this.#transport = transport
    this.#toasts = toasts
    transport.subscribe('policies.changed', (report) => {
      const before = recordRulesOf(this.#report)
      this.#report = report
      if (recordRulesOf(report) !== before) this.onRecordRules?.()
    })
  }

  get report(): PolicyReport {
    return this.#report
  }

  /** The policies that somebody set, those in force first. */
  get set(): readonly PolicyRow[] {
    return this.#report.rows.filter(({ state }) => state !== 'default')
  }

  /** Reads them again; a failure is shown in a toast. */
  async load(): Promise<void> {
    try {
      this.#report = await this.#transport.call('policies.get', undefined)
    } catch (error) {
      this.#toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  /** Between which numbers a setting has to be; those of the setting itself where no policy binds it. */
  bounds(
    name: keyof PolicyReport['bounds'],
    bounds: { readonly minimum: number; readonly maximum: number }
  ): { readonly minimum: number; readonly maximum: number; readonly note: string | undefined } {
    const bound = this.#report.bounds[name]
    if (bound === undefined) return { ...bounds, note: undefined }
    const { policy, minimum, maximum } = bound
    const limit = maximum >= bounds.maximum ? m.atLeastMinimum(minimum) : m.atMostMaximum(maximum)
    return { minimum, maximum, note: m.yourOrganizationAllowsHerePolicy(limit, policy) }
  }
}

function recordRulesOf({ rows }: PolicyReport): string {
  const row = rows.find(({ name }) => name === ('RecordRules' satisfies PolicyName))
  return row === undefined ? '' : `${row.state} ${row.value}`
}
