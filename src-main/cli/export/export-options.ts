import { cliExportMessages as m } from '#messages/cli/export.ts'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import type { ClientCredentials } from '../../auth/client-credentials.ts'
import { readSigningKey } from '../../auth/signing-key.ts'
import type { ExportRequest } from '../../bulk/protocol/export-request.ts'
import type { ValuesOf } from '../../host/arguments/declaration.ts'
import type { exportDeclaration } from '../declarations/export.ts'
import { othersCanRead, readSecretFile, readServiceCredential } from '../terminal/secret-file.ts'

type ExportValues = ValuesOf<typeof exportDeclaration>

/** @throws AppError `invalid-input` with what is wrong */
export function exportRequest(values: ExportValues): ExportRequest {
  const { 'base-url': base, level, group, since, until } = values
  if (level === 'group' && group === undefined) throw new AppError('invalid-input', m.levelGroupNeedsGroupID)
  return {
    base,
    level,
    ...(group === undefined ? {} : { group }),
    types: [...new Set(values.type.flat())],
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    typeFilters: [...values['type-filter']],
    elements: [...(values.elements ?? [])],
    associated: [...values.include],
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
  const { key, 'client-id': clientId, auth: kind = key === undefined ? 'none' : 'private_key_jwt' } = values
  if (kind === 'none') return { kind }
  if (kind === 'bearer') return { kind, token: await readSecret('POPULUS_ACCESS_TOKEN', values['secret-file']) }
  if (clientId === undefined) throw new AppError('invalid-input', m.signingInNeedsClientId)
  if (kind === 'client_secret_basic' || kind === 'client_secret_post')
    return { kind, clientId, secret: await readSecret('POPULUS_CLIENT_SECRET', values['secret-file']) }
  if (key === undefined) throw new AppError('invalid-input', m.authPrivateKeyJwtNeedsKey)
  const text = await readFile(resolve(key), 'utf8').catch((cause: unknown) => {
    throw new AppError('not-found', m.theFileWithThePrivateKey, { cause })
  })
  if (await othersCanRead(resolve(key))) warn(m.othersOnThisComputerCanRead)
  return { kind, clientId, key: await readSigningKey(text, values.kid) }
}
