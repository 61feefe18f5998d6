import { dirname } from 'node:path'
import { sweepLeftovers, writeFileAtomically } from '../../storage/atomic-file.ts'
import { makePrivateFolder } from '../../storage/private-folder.ts'
import { readText } from '../../storage/read-text.ts'
import { setFileAside } from '../../storage/set-aside.ts'
import type { ClockPort, LogPort, SettingsPort } from '../ports.ts'

/**
 * Settings in one JSON file. A file that is not a JSON object is kept aside under another name, and the defaults apply.
 *
 * @param path absolute path; the folder is made when it is missing
 */
export async function openSettingsFile(path: string, clock: ClockPort, log: LogPort): Promise<SettingsPort> {
  await makePrivateFolder(dirname(path))
  await sweepLeftovers(path, clock.now())
  let stored: unknown = await readSettings(path)
  if (stored === damaged) {
    await setFileAside(path, clock.now())
    log.write('warn', 'settings.set-aside')
    stored = {}
  }
  return {
    read: () => stored,
    async write(settings) {
      await writeFileAtomically(path, `${JSON.stringify(settings, null, 2)}\n`)
      stored = settings
    }
  }
}

const damaged = Symbol('damaged')

async function readSettings(path: string): Promise<unknown> {
  const text = await readText(path)
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : damaged
  } catch {
    return damaged
  }
}
