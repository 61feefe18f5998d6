import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openConnectionFiles } from '../../src-main/services/connections/connection-file.ts'
import { createConnectionStore } from '../../src-main/services/connections/connection-store.ts'
import { openSecrets } from '../../src-main/services/connections/connection-secrets.ts'
import { openSnapshotFolder } from '../../src-main/services/snapshots/snapshot-folder.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { openWorklist } from '../../src-main/services/worklist/open-worklist.ts'
import { systemRandom } from '../../src-main/ports/system.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { memoryLog } from '../support/memory-log.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { saidAfter } from './killed-child.ts'
import { kinds, longestRound, profilePassphrase, type Kind } from './profile-passphrase.ts'
import { quickWork } from '../support/quick-keyring.ts'

/** Rounds with two processes each; `POPULUS_PROFILE_ROUNDS` asks for more. */
const rounds = Number(process.env['POPULUS_PROFILE_ROUNDS'] ?? 3)
const firstSeed = Number(process.env['POPULUS_PROFILE_SEED'] ?? Date.now() % 1_000_000)
const user = await bundledProgram(new URL('./profile-user.ts', import.meta.url))

/** mulberry32: the same moments again for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Runs one process; it is killed at a random moment, or left to end by itself. */
async function run(data: string, kind: Kind, number: number, random: () => number): Promise<readonly string[]> {
  await delay(random() * 400)
  const child = spawn(process.execPath, [user, data, kind, String(number)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, problem] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (problem += chunk.toString()))
  const closed = once(child, 'close')
  if (random() < 0.7) {
    await Promise.race([closed, delay(random() * 2 * longestRound)])
    child.kill('SIGKILL')
  }
  await closed
  expect(problem).toBe('')
  expect(child.signalCode ?? child.exitCode).toBeOneOf(['SIGKILL', 0])
  return out.split('\n').slice(0, -1)
}

/** Opens everything that was said to be saved. */
async function check(data: string, lines: readonly string[]): Promise<void> {
  const saved = (what: string): string[] => saidAfter(lines, `saved ${what}`)
  expect(saved('keyring').length).toBeLessThanOrEqual(1)
  const clock = { now: () => Date.now() }
  const log = memoryLog()
  const folder = await openSnapshotFolder({
    folder: join(data, 'snapshots'),
    secrets: undefined,
    work: quickWork,
    clock,
    log
  })
  if ((await folder.keyring.state()).state === 'absent') {
    expect(lines).toEqual([])
    return
  }
  await folder.keyring.unlock(profilePassphrase)

  const listed = await folder.store.list()
  expect(listed.every(({ facts }) => facts !== undefined)).toBe(true)
  for (const id of saved('snapshot')) {
    const opened = await folder.store.open(id)
    for (const [index, { textBytes }] of opened.inside.files.entries())
      expect((await new Response(await opened.raw(index)).arrayBuffer()).byteLength).toBe(textBytes)
    await opened.close()
  }

  const settings = saved('setting').map((text) => text.split('=') as [string, string])
  const stored = settings.length === 0 ? {} : (JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8')) as object)
  for (const [name, value] of settings) expect(Reflect.get(stored, name)).toBeGreaterThanOrEqual(Number(value))

  const connections = await openConnectionFiles(join(data, 'connections'), diskFiles, log)
  const found = await connections.list()
  const ids = found.map(({ file }) => file.id)
  expect(ids).toEqual(expect.arrayContaining(saved('connection')))
  for (const setting of ['clientId', 'group'] as const)
    for (const [id, value] of saved(`shared ${setting}`).map((text) => text.split('=') as [string, string])) {
      const shared = found.find(({ file }) => file.id === id)?.file.settings
      expect(Number(shared?.[setting])).toBeGreaterThanOrEqual(Number(value))
    }
  const store = await createConnectionStore(connections, folder.keyring, log)
  for (const id of ids) expect(await store.changedOutside(id)).toBeUndefined()
  for (const id of saved('secret')) {
    const sealed = readFileSync(join(data, 'connections', `${id}.secrets`))
    expect(openSecrets(sealed, id, folder.keyring).secret).toBe(`secret of ${id}`)
  }

  const work = openWorklist({
    folder: join(data, 'worklist'),
    keyring: folder.keyring,
    clock,
    random: systemRandom,
    log
  })
  const { events } = await work.worklist.read('a'.repeat(16), 0)
  expect(events.map(({ id }) => id)).toEqual(expect.arrayContaining(saved('note')))
  await work.release()
  await folder.release()
  expect(log.entries.filter(({ event }) => event.includes('unreadable'))).toEqual([])
}

describe('two processes on one profile', () => {
  it.each(Array.from({ length: rounds }, (_, index) => firstSeed + index))(
    'lose nothing that was said to be saved, whenever they are killed (seed %i)',
    { timeout: 300_000 },
    async (seed) => {
      const data = temporaryFolder()
      const random = randomOf(seed)
      const pick = (): Kind => kinds[Math.floor(random() * kinds.length)]!
      const [first, second, third] = [randomOf(seed + 0.5), randomOf(seed + 0.25), randomOf(seed + 0.75)]
      const both = (await Promise.all([run(data, pick(), 1, first), run(data, pick(), 2, second)])).flat()
      // Whoever comes later goes on with what it finds; it sets the first one's setting again.
      const later = await run(data, 'window', 1, third)
      await check(data, [
        ...both.filter((line) => !/^saved (setting samplePatients|shared clientId)/.test(line)),
        ...later
      ])
    }
  )
})
