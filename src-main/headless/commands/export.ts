import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import type { Credentials } from '../../auth/access-token.ts'
import { readSigningKey } from '../../auth/signing-key.ts'
import type { ExportRequest } from '../../bulk/export-request.ts'
import type { ExportResult } from '../../bulk/export-result.ts'
import { openExport } from '../../bulk/open-export.ts'
import { runExport } from '../../bulk/run-export.ts'
import { createNodeNet } from '../../host/node/net.ts'
import { systemClock, systemRandom } from '../../host/system.ts'
import { diskFiles } from '../../storage/store-files.ts'
import { vendorProfile } from '../../vendors/registry.ts'
import type { Command, CommandIo, ExitCode } from '../command.ts'
import { prepareExportFolder, readExportFolder } from './export-folder.ts'

const help = `Usage: populus export --base-url URL --level patient|system|group --out FOLDER --plain [options]

Runs one bulk export to its end. Killed and started again with the same --out, it goes on where it was.

  --base-url URL         FHIR base of the server
  --level L              patient, system or group; a group needs --group ID
  --out FOLDER           a new folder, or the one of an export that has not ended
  --plain                write NDJSON in the clear, into FOLDER/fhir
  --type A,B             resource types (default: all that the server permits)
  --since INSTANT        only what changed since then; --until INSTANT ends it
  --refresh FOLDER       earlier export to merge the changes into; the result is in --out
  --type-filter QUERY    e.g. "Observation?category=laboratory"; may be repeated
  --elements A,B         only these elements
  --include KIND         includeAssociatedData; may be repeated
  --by-patient           organizeOutputBy=Patient
  --lenient              ask the server to ignore what it does not know
  --vendor PROFILE       vendor profile (default: by what the server says of itself)
  --crawl                search in place of a bulk export, for servers that have none

Signing in:
  --client-id ID         client registered with the server
  --key FILE             private key as JWKS, JWK or PEM; --kid picks one of several
  --auth METHOD          private_key_jwt (with --key), client_secret_basic, client_secret_post, bearer or none; the secret
                         or token is read from the environment variable POPULUS_CLIENT_SECRET or POPULUS_ACCESS_TOKEN
  --token-url URL        token service (default: as the server says)
  --scope "S S"          permissions to ask for (default: the fewest)
  --allow-http-loopback  allow http:// to a server on this computer

  --json                 print one JSON object in place of text

Exit codes: 0 committed, 1 partial, 2 failed or wrong usage.

Example: populus export --base-url https://fhir.example.org/r4 --client-id app --key private.jwks.json
           --level group --group all --type Patient,Condition --out exports/2026-10 --plain --json
`

const options = {
  'base-url': { type: 'string' },
  level: { type: 'string' },
  group: { type: 'string' },
  out: { type: 'string' },
  plain: { type: 'boolean', default: false },
  type: { type: 'string', multiple: true },
  since: { type: 'string' },
  until: { type: 'string' },
  refresh: { type: 'string' },
  'type-filter': { type: 'string', multiple: true },
  elements: { type: 'string' },
  include: { type: 'string', multiple: true },
  'by-patient': { type: 'boolean', default: false },
  lenient: { type: 'boolean', default: false },
  vendor: { type: 'string' },
  crawl: { type: 'boolean', default: false },
  'client-id': { type: 'string' },
  key: { type: 'string' },
  kid: { type: 'string' },
  auth: { type: 'string' },
  'token-url': { type: 'string' },
  scope: { type: 'string' },
  'allow-http-loopback': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false }
} as const

type Values = ReturnType<typeof parse>

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options }).values
}

const typeName = /^[A-Z][A-Za-z]{1,63}$/
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

