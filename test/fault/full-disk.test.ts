import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openConnectionFiles } from '../../src-main/services/connections/connection-file.ts'
import { createConnectionService } from '../../src-main/services/connections/connection-service.ts'
import { openVendorCatalog } from '../../src-main/services/connections/vendor-catalog.ts'
import { createSettingsStore } from '../../src-main/services/settings/settings-store.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import type { AtomicFileSystem } from '../../src-main/storage/files/atomic-file.ts'
import { asDiskError } from '../../src-main/storage/files/space-error.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { settingsFor } from '../support/connection-calls.ts'
import { memoryLog } from '../support/memory-log.ts'
import { unmanaged } from '../support/policies.ts'
import { headlessProgram } from '../support/populus-command.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { noteOn, notesOf, testWorklist } from '../support/worklist.ts'
import { failingFiles } from './failing-files.ts'

const full = (): Error => Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })

/** A disk with room for so many more calls that write. */
function diskWithRoom(room: { calls: number }): AtomicFileSystem {
  const use = (): void => {
    room.calls -= 1
    if (room.calls < 0) throw full()
  }
  return {
    async open(path, flags, mode) {
      use()
      const file = await open(path, flags, mode)
      return {
        async writeFile(data) {
          use()
          await file.writeFile(data)
        },
        async sync() {
          use()
          await file.sync()
        },
        close: () => file.close()
      }
    },
    rename,
    unlink,
    pause: async () => undefined,
    syncsFolders: false
  }
}

describe('a full disk', () => {
  it.each([0, 1, 2])(
    'refuses connections.create with a sentence and leaves nothing behind (call %i)',
    async (calls) => {
      const folder = join(temporaryFolder(), 'connections')
      const room = { calls }
      const log = memoryLog()
      const files = await openConnectionFiles(folder, diskFiles, log, diskWithRoom(room))
      const connections = await createConnectionService({
        files,
        // No secrets are stored here, so no key is needed.
        keyring: testWorklist(temporaryFolder()).keyring,
        vendors: await openVendorCatalog(folder, log),
        clock: systemClock,
        random: systemRandom,
        log
      })
      const settings = settingsFor('https://fhir.example.org/r4')
      await expect(connections.create(settings)).rejects.toMatchObject({
        code: 'out-of-space',
        message: expect.stringMatching(/no room on the disk.*Free some space/) as string
      })
      expect(readdirSync(folder)).toEqual([])
      expect(await connections.list()).toEqual([])
      room.calls = Infinity
      const { id } = await connections.create(settings)
      expect((await connections.list()).map((connection) => connection.id)).toEqual([id])
    }
  )

  it('refuses worklist.add with a sentence in any call, and the next one works when there is room', async () => {
    const names: string[] = []
    await testWorklist(
      temporaryFolder(),
      failingFiles((name) => void names.push(name))
    ).worklist.add('clinic', [noteOn('p1', 'one')])
    for (let last = 0; last < names.length; last += 1) {
      let call = 0
      let isFull = true
      const files = failingFiles(() => {
        if (isFull && call++ >= last) throw full()
      })
      const { worklist } = testWorklist(temporaryFolder(), files)
      // The dispatcher turns what services throw into the sentence.
      const problem = await worklist.add('clinic', [noteOn('p1', 'lost')]).catch(asDiskError)
      if (!Array.isArray(problem)) expect(problem, names[last]).toMatchObject({ code: 'out-of-space' })
      isFull = false
      await worklist.add('clinic', [noteOn('p1', 'later')])
      const notes = await notesOf(worklist, 'clinic')
      expect(notes.at(-1), names[last]).toBe('later')
      if (!Array.isArray(problem)) expect(notes.length, names[last]).toBeLessThanOrEqual(2)
    }
  })
})

describe('a data folder that the system does not let Populus use', () => {
  const open = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'open', path: '/drive/x' })

  it.each([
    ['ENOENT', /not there any more or does not answer.*Check that its drive is connected/],
    ['EIO', /not there any more or does not answer.*Check that its drive is connected/],
    ['EMFILE', /Too many files are open.*Close other programs/],
    ['EACCES', /may not change its data folder.*Give your account the right/],
    ['ENOSPC', /no room on the disk.*Free some space/]
  ])('says so for %s, also of settings', async (code, sentence) => {
    const cause = open(code)
    expect(asDiskError(cause)).toMatchObject({ retryable: true, message: expect.stringMatching(sentence) as string })
    const port = { read: () => ({ theme: 'light' }), update: () => Promise.reject(cause) }
    const settings = createSettingsStore(port, unmanaged)
    const problem = settings.change({ theme: 'dark' })
    await expect(problem).rejects.toThrow('The settings could not be saved, and the old ones remain in force.')
    await expect(problem).rejects.toThrow(sentence)
    expect(settings.current().theme).toBe('light')
  })

  it('says nothing of it where a program is missing, or what was thrown is no failure of the disk', () => {
    for (const error of [Object.assign(open('ENOENT'), { syscall: 'spawn zip' }), new TypeError('x')])
      expect(asDiskError(error)).toBe(error)
  })
})

describe.skipIf(process.platform === 'win32')('a limit of open files', () => {
  it('is told as such, and not as a damaged installation', () => {
    const file = join(temporaryFolder(), 'Patient.ndjson')
    writeFileSync(file, '{"resourceType":"Patient","id":"p"}')
    // Below these not even the program starts, and above them all of its definitions open together.
    const said = [52, 60].map((limit) => {
      const script = `ulimit -n ${limit}; exec "$1" "$2" load "$3"`
      const words = ['-c', script, 'sh', process.execPath, headlessProgram, file]
      return spawnSync('sh', words, { encoding: 'utf8', env: { ...process.env, POPULUS_DATA: temporaryFolder() } })
        .stderr
    })
    expect(said.join('')).toMatch(/Too many files are open/)
    expect(said.join('')).not.toMatch(/Install Populus again/)
  })
})
