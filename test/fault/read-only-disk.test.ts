import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { headlessProgram } from '../support/populus-command.ts'
import { skipped } from '../support/skipped.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// A data folder on a disk that can only be read, as a system mounts one that had errors: nothing is done, and the sentence says why.

const inOwnMounts = (script: string, ...words: readonly string[]) =>
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-ec', script, 'sh', ...words], {
    encoding: 'utf8',
    env: { ...process.env, POPULUS_PASSPHRASE: 'four unlikely words together' }
  })
/** A file system of its own at `$1`, with the folder `data`, which can only be read from then on. */
const readOnly = 'mount -t tmpfs none "$1"; mkdir -m 700 "$1/data"; mount -o remount,ro "$1"'
// In name spaces of its own, so that nobody else sees what is mounted.
const canMount = process.platform === 'linux' && inOwnMounts(readOnly, import.meta.dirname).status === 0
if (!canMount) skipped('This computer lets nobody mount file systems, so no disk that can only be read was tried.')

describe.skipIf(!canMount)('a disk that can only be read', () => {
  it('is told from a folder that is not there', () => {
    const module = resolve(import.meta.dirname, '../../src-main/storage/files/make-folders.ts')
    const code = `const { makeFolders, makeFoldersNow } = await import(${JSON.stringify(module)})
      const folder = process.argv[1]
      makeFoldersNow(folder)
      for (const name of ['logs', 'audit/older/more']) {
        await makeFolders(folder + '/' + name).catch((error) => console.log(error.code))
        try { makeFoldersNow(folder + '/' + name) } catch (error) { console.log(error.code) }
      }`
    const { stdout, stderr } = inOwnMounts(
      `${readOnly}; "$2" --input-type=module -e "$3" "$1/data"`,
      temporaryFolder(),
      process.execPath,
      code
    )
    expect(stderr).toBe('')
    expect(stdout.trim().split('\n')).toEqual(['EROFS', 'EROFS', 'EROFS', 'EROFS'])
  })

  it('ends a command with exit code 6', () => {
    const { stdout, status } = inOwnMounts(
      `${readOnly}; POPULUS_DATA="$1/data" "$2" "$3" refresh all --json`,
      temporaryFolder(),
      process.execPath,
      headlessProgram
    )
    expect(JSON.parse(stdout)).toMatchObject({
      error: { message: 'The disk can only be read. Choose another folder.' }
    })
    expect(status).toBe(6)
  })
})
