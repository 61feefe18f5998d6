import { cliHealthMessages as m } from '#messages/cli/health.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { systemClock } from '../../ports/system.ts'
import { dataPath } from '../data/open-data.ts'
import { diagnosticsDeclaration } from './declaration.ts'
import { checkHealth } from '../health/check-health.ts'
import { makeDiagnostics } from './make-diagnostics.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { openOutput } from '../commands/output-file.ts'

/** Limits of the health checks: what they warn of is in their facts, whatever the limit. */
const limits = { minimumFreeBytes: 5e9, maximumAgeMs: 48 * 3_600_000 }

/** `populus diagnostics`: what somebody who helps needs to know, and nothing about people. */
export const diagnosticsCommand = defineCommand(diagnosticsDeclaration, async ({ values }, io) => {
  const data = dataPath(values.data, io)
  const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io, false)
  const now = systemClock.now()
  const bundle = await makeDiagnostics({
    data,
    version: findInstallation(import.meta.dirname).version,
    policies: io.policies.current(),
    checks: await checkHealth(data, { ...limits, now }, io),
    now
  })
  const text = `${JSON.stringify(bundle, undefined, 2)}\n`
  if (output === undefined) io.out(text)
  else {
    await output.write([text])
    io.err(m.theDiagnosticsAreWritten)
  }
  return 0
})
