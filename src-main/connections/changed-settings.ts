import { isDeepStrictEqual } from 'node:util'
import type { ConnectionSettings } from '#shared/connection.ts'

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
  const merged = { ...now }
  for (const key of new Set([...Object.keys(before), ...Object.keys(asked)]) as Set<keyof T & string>) {
    if (isDeepStrictEqual(before[key], asked[key])) continue
    if (asked[key] === undefined) delete merged[key]
    else merged[key] = asked[key]
  }
  return merged
}
