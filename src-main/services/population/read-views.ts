import { servicesMessages as m } from '#messages/services.ts'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { AppError } from '#shared/app-error.ts'

/**
 * The canonical ViewDefinitions of this installation.
 * @param resources the folder that holds `views/`
 * @throws AppError `unreadable-file` when the installation is damaged
 */
export async function readViewFiles(resources: string): Promise<ReleaseViews> {
  return { r4: await readFolder(join(resources, 'views/r4')), r5: await readFolder(join(resources, 'views/r5')) }
}

async function readFolder(folder: string): Promise<ViewDefinition[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
    return await Promise.all(
      names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as ViewDefinition)
    )
  } catch (cause) {
    throw new AppError('unreadable-file', m.theTableDefinitionsOfThisInstallation, {
      cause
    })
  }
}
