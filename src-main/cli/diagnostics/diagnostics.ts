import { cliMessages as m } from '#messages/cli.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { systemClock } from '../../ports/system.ts'
import { dataPath } from '../data/open-data.ts'
import { diagnosticsDeclaration } from './declaration.ts'
import { diagnosticsText } from '../../services/health/make-diagnostics.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { openOutput } from '../commands/output-file.ts'

/** `populus diagnostics`: what somebody who helps needs to know, and nothing about people. */
export const diagnosticsCommand = defineCommand(diagnosticsDeclaration, async ({ values }, io) => {
  const data = dataPath(values.data, io)
  const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
  const text = await diagnosticsText({
    data,
    version: findInstallation(import.meta.dirname).version,
    policies: io.policies,
    secrets: io.secrets,
    now: systemClock.now()
  })
  if (output === undefined) io.out(text)
  else {
    await output.write([text])
    io.err(m.theDiagnosticsAreWritten)
  }
  return 0
})
