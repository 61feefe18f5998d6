import { cliConnectionsMessages as m } from '#messages/cli/connections.ts'
import { AppError } from '#shared/app-error.ts'
import {
  countVerdicts,
  requirementVerdicts,
  type RequirementReport,
  type RequirementVerdict
} from '#shared/requirements/requirement-report.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { openOutput } from '../commands/output-file.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { connectionReportDeclaration } from '../declarations/connection.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { findConnection, openConnections, type OpenedConnections } from './open-connections.ts'

/** `populus connection report`. */
export const connectionReportCommand = defineCommand(
  connectionReportDeclaration,
  async ({ values, positionals }, io) => {
    const { out, force, format, redact, saved, json } = values
    if (out !== undefined) await refuseFiles(io, 'connection report --out', m.filesAboutConnections)
    const output = out === undefined ? undefined : await openOutput(out, force, io)
    const connections = await openConnections({ data: values.data, passphrase: passphraseSourceOf(values) }, io)
    try {
      const { id, name } = await findConnection(connections, positionals.connection)
      const report = saved ? await lastReport(connections, id) : await newReport(connections, id)
      if (output !== undefined) {
        const { services } = connections.composed
        const { text } = await recordEffect(
          connections.audit,
          { action: 'connection.report-saved', facts: { connection: id, format, redact } },
          () => services.connections.reportFile(id, format, redact)
        )
        await output.write([text])
      }
      if (json) io.out(`${JSON.stringify({ connection: id, name, ...report })}\n`)
      else print(report, io)
      return 0
    } finally {
      await connections.close()
    }
  }
)

async function lastReport({ composed }: OpenedConnections, id: string): Promise<RequirementReport> {
  const report = await composed.services.connections.requirements(id)
  if (report === undefined) throw new AppError('not-found', m.thereIsNoReportOfThisConnection)
  return report
}

function newReport({ composed, audit }: OpenedConnections, id: string): Promise<RequirementReport> {
  return recordEffect(
    audit,
    { action: 'connection.requirements-checked', facts: { connection: id } },
    () => composed.services.connections.checkRequirements(id),
    ({ results }) => ({ connection: id, ...countVerdicts(results) })
  )
}

const words: Readonly<Record<RequirementVerdict, string>> = {
  'not-met': m.notMet,
  'not-observed': m.notObserved,
  met: m.met,
  'not-applicable': m.notApplicable
}

/** What needs attention stands first. */
function print({ results }: RequirementReport, io: CommandIo): void {
  for (const verdict of requirementVerdicts) {
    const those = results.filter((result) => result.verdict === verdict)
    if (those.length === 0) continue
    io.out(`${words[verdict]}: ${those.length}\n`)
    for (const { number, level, title, evidence, source } of those)
      io.out(`  ${number ?? source}  ${level}  ${title}. ${terminalText(evidence)}\n`)
  }
}
