import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compose } from '../../src-main/composition/compose.ts'
import type { Services } from '../../src-main/composition/composed-services.ts'
import { createEventStreams } from '../../src-main/host/node/event-streams.ts'
import { openSettingsFile } from '../../src-main/host/node/settings-file.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { createLogger } from '../../src-main/log/logger.ts'
import { nodeHost } from '../support/node-host.ts'

export const passphrase = 'canaries sing very early'
/** Everything that must not be read anywhere: names, an identifier, the file's and the folder's name, the passphrase. */
export const canaries = ['Quimbly', 'Zanzibarre', 'MRN-77-CANARY', 'Quimbly_export', 'ward-of-Zanzibarre', passphrase]
export const patient = {
  resourceType: 'Patient',
  id: 'Quimbly-1',
  name: [{ family: 'Quimbly', given: ['Zanzibarre'] }],
  identifier: [{ value: 'MRN-77-CANARY' }]
}

/** Paths of all files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Files that hold a canary in their name or their bytes, as UTF-8, UTF-16 or base64. */
export function found(folder: string): string[] {
  const needles = canaries.flatMap((text) => [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1))
  ])
  return filesBelow(folder).filter((path) => {
    const bytes = readFileSync(path)
    return needles.some((needle) => bytes.includes(needle)) || canaries.some((text) => path.includes(text))
  })
}

/** The services of the browser host over a data folder. */
export async function start(data: string): Promise<Services> {
  const log = createLogger(join(data, 'logs', 'populus.log'), systemClock)
  const events = createEventStreams()
  return compose(
    nodeHost(data, {
      platform: process.platform,
      settings: await openSettingsFile(join(data, 'settings.json'), systemClock, log),
      log,
      emit: (name, value) => events.emit(name, value)
    })
  )
}
