import { servicesMessages as m } from '#messages/services.ts'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { asDiskError, isOutOfFiles } from '../../storage/files/space-error.ts'

/**
 * All JSON files of a folder of the installation, in the order of their names.
 * @param what they are, for the error
 * @throws AppError `unreadable-file` when the installation is damaged
 */
export async function readDefinitions(resources: string, name: string, what: string): Promise<unknown[]> {
  const folder = join(resources, name)
  try {
    const names = (await readdir(folder)).filter((each) => each.endsWith('.json')).sort()
    return await Promise.all(
      names.map(async (each): Promise<unknown> => JSON.parse(await readFile(join(folder, each), 'utf8')))
    )
  } catch (cause) {
    if (isOutOfFiles(cause)) throw asDiskError(cause)
    throw new AppError('unreadable-file', m.theOfThisInstallationCannotBe(what), {
      cause
    })
  }
}
