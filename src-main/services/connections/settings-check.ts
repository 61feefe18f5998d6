import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { signInFirst } from '#shared/connections/connection.ts'
import { type ConnectionSettings } from '#shared/connections/connection-settings.ts'
import { baseAddress, checkServerAddress } from '../../auth/server-address.ts'
import { exportLimitProblems } from '#shared/connections/export-limits.ts'
import type { ConnectionFile } from './connection-file.ts'

/** Addresses in their usual form. @throws AppError `invalid-input`, `not-allowed` */
export function checkedSettings(settings: ConnectionSettings): ConnectionSettings {
  const { allowHttpLoopback, tokenEndpoint, jwksUrl } = settings
  const base = baseAddress(checkServerAddress(settings.base, allowHttpLoopback))
  for (const address of [tokenEndpoint, jwksUrl])
    if (address !== undefined && address !== '') checkServerAddress(address, allowHttpLoopback)
  const trustedOrigins = settings.trustedOrigins.map((item) => checkServerAddress(item, allowHttpLoopback).origin)
  return { ...settings, base, trustedOrigins }
}

/** Characters of a name before its number, so that both are a name. */
const MOST_OF_NAME = 190

/**
 * A name that no other connection has: saved data and the worklist are told apart by it.
 * @param taken names of the others, compared without regard to case
 * @returns the name itself, or with a number behind it
 */
export function freeName(name: string, taken: readonly string[]): string {
  const known = new Set(taken.map((each) => each.trim().toLowerCase()))
  const numbered = (count: number): string => (count === 1 ? name : `${name.slice(0, MOST_OF_NAME)} ${count}`)
  let count = 1
  while (known.has(numbered(count).trim().toLowerCase())) count += 1
  return numbered(count)
}

/** What stands in the way of signing in, in sentences. */
export function missingToSignIn({
  settings,
  keys,
  hasSecret
}: Pick<ConnectionFile, 'settings' | 'keys' | 'hasSecret'>): string[] {
  const { auth, clientId } = settings
  const needsId = auth !== 'bearer' && auth !== 'none'
  const needsSecret = auth === 'client_secret_basic' || auth === 'client_secret_post' || auth === 'bearer'
  return [
    ...(needsId && (clientId ?? '') === '' ? [m.enterTheClientIdThatThe] : []),
    ...(auth === 'private_key_jwt' && keys.length === 0 ? [m.makeAKeyPairOrImport] : []),
    ...(needsSecret && !hasSecret ? [auth === 'bearer' ? m.enterTheAccessToken : m.enterTheClientSecret] : [])
  ]
}

/**
 * What stands in the way of an export, in sentences.
 * @param requested the resource types that are asked for; empty for everything
 * @param parameters what the server takes in a kick-off request
 */
export function missingFor(
  file: ConnectionFile,
  unlocked: boolean,
  requested: readonly string[],
  parameters: readonly string[]
): string[] {
  const { level, group, mode, types } = file.settings
  return [
    ...missingToSignIn(file),
    ...(file.settings.auth === 'authorization_code' && file.signedIn === undefined ? [signInFirst] : []),
    ...(level === 'group' && (group ?? '') === '' ? [m.chooseTheGroupToExport] : []),
    ...(mode === 'crawl' && types.kind === 'everything' ? [m.chooseWhichTypesAreNeededWithout] : []),
    ...(types.kind === 'chosen' && types.types.length === 0 ? [m.chooseAtLeastOneResourceType] : []),
    ...Object.values(exportLimitProblems(file.settings, requested, parameters)),
    ...(unlocked ? [] : [m.enterThePassphraseToUnlockThe])
  ]
}
