import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { completenessSentence } from '#shared/completeness.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import { checkServerAddress } from '../../auth/server-address.ts'
import { vendorProfile } from '../../vendors/vendor-list.ts'
import { exportDeclaration } from '../declarations/export.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { exportCredentials, exportRequest } from '../export/export-options.ts'
import { runPlainExport } from '../export/plain-export.ts'
import { runSealedExport } from '../export/sealed-export.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { makeFolder } from '../export/results-folder.ts'

function exitCode({ state, completeness }: ExportResult): ExitCode {
  if (state !== 'committed') return state === 'partial' ? 1 : 2
  return completeness?.state === 'smaller' || (completeness?.rejected ?? 0) > 0 ? 1 : 0
}

/** What was not as it should be, in sentences for standard error. */
function problems({ completeness, transactionTime, outcome }: ExportResult): string[] {
  const sentence = completenessSentence(completeness)
  const rejected = completeness?.rejected ?? 0
  const unusable = m.linesAreNoUsableResourcesAnd(rejected)
  return [
    ...(outcome === 'unchanged' ? [m.nothingChangedTheStoredDataHold(transactionTime ?? m.now)] : []),
    ...(sentence === undefined ? [] : [sentence]),
    ...(rejected > 0 && completeness?.state !== 'empty' ? [unusable] : []),
    ...(completeness?.state === 'partial' ? [m.runTheSameCommandAgainTo] : [])
  ]
}

function printText(result: ExportResult, io: CommandIo): void {
  for (const [type, { resources, rejected }] of Object.entries(result.types).sort())
    io.out(`${type.padEnd(28)}${String(resources).padStart(12)}${rejected === 0 ? '' : m.rejectedRejected(rejected)}\n`)
  io.out(
    m.filesMBRemovedS(
      result.state,
      result.files,
      (result.bytes / 1e6).toFixed(1),
      result.deleted,
      result.seconds.toFixed(1)
    )
  )
  for (const { severity, text } of result.issues) io.out(`${severity}: ${text}\n`)
}

/** `populus export`: one bulk export from start to end. */
export const exportCommand = defineCommand(exportDeclaration, async ({ values }, io) => {
  const request = exportRequest(values)
  if (values.plain) io.err(m.theFilesOfThisExportAre)
  else if (values.refresh !== undefined) throw new AppError('invalid-input', m.refreshIsForExportsInThe)
  const order = {
    request,
    credentials: await exportCredentials(values, (text) => io.err(`${text}\n`)),
    profile: values.vendor === undefined ? undefined : vendorProfile(values.vendor),
    tokenEndpoint: values['token-url'],
    scopes: values.scope,
    allowHttpLoopback: values['allow-http-loopback'],
    trustedOrigins: values['trust-origin'].map(
      (address) => checkServerAddress(address, values['allow-http-loopback']).origin
    ),
    absent: 'refuse' as const,
    mode: values.crawl ? ('crawl' as const) : ('bulk' as const)
  }
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  try {
    const folder = resolve(values.out)
    await makeFolder(folder)
    const result = values.plain
      ? await runPlainExport({ folder, order, refresh: values.refresh, io, signal: stop.signal })
      : await runSealedExport({
          folder,
          order,
          incremental: values.incremental,
          passphrase: passphraseSourceOf(values),
          io,
          signal: stop.signal
        })
    if (values.json) io.out(`${JSON.stringify(result)}\n`)
    else printText(result, io)
    for (const problem of problems(result)) io.err(`${problem}\n`)
    return exitCode(result)
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
})
