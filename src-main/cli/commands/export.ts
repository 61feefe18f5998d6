import { resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { completenessSentence } from '#shared/completeness.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import { checkServerAddress } from '../../auth/server-address.ts'
import { vendorProfile } from '../../vendors/registry.ts'
import type { CliCommand, CommandIo, ExitCode } from '../terminal/command.ts'
import { exportCredentials, exportRequest, parseExport } from '../export/export-options.ts'
import { runPlainExport } from '../export/plain-export.ts'
import { runSealedExport } from '../export/sealed-export.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { makeFolder } from './output-file.ts'

const help = `Usage: populus export --base-url URL --level patient|system|group --out FOLDER [options]

Runs one bulk export to its end. Killed and started again with the same --out, it goes on where it was. After an
incomplete export the same command fetches only what is missing. While the server is away it is waited for.

  --base-url URL         FHIR base of the server
  --level L              patient, system or group; a group needs --group ID
  --out FOLDER           a new folder, or the one of an earlier export. The data are sealed in it; populus load FOLDER and
                         populus sql FOLDER open them. The passphrase is read from POPULUS_PASSPHRASE or with
  --passphrase-file FILE the first line of a file that only this account can read, or with
  --passphrase-fd N      the first line of file descriptor N
  --incremental          fetch what changed since the last export in FOLDER, and keep both together as a new snapshot
  --plain                write NDJSON in the clear, into FOLDER/fhir, for other tools
  --type A,B             resource types (default: all that the server permits)
  --since INSTANT        only what changed since then; --until INSTANT ends it
  --refresh FOLDER       with --plain: earlier export to merge the changes into; the result is in --out
  --type-filter QUERY    e.g. "Observation?category=laboratory"; may be repeated
  --elements A,B         only these elements
  --include KIND         includeAssociatedData; may be repeated
  --by-patient           organizeOutputBy=Patient
  --lenient              ask the server to ignore what it does not know
  --vendor PROFILE       vendor profile (default: by what the server says of itself)
  --crawl                read by paging in place of a bulk export, for servers that have none

Signing in:
  --client-id ID         client registered with the server
  --key FILE             private key as JWKS, JWK or PEM; --kid picks one of several
  --auth METHOD          private_key_jwt (with --key), client_secret_basic, client_secret_post, bearer or none; the secret
                         or token is read from the environment variable POPULUS_CLIENT_SECRET or POPULUS_ACCESS_TOKEN, or with
  --secret-file FILE     the first line of a file that only this account can read
  --token-url URL        token service (default: as the server says)
  --trust-origin URL     further origin that may receive secrets and tokens, such as a sign-in service on another site;
                         may be repeated
  --scope "S S"          permissions to ask for (default: the fewest)
  --allow-http-loopback  allow http:// to a server on this computer

  --json                 print one JSON object in place of text

Exit codes: 0 everything arrived, 1 incomplete, empty, much smaller than before, or with rejected lines, 2 failed or wrong
usage. An incomplete export is never refreshed or opened by itself.

Example: populus export --base-url https://fhir.example.org/r4 --client-id app --key private.jwks.json
           --level group --group all --type Patient,Condition --out population --json
`

function exitCode({ state, completeness }: ExportResult): ExitCode {
  if (state !== 'committed') return state === 'partial' ? 1 : 2
  return completeness?.state === 'smaller' || (completeness?.rejected ?? 0) > 0 ? 1 : 0
}

/** What was not as it should be, in sentences for standard error. */
function problems({ completeness, transactionTime, outcome }: ExportResult): string[] {
  const sentence = completenessSentence(completeness)
  const rejected = completeness?.rejected ?? 0
  const unusable = `${rejected.toLocaleString('en-US')} lines are no usable resources and were rejected.`
  return [
    ...(outcome === 'unchanged' ? [`Nothing changed. The stored data hold as of ${transactionTime ?? 'now'}.`] : []),
    ...(sentence === undefined ? [] : [sentence]),
    ...(rejected > 0 && completeness?.state !== 'empty' ? [unusable] : []),
    ...(completeness?.state === 'partial' ? ['Run the same command again to fetch what is missing.'] : [])
  ]
}

function printText(result: ExportResult, io: CommandIo): void {
  for (const [type, { resources, rejected }] of Object.entries(result.types).sort())
    io.out(`${type.padEnd(28)}${String(resources).padStart(12)}${rejected === 0 ? '' : `   ${rejected} rejected`}\n`)
  io.out(
    `${result.state}: ${result.files} files, ${(result.bytes / 1e6).toFixed(1)} MB, ${result.deleted} removed, ${result.seconds.toFixed(1)} s\n`
  )
  for (const { severity, text } of result.issues) io.out(`${severity}: ${text}\n`)
}

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const values = parseExport(args)
  const request = exportRequest(values)
  if (values.plain)
    io.err(
      'The files of this export are written in the clear. Everybody who can read the folder can read the health data in it.\n'
    )
  else if (values.refresh !== undefined)
    throw new AppError(
      'invalid-input',
      '--refresh is for exports in the clear. A sealed one is refreshed with --incremental.'
    )
  const order = {
    request,
    credentials: await exportCredentials(values, (text) => io.err(`${text}\n`)),
    profile: values.vendor === undefined ? undefined : vendorProfile(values.vendor),
    tokenEndpoint: values['token-url'],
    scopes: values.scope,
    allowHttpLoopback: values['allow-http-loopback'],
    trustedOrigins: (values['trust-origin'] ?? []).map(
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
    const folder = resolve(values.out!)
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
}

/** `populus export`: one bulk export from start to end. */
export const exportCommand: CliCommand = {
  name: 'export',
  help,
  run
}
