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

const help = `Usage: populus health [--json] [--min-free GB] [--max-age HOURS] [--data FOLDER]

Checks an installation for a monitor: data folder, disk space, policies, keyring, audit log, and the last export of each
connection. A connection without a finished export, or that cannot sign in, is a warning. It changes nothing, needs no
passphrase, and may run while Populus is open.

  --json           print one JSON object: { "state", "version", "checks": [ { "name", "state", "text", "facts" } ] }; a state
                   is ok, warning or failed
  --min-free GB    free space below which there is a warning, and below a tenth of which a failure (default 5)
  --max-age HOURS  age of the last complete export above which a connection with a schedule is a warning (default 48)
  --data FOLDER    data folder (default: the one that Populus uses)

Exit codes: 0 everything is well, 1 something needs attention, 2 something failed.
`

/** @throws AppError `invalid-input` */
function numberOf(option: string, text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && number >= 0 && number <= 100_000) return number
  throw new AppError('invalid-input', `--${option} takes a number.`)
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
