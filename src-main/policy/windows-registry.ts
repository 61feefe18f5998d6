import { policyMessages as m } from '#messages/policy.ts'
import { win32 } from 'node:path'
import type { PolicyLayer } from '#shared/policy/effective-policies.ts'
import type { PolicyMachine, PolicyReader } from './policy-reader.ts'
import { parseRegistryOutput, type RegistryKey } from './registry-output.ts'

const hives = [
  ['HKLM', 'HKEY_LOCAL_MACHINE'],
  ['HKCU', 'HKEY_CURRENT_USER']
] as const

/** Below each hive; Group Policy and Intune write here, and users cannot. */
const vendorKey = 'Software\\Policies\\Populus'
const recommendedKey = 'Recommended'
/** Stands for a value that cannot be read; no form of a policy takes it. */
const unreadableValue = null

/**
 * `reg.exe` where Windows nearly always has it. Only where there is none does the environment say where Windows is: a user
 * may set that to a folder with a `reg.exe` of their own.
 */
const defaultProgram = 'C:\\Windows\\System32\\reg.exe'

/**
 * Policies of the Windows registry, by `reg.exe`. The computer's come before the user's. Where there are none this has to
 * be seen from the list of the keys above: the exit code of `reg.exe` is the same for a key that is missing and for one that
 * cannot be read.
 * @param exists whether there is a file of this path
 */
export function windowsRegistryReader({ env, run }: PolicyMachine, exists: (path: string) => boolean): PolicyReader {
  const program = exists(defaultProgram)
    ? defaultProgram
    : win32.join(env['SystemRoot'] || 'C:\\Windows', 'System32', 'reg.exe')

  function query(key: string, ...options: string[]): string | undefined {
    const { status, output } = run(program, ['query', key, ...options, '/reg:64'])
    return status === 0 ? output : undefined
  }

  /** Whether there is a key; undefined where that cannot be told. */
  function hasKey(hive: string, path: string): boolean | undefined {
    const above = path.slice(0, path.lastIndexOf('\\'))
    const listed = query(`${hive}\\${above}`)
    if (listed === undefined) return above.includes('\\') && hasKey(hive, above) === false ? false : undefined
    return listed.split(/\r?\n/).some((line) => line.trimEnd().toLowerCase().endsWith(`\\${path.toLowerCase()}`))
  }

  function readHive(short: string, full: string): PolicyLayer[] {
    const place = `${short}\\${vendorKey}\\Populus`
    const there = hasKey(short, vendorKey)
    if (there === false) return []
    const printed = there === undefined ? undefined : query(`${short}\\${vendorKey}`, '/s')
    const keys = printed === undefined ? undefined : parseRegistryOutput(printed)
    if (keys === undefined) {
      const unreadable = m.theKeyOfTheRegistryCannot
      return [{ place, level: 'enforced', values: {}, unreadable }]
    }
    const root = `${full}\\${vendorKey}\\Populus`
    return [
      { place, level: 'enforced', values: valuesBelow(keys, root) },
      {
        place: `${place}\\${recommendedKey}`,
        level: 'recommended',
        values: valuesBelow(keys, `${root}\\${recommendedKey}`)
      }
    ]
  }

  return { read: () => hives.flatMap(([short, full]) => readHive(short, full)) }
}

/** The values of a key; a key below it with numbered values is a list, as templates write one. */
function valuesBelow(keys: readonly RegistryKey[], root: string): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const prefix = `${root.toLowerCase()}\\`
  for (const key of keys) {
    const path = key.path.toLowerCase()
    if (path === root.toLowerCase()) {
      Object.assign(values, key.values)
      for (const name of key.unreadable) values[name] = unreadableValue
    } else if (path.startsWith(prefix) && !path.slice(prefix.length).includes('\\')) {
      const name = key.path.slice(prefix.length)
      if (name !== recommendedKey) values[name] = listOf(key)
    }
  }
  return values
}

/** The texts of a list in the order of their numbers. */
function listOf({ values, unreadable }: RegistryKey): unknown {
  const entries = Object.entries(values)
  if (unreadable.length > 0 || entries.some(([name]) => !/^\d{1,9}$/.test(name))) return unreadableValue
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
}
