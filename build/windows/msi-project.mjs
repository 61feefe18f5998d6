import { readFile, writeFile } from 'node:fs/promises'
import { withCommandPath } from './command-path.mjs'

/**
 * Called by electron-builder before it makes the MSI.
 * @param {string} file the WiX project
 */
export async function msiProjectCreated(file) {
  await writeFile(file, withCommandPath(await readFile(file, 'utf8')))
}
