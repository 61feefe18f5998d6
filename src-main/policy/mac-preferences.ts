import { policyMessages as m } from '#messages/policy.ts'
import { posix } from 'node:path'
import type { PolicyLayer } from '#shared/policy/effective-policies.ts'
import { fileMark } from './file-mark.ts'
import type { PolicyMachine, PolicyReader } from './policy-reader.ts'

/** Identifies the program to macOS, in configuration profiles too. */
const bundleId = 'org.populus.app'

const folder = '/Library/Managed Preferences'
const recommendedKey = 'Recommended'

/**
 * Managed preferences of macOS, which a configuration profile puts in place: those of the computer before those of the user.
 * `plutil` reads both forms of property lists.
 * @param exists whether there is a file of this path
 */
export function macPreferencesReader(
  { account, run }: Pick<PolicyMachine, 'account' | 'run'>,
  exists: (path: string) => boolean
): PolicyReader {
  function readFile(path: string): PolicyLayer[] {
    if (!exists(path)) return []
    const { status, output } = run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--', path])
    const values = status === 0 ? parseObject(output) : undefined
    if (values === undefined)
      return [{ place: path, level: 'enforced', values: {}, unreadable: m.thePropertyListCannotBeRead }]
    const { [recommendedKey]: recommended = {}, ...enforced } = values
    const isDictionary = typeof recommended === 'object' && recommended !== null && !Array.isArray(recommended)
    return [
      { place: path, level: 'enforced', values: enforced },
      {
        place: `${path} (${recommendedKey})`,
        level: 'recommended',
        values: isDictionary ? (recommended as Record<string, unknown>) : {},
        ...(isDictionary ? {} : { unreadable: m.isNoDictionary(recommendedKey) })
      }
    ]
  }

  const paths = [posix.join(folder, `${bundleId}.plist`), posix.join(folder, account, `${bundleId}.plist`)]
  return {
    read: () => paths.flatMap(readFile),
    mark: () => paths.map(fileMark).join('\n')
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
