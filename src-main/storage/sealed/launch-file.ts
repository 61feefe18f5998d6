import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { makePrivateFolder } from '../files/private-folder.ts'
import { diskFiles } from './store-files.ts'
import { writeCompleteFile } from './write-complete-file.ts'

/** A page for this user alone that leads a browser to an address. */
export interface LaunchFile {
  /** `file:` address of the page: it may be on a command line, because it holds no secret. */
  readonly url: string
  /** Removes it. Works in the last moment of a process, too. */
  remove(): void
}

/**
 * Writes a page that leads to an address with a secret in it. A command line is visible to every account of the computer;
 * this file, with the rights 0600 in a folder with 0700, is not.
 *
 * @param folder absolute path; what an earlier run left there is removed
 */
export async function writeLaunchFile(folder: string, address: string): Promise<LaunchFile> {
  await diskFiles.removeFolder(folder)
  await makePrivateFolder(folder)
  const path = join(folder, `open-${randomBytes(8).toString('hex')}.html`)
  await writeCompleteFile(diskFiles, path, Buffer.from(pageTo(address)))
  return { url: pathToFileURL(path).href, remove: () => rmSync(path, { force: true }) }
}

function pageTo(address: string): string {
  const escaped = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="referrer" content="no-referrer" />
    <meta http-equiv="refresh" content="0; url=${escaped}" />
    <title>Populus</title>
  </head>
  <body>
    <p><a href="${escaped}">Open Populus</a></p>
  </body>
</html>
`
}
