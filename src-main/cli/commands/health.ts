import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { systemClock } from '../../ports/system.ts'
import { dataPath } from '../data/open-data.ts'
import { checkHealth, type HealthLimits } from '../health/check-health.ts'
import { checkPolicies } from '../health/folder-checks.ts'
import type { HealthCheck } from '../health/health-check.ts'
import type { CliCommand, CommandIo, ExitCode } from '../terminal/command.ts'
import { terminalText } from '../terminal/terminal-text.ts'

const help = m.usagePopulusHealthJsonMinFree

/** @throws AppError `invalid-input` */
function numberOf(option: string, text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && number >= 0 && number <= 100_000) return number
  throw new AppError('invalid-input', m.takesANumber(option))
}

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

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      'min-free': { type: 'string', default: '5' },
      'max-age': { type: 'string', default: '48' },
      data: { type: 'string' }
    }
  })
  const limits = {
    minimumFreeBytes: numberOf('min-free', values['min-free']) * 1e9,
    maximumAgeMs: numberOf('max-age', values['max-age']) * 3_600_000,
    now: systemClock.now()
  }
  const checks = await checksOf(values.data, limits, io)
  const state = worst(checks)
  if (values.json)
    io.out(`${JSON.stringify({ state, version: findInstallation(import.meta.dirname).version, checks })}\n`)
  else for (const check of checks) io.out(`${check.state.padEnd(8)}${terminalText(check.text)}\n`)
  return state === 'ok' ? 0 : state === 'warning' ? 1 : 2
}

/** `populus health`: whether an installation needs attention. */
export const healthCommand: CliCommand = {
  name: 'health',
  help,
  run
}