function requestOf(values: Values): ExportRequest {
  const { level, group, since, until } = values
  const base = values['base-url']
  if (base === undefined || level === undefined || values.out === undefined)
    throw new AppError('invalid-input', 'populus export needs --base-url, --level and --out.')
  if (level !== 'patient' && level !== 'system' && level !== 'group')
    throw new AppError('invalid-input', '--level is patient, system or group.')
  if (level === 'group' && group === undefined) throw new AppError('invalid-input', '--level group needs --group ID.')
  for (const time of [since, until])
    if (time !== undefined && !instant.test(time))
      throw new AppError('invalid-input', 'A time is written with its zone, as in 2026-10-31T00:00:00Z.')
  const types = [...new Set((values.type ?? []).flatMap(list))]
  if (types.some((type) => !typeName.test(type)))
    throw new AppError('invalid-input', '--type takes names of FHIR resource types, as in Patient,Condition.')
  return {
    base,
    level,
    ...(group === undefined ? {} : { group }),
    types,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    typeFilters: values['type-filter'] ?? [],
    elements: list(values.elements),
    associated: values.include ?? [],
    patients: [],
    byPatient: values['by-patient'],
    lenient: values.lenient
  }
}

function fromEnvironment(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '')
    throw new AppError('invalid-input', `The environment variable ${name} has to hold the secret.`)
  return value
}

async function credentialsOf(values: Values): Promise<Credentials> {
  const clientId = values['client-id']
  const kind = values.auth ?? (values.key === undefined ? 'none' : 'private_key_jwt')
  if (kind === 'none') return { kind }
  if (kind === 'bearer') return { kind, token: fromEnvironment('POPULUS_ACCESS_TOKEN') }
  if (clientId === undefined) throw new AppError('invalid-input', 'Signing in needs --client-id.')
  if (kind === 'client_secret_basic' || kind === 'client_secret_post')
    return { kind, clientId, secret: fromEnvironment('POPULUS_CLIENT_SECRET') }
  if (kind !== 'private_key_jwt' || values.key === undefined)
    throw new AppError(
      'invalid-input',
      '--auth is private_key_jwt (with --key), client_secret_basic, client_secret_post, bearer or none.'
    )
  const text = await readFile(resolve(values.key), 'utf8').catch((cause: unknown) => {
    throw new AppError('not-found', 'The file with the private key cannot be read.', { cause })
  })
  return { kind, clientId, key: await readSigningKey(text, values.kid) }
}

function exitCode({ state }: ExportResult): ExitCode {
  return state === 'committed' ? 0 : state === 'partial' ? 1 : 2
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
  const values = parse(args)
  const request = requestOf(values)
  if (!values.plain) {
    throw new AppError(
      'not-supported',
      'This command writes files in the clear only. Say --plain if the folder is protected in another way.'
    )
  }
  io.err(
    'The files of this export are written in the clear. Everybody who can read the folder can read the health data in it.\n'
  )
  const credentials = await credentialsOf(values)
  const profile = values.vendor === undefined ? undefined : vendorProfile(values.vendor)
  const previous = values.refresh === undefined ? undefined : await readExportFolder(resolve(values.refresh))
  const folder = await prepareExportFolder(resolve(values.out!))
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  let bytes = 0
  try {
    const opened = await openExport({
      net: createNodeNet(),
      clock: systemClock,
      random: systemRandom,
      files: diskFiles,
      sink: folder.sink,
      folder: folder.work,
      request,
      credentials,
      profile,
      tokenEndpoint: values['token-url'],
      scopes: values.scope,
      allowHttpLoopback: values['allow-http-loopback'],
      trustedOrigins: [],
      mode: values.crawl ? 'crawl' : 'bulk',
      previous,
      policy: undefined,
      signal: stop.signal,
      onBytes(count) {
        bytes += count
        if (io.terminal) io.err(`\r${(bytes / 1e6).toFixed(0)} MB   `)
      },
      onState: (state) => (io.terminal ? io.err(`\r${state}\n`) : undefined)
    })
    const result = await runExport(opened.run)
    await opened.close()
    if (values.json) io.out(`${JSON.stringify(result)}\n`)
    else printText(result, io)
    return exitCode(result)
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

/** `populus export`: one bulk export from start to end. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'Fetch a population from a FHIR server (SMART Backend Services, Bulk Data)',
  help,
  run
}
