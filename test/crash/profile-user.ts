import { setTimeout as delay } from 'node:timers/promises'
import { join } from 'node:path'
import type { Connection } from '#shared/connections/connection.ts'
import type { Reply } from '#shared/contract/contract.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { compose } from '../../src-main/composition/compose.ts'
import { openSettingsFile } from '../../src-main/host/node/settings-file.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { savedPath, readSaved } from '../../src-main/services/snapshots/read-saved.ts'
import { settingsFor } from '../support/connection-calls.ts'
import { noteOn } from '../support/worklist.ts'
import { longestRound, profilePassphrase, type Kind } from './profile-passphrase.ts'
import { nodeHost } from '../support/node-host.ts'

// One of several processes that use a profile at the same time. It works until it is killed or its time is over, and says
// "saved <what> <value>" for everything that it was told is saved. Another process may have a part of the profile: then it is
// refused, which it passes over; any other error ends it with a message.
const [data, kind, number] = process.argv.slice(2) as [string, Kind, string]
const silent = { write: () => undefined }
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const refusals = new Set(['not-allowed', 'not-found'])

async function work(): Promise<void> {
  const services = await compose(
    nodeHost(data, {
      platform: process.platform,
      settings: await openSettingsFile(join(data, 'settings.json'), systemClock, silent),
      log: silent
    })
  )

  /** @returns `undefined` when it was refused because of another process */
  async function call<T>(name: string, input?: unknown): Promise<T | undefined> {
    const reply: Reply = await services.dispatch(name, input, { windowId: 0 })
    if (reply.ok) return reply.value as T
    if (!refusals.has(reply.error.code)) throw new Error(`${name}: ${reply.error.code} ${reply.error.message}`)
    return undefined
  }

  const passphrase = profilePassphrase
  if ((await call('keyring.create', { passphrase })) !== undefined) say('saved keyring made')
  else if ((await call('keyring.unlock', { passphrase })) === undefined) throw new Error('the passphrase is refused')
  const end = Date.now() + longestRound
  for (let turn = 1; Date.now() < end; turn += 1) {
    const setting = number === '1' ? 'samplePatients' : 'keepRuns'
    if (await call('settings.set', { [setting]: 1000 + turn })) say(`saved setting ${setting}=${1000 + turn}`)
    const made = await call<{ id: string }>('connections.create', settingsFor('https://fhir.example.org/r4'))
    if (made !== undefined) {
      say(`saved connection ${made.id}`)
      if (await call('connections.setSecret', { id: made.id, secret: `secret of ${made.id}` }))
        say(`saved secret ${made.id}`)
    }
    await changeShared(call, turn)
    const entries = [noteOn('p1', `${number}-${turn}`)]
    const note = await call<{ id: string }[]>('worklist.add', { population: 'a'.repeat(16), entries })
    if (note !== undefined) say(`saved note ${note[0]!.id}`)
    if (kind === 'export') await exportSample(call)
    else await delay(20)
  }
  await services.close()
}

/** Both processes change the oldest connection, each another setting of it. */
async function changeShared(
  call: <T>(name: string, input?: unknown) => Promise<T | undefined>,
  turn: number
): Promise<void> {
  const [shared] = (await call<Connection[]>('connections.list')) ?? []
  if (shared === undefined) return
  if (shared.changedOutside !== undefined) throw new Error('a change by the other process passes for one from outside')
  const { id, settings } = shared
  const setting = number === '1' ? 'clientId' : 'group'
  const change = { id, before: settings, settings: { ...settings, [setting]: `${1000 + turn}` } }
  if (await call('connections.change', change)) say(`saved shared ${setting} ${id}=${1000 + turn}`)
}

async function exportSample(call: <T>(name: string, input?: unknown) => Promise<T | undefined>): Promise<void> {
  const started = await call<{ run: ExportRun }>('sandbox.start', { patients: 10, seed: 7 })
  if (started === undefined) return delay(50)
  for (;;) {
    const run = await call<ExportRun>('exports.get', { id: started.run.id })
    if (run?.state === 'committed') {
      say(`saved snapshot ${run.snapshot}`)
      return
    }
    if (run === undefined || run.state === 'failed' || run.state === 'cancelled') return
    await delay(20)
  }
}

/** What the commands `load` and `measure` do first. */
async function read(): Promise<void> {
  const end = Date.now() + longestRound
  while (Date.now() < end) {
    const path = savedPath(data)
    if (path === undefined) await delay(20)
    else {
      const snapshot = await readSaved(
        path,
        () => Promise.resolve(profilePassphrase),
        silent,
        async () => undefined
      ).catch((error: unknown) => {
        if (refusals.has(String(Reflect.get(error as Error, 'code')))) return undefined
        throw error
      })
      await snapshot?.close()
    }
  }
}

await (kind === 'reader' ? read() : work())
process.exit(0)
