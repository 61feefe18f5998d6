import { servicesMessages as m } from '#messages/services.ts'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { AppError } from '#shared/app-error.ts'
import { asDiskError, isOutOfFiles } from '../../storage/files/space-error.ts'

/** By folder; an installation does not change while the program runs. */
const known = new Map<string, Promise<ReleaseViews>>()

/**
 * The canonical ViewDefinitions of this installation, read once, so that their tables are planned once.
 * @param resources the folder that holds `views/`
 * @throws AppError `unreadable-file` when the installation is damaged
 */
export function readViewFiles(resources: string): Promise<ReleaseViews> {
  const reading = known.get(resources) ?? readViews(resources)
  known.set(resources, reading)
  // Whoever asked hears of the failure; the next one reads again.
  reading.catch(() => known.delete(resources))
  return reading
}

async function readViews(resources: string): Promise<ReleaseViews> {
  return { r4: await readFolder(join(resources, 'views/r4')), r5: await readFolder(join(resources, 'views/r5')) }
}

async function readFolder(folder: string): Promise<ViewDefinition[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
    return await Promise.all(
      names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as ViewDefinition)
    )
  } catch (cause) {
    if (isOutOfFiles(cause)) throw asDiskError(cause)
    throw new AppError('unreadable-file', m.theTableDefinitionsOfThisInstallation, {
      cause
    })
  }
}
