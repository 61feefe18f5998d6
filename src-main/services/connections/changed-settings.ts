import { isDeepStrictEqual } from 'node:util'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'

/**
 * Puts what was changed in a form over the settings as they are now, setting by setting, so that two people who change
 * different settings at the same time both succeed.
 * @param before what the form started from
 * @param asked what the form holds
 * @param now what is stored
 */
export function mergeSettings(
  before: ConnectionSettings,
  asked: ConnectionSettings,
  now: ConnectionSettings
): ConnectionSettings {
  return {
    ...changedKeys(before, asked, now),
    switches: changedKeys(before.switches, asked.switches, now.switches)
  }
}

function changedKeys<T extends object>(before: T, asked: T, now: T): T {
  const isChanged = (key: string): boolean => !isDeepStrictEqual(before[key as keyof T], asked[key as keyof T])
  const unchanged = Object.entries(now).filter(([key]) => !isChanged(key))
  const changed = Object.entries(asked).filter(([key, value]) => value !== undefined && isChanged(key))
  return Object.fromEntries([...unchanged, ...changed]) as T
}
