import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'

/**
 * The registry definitions of this installation, as JSON.
 * @param resources the folder that holds `registries/`
 * @throws AppError `unreadable-file` when the installation is damaged
 */
export async function readRegistries(resources: string): Promise<unknown[]> {
  const folder = join(resources, 'registries')
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
    return await Promise.all(
      names.map(async (name): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8')))
    )
  } catch (cause) {
    throw new AppError(
      'unreadable-file',
      'The registry definitions of this installation cannot be read. Install Populus again.',
      { cause }
    )
  }
}
