import { cliExportMessages as m } from '#messages/cli/export.ts'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import type { ClientCredentials } from '../../auth/client-credentials.ts'
import { readSigningKey } from '../../auth/signing-key.ts'
import type { ExportRequest } from '../../bulk/protocol/export-request.ts'
import { passphraseOptions } from '../terminal/passphrase.ts'
import { othersCanRead, readSecretFile, readServiceCredential } from '../terminal/secret-file.ts'

const options = {
  'base-url': { type: 'string' },
  level: { type: 'string' },
  group: { type: 'string' },
  out: { type: 'string' },
  plain: { type: 'boolean', default: false },
  ...passphraseOptions,
  type: { type: 'string', multiple: true },
  since: { type: 'string' },
  until: { type: 'string' },
  refresh: { type: 'string' },
  incremental: { type: 'boolean', default: false },
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
  'secret-file': { type: 'string' },
  'token-url': { type: 'string' },
  'trust-origin': { type: 'string', multiple: true },
  scope: { type: 'string' },
  'allow-http-loopback': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false }
} as const

export type ExportValues = ReturnType<typeof parseExport>

/** @throws an error of `parseArgs` for an unknown option */
export function parseExport(args: readonly string[]) {
  return parseArgs({ args: [...args], options }).values
}

const typeName = /^[A-Z][A-Za-z]{1,63}$/
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** @throws AppError `invalid-input` with what is wrong */
export function exportRequest(values: ExportValues): ExportRequest {
  const { level, group, since, until } = values
  const base = values['base-url']
  if (base === undefined || level === undefined || values.out === undefined)
    throw new AppError('invalid-input', m.populusExportNeedsBaseUrlLevel)
  if (level !== 'patient' && level !== 'system' && level !== 'group')
    throw new AppError('invalid-input', m.levelIsPatientSystemOrGroup)
  if (level === 'group' && group === undefined) throw new AppError('invalid-input', m.levelGroupNeedsGroupID)
  for (const time of [since, until])
    if (time !== undefined && !instant.test(time)) throw new AppError('invalid-input', m.aTimeIsWrittenWithIts)
  const types = [...new Set((values.type ?? []).flatMap(list))]
  if (types.some((type) => !typeName.test(type))) throw new AppError('invalid-input', m.typeTakesNamesOfFHIRResource)
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

/** The secret or token to sign in with. @throws AppError `invalid-input`, `not-allowed` */
async function readSecret(variable: string, file: string | undefined): Promise<string> {
  if (file !== undefined) return readSecretFile({ path: resolve(file), namedBy: '--secret-file', managed: false })
  const value = process.env[variable] || (await readServiceCredential('populus-secret'))
  if (value) return value
  throw new AppError('invalid-input', m.theSecretToSignInWith(variable))
}

/** @throws AppError `invalid-input`, `not-found` */
export async function exportCredentials(
  values: ExportValues,
  warn: (text: string) => void
): Promise<ClientCredentials> {
  const clientId = values['client-id']
  const kind = values.auth ?? (values.key === undefined ? 'none' : 'private_key_jwt')
  if (kind === 'none') return { kind }
  if (kind === 'bearer') return { kind, token: await readSecret('POPULUS_ACCESS_TOKEN', values['secret-file']) }
  if (clientId === undefined) throw new AppError('invalid-input', m.signingInNeedsClientId)
  if (kind === 'client_secret_basic' || kind === 'client_secret_post')
    return { kind, clientId, secret: await readSecret('POPULUS_CLIENT_SECRET', values['secret-file']) }
  if (kind !== 'private_key_jwt' || values.key === undefined)
    throw new AppError('invalid-input', m.authIsPrivateKeyJwtWith)
  const text = await readFile(resolve(values.key), 'utf8').catch((cause: unknown) => {
    throw new AppError('not-found', m.theFileWithThePrivateKey, { cause })
  })
  if (await othersCanRead(resolve(values.key))) warn(m.othersOnThisComputerCanRead)
  return { kind, clientId, key: await readSigningKey(text, values.kid) }
}
