import { AppError } from '#shared/app-error.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { systemClock } from '../../ports/system.ts'
import { dataPath } from '../data/open-data.ts'
import { checkHealth, type HealthLimits } from '../../services/health/check-health.ts'
import { checkPolicies } from '../../services/health/folder-checks.ts'
import type { HealthCheck } from '../../services/health/health-check.ts'
import { healthDeclaration } from '../declarations/health.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'

function worst(checks: readonly HealthCheck[]): HealthCheck['state'] {
  return checks.some(({ state }) => state === 'failed')
    ? 'failed'
    : checks.some(({ state }) => state === 'warning')
      ? 'warning'
      : 'ok'
}

/** The checks, or why there is no data folder to be checked. */
async function checksOf(asked: string | undefined, limits: HealthLimits, io: CommandIo): Promise<HealthCheck[]> {
  let data: string
  try {
    data = dataPath(asked, io)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [
      { name: 'data-folder', state: 'failed', text: error.message, facts: {} },
      checkPolicies(io.policies.current())
    ]
  }
  return checkHealth(data, limits, io)
}

/** `populus health`: whether an installation needs attention. */
export const healthCommand = defineCommand(healthDeclaration, async ({ values }, io) => {
  const limits = {
    minimumFreeBytes: values['min-free'] * 1e9,
    maximumAgeMs: values['max-age'] * 3_600_000,
    now: systemClock.now()
  }
  const checks = await checksOf(values.data, limits, io)
  const state = worst(checks)
  if (values.json)
    io.out(`${JSON.stringify({ state, version: findInstallation(import.meta.dirname).version, checks })}\n`)
  else for (const check of checks) io.out(`${check.state.padEnd(8)}${terminalText(check.text)}\n`)
  return state === 'ok' ? 0 : state === 'warning' ? 1 : 2
})
