import type { ConnectionSettings } from '#shared/connection.ts'
import { baseAddress, checkServerAddress } from '../auth/server-address.ts'
import type { ConnectionFile } from './connection-file.ts'

/** Addresses in their usual form. @throws AppError `invalid-input`, `not-allowed` */
export function checkedSettings(settings: ConnectionSettings): ConnectionSettings {
  const { allowHttpLoopback, tokenEndpoint, jwksUrl } = settings
  const base = baseAddress(checkServerAddress(settings.base, allowHttpLoopback))
  for (const address of [tokenEndpoint, jwksUrl])
    if (address !== undefined && address !== '') checkServerAddress(address, allowHttpLoopback)
  const trustedOrigins = settings.trustedOrigins.map((one) => checkServerAddress(one, allowHttpLoopback).origin)
  return { ...settings, base, trustedOrigins }
}

/** What stands in the way of an export, in sentences. */
export function missingFor({ settings, keys, hasSecret }: ConnectionFile, unlocked: boolean): string[] {
  const { auth, clientId, level, group, mode, types } = settings
  const needsId = auth === 'private_key_jwt' || auth === 'client_secret_basic' || auth === 'client_secret_post'
  return [
    ...(needsId && (clientId ?? '') === '' ? ['Enter the client id that the server gave you.'] : []),
    ...(auth === 'private_key_jwt' && keys.length === 0 ? ['Make a key pair, or import one.'] : []),
    ...(auth !== 'private_key_jwt' && auth !== 'none' && !hasSecret
      ? [auth === 'bearer' ? 'Enter the access token.' : 'Enter the client secret.']
      : []),
    ...(level === 'group' && (group ?? '') === '' ? ['Choose the group to export.'] : []),
    ...(mode === 'crawl' && types.kind === 'everything'
      ? ['Choose which types are needed; without a bulk export each is searched by itself.']
      : []),
    ...(types.kind === 'chosen' && types.types.length === 0 ? ['Choose at least one resource type.'] : []),
    ...(unlocked ? [] : ['Unlock what is kept on this computer with its passphrase.'])
  ]
}
