import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src-main/composition/compose.ts'
import { openSettingsFile } from '../../src-main/host/node/settings-file.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { settingsFor } from '../support/connection-calls.ts'
import { memoryLog } from '../support/memory-log.ts'
import { nodeHost } from '../support/node-host.ts'
import { headlessProgram, runPopulus } from '../support/populus-command.ts'
import { skipped } from '../support/skipped.ts'
import { noteOn } from '../support/worklist.ts'

// Another account of the operating system at a data folder, even one whose folders were opened to everybody: nothing of it is read,
// nothing is changed, and sentences say so. The other account knows the passphrase.

const passphrase = 'four unlikely words together'
/** The account `nobody`, which every Linux has. */
const nobody = { uid: 65_534, gid: 65_534, cwd: '/' }
const asNobody = (words: readonly string[], data = '/nonexistent') =>
  spawnSync(process.execPath, words, {
    ...nobody,
    encoding: 'utf8',
    env: { POPULUS_DATA: data, POPULUS_PASSPHRASE: passphrase, HOME: '/nonexistent' }
  })

// The folder of temporary files may be closed to other accounts itself.
const base = '/var/tmp'
const isRoot = process.platform === 'linux' && process.getuid?.() === 0
const canTry = isRoot && asNobody([headlessProgram, '--version']).status === 0
if (!canTry)
  skipped(
    'Only root can act as another account, so no data folder was tried with two accounts; nor where that account may not read Populus.'
  )

describe.skipIf(!canTry)('another account at a data folder', { timeout: 120_000 }, () => {
  let parent: string
  let data: string
  const paths = (): string[] => ['', ...readdirSync(data, { recursive: true, encoding: 'utf8' }).sort()]
  /** Owner, mode and content of everything in the folder. */
  const state = (): readonly string[] =>
    paths().map((path) => {
      const found = lstatSync(join(data, path))
      const content = found.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(data, path)))
            .digest('hex')
        : ''
      return [path, found.uid, found.mode.toString(8), content].join(' ')
    })

  beforeAll(async () => {
    parent = mkdtempSync(join(base, 'populus-test-'))
    chmodSync(parent, 0o755)
    data = join(parent, 'data')
    const log = memoryLog()
    const settings = await openSettingsFile(join(data, 'settings.json'), systemClock, log)
    const services = await compose(nodeHost(data, { settings, log }))
    const notes = { population: 'a'.repeat(16), entries: [noteOn('p1', 'a note')] }
    for (const [name, input] of [
      ['keyring.create', { passphrase }],
      ['settings.set', { samplePatients: 1234 }],
      ['connections.create', settingsFor('https://fhir.example.org/r4')],
      ['worklist.add', notes]
    ] as const)
      expect(await services.dispatch(name, input, { windowId: 0 })).toMatchObject({ ok: true })
    await services.close()
  })
  afterAll(() => rmSync(parent, { recursive: true, force: true }))

  it('finds the folder closed', () => {
    expect(lstatSync(data).mode & 0o777).toBe(0o700)
    const { status, stdout } = asNobody([headlessProgram, 'health', '--json'], data)
    expect(status).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      checks: [
        { name: 'data-folder', state: 'failed', text: expect.stringContaining('may not read and write it') as string },
        {}
      ]
    })
  })

  it('reads and changes nothing where folders were opened to everybody, and is told so', async () => {
    for (const path of paths()) if (lstatSync(join(data, path)).isDirectory()) chmodSync(join(data, path), 0o777)
    const before = state()
    const read = `const { readFileSync } = require('node:fs')
      for (const path of process.argv.slice(1)) try { readFileSync(path); console.log(path) } catch (error) { if (error.code !== 'EACCES') console.log(path, error.code) }`
    const files = paths()
      .map((path) => join(data, path))
      .filter((path) => lstatSync(path).isFile())
    expect(files.length).toBeGreaterThan(8)
    expect(asNobody(['--eval', read, ...files]).stdout).toBe('')

    const refusal = {
      error: {
        code: 'not-allowed',
        message: expect.stringContaining('This user may not read or write there.') as string
      }
    }
    for (const words of [
      ['audit', '--verify', '--json'],
      ['refresh', 'all', '--json']
    ]) {
      const { status, stdout } = asNobody([headlessProgram, ...words], data)
      expect([words, status]).toEqual([words, 6])
      expect(JSON.parse(stdout)).toMatchObject(refusal)
    }
    const roles = asNobody([headlessProgram, 'roles', '--json'], data)
    expect(JSON.parse(roles.stdout)).toMatchObject({
      state: 'refused',
      roles: [],
      problem: expect.stringContaining('This account may not read the data folder') as string
    })
    expect(state()).toEqual(before)

    const verified = await runPopulus(['audit', '--verify', '--json'], {
      POPULUS_DATA: data,
      POPULUS_PASSPHRASE: passphrase
    })
    expect(JSON.parse(verified.out)).toMatchObject({ result: 'intact' })
  })
})
