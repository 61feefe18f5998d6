import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JSONWebKeySet } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import { listRecords } from '../../src-main/services/audit/list-records.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { openSnapshotFolder, type SnapshotFolder } from '../../src-main/services/snapshots/snapshot-folder.ts'
import { openWindow, passphrase } from '../integration/connections/open-window.ts'
import { startSandbox } from '../integration/bulk/sandbox.ts'
import { settingsFor } from '../support/connection-calls.ts'
import { memoryLog } from '../support/memory-log.ts'
import { headlessProgram, runPopulus } from '../support/populus-command.ts'
import { quickWork } from '../support/quick-keyring.ts'
import { keepTexts, textOf } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const pausing = new URL('pause-child.ts', import.meta.url).href
const line = (id: string): string => `${JSON.stringify({ resourceType: 'Patient', id })}\n`

/** How a command ended that got a signal, and everything that it printed. */
interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/**
 * Runs a command as a process of its own, and sends it a signal.
 * @param pause what the path of a file has, at which it pauses for the signal
 * @param isReady asked again and again, where it does not pause
 */
async function canceled(
  words: readonly string[],
  signal: NodeJS.Signals,
  { pause, isReady }: { readonly pause?: string; readonly isReady?: () => boolean }
): Promise<Ended> {
  const imports = pause === undefined ? [] : ['--import', pausing]
  const child = spawn(process.execPath, [...imports, headlessProgram, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, POPULUS_PASSPHRASE: passphrase, POPULUS_TEST_PAUSE: pause ?? '^$' }
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (part: Buffer) => void (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => void (err += part.toString()))
  const closed = once(child, 'close')
  await vi.waitFor(() => expect(isReady?.() ?? err.includes('paused\n')).toBe(true), { timeout: 30_000, interval: 20 })
  child.kill(signal)
  const [code] = (await closed) as [number | null]
  return { code, out, err: err.replace('paused\n', '') }
}

function openFolder(data: string): Promise<SnapshotFolder> {
  const parts = { secrets: undefined, clock: systemClock, log: memoryLog(), work: quickWork }
  return openSnapshotFolder({ folder: join(data, 'snapshots'), ...parts })
}

/** A data folder with two snapshots. @returns their ids, the older one first */
async function twoSnapshots(): Promise<{ readonly data: string; readonly ids: readonly [string, string] }> {
  const data = join(temporaryFolder(), 'data')
  mkdirSync(data)
  const folder = await openFolder(data)
  await folder.keyring.create(passphrase)
  const ids: string[] = []
  for (const label of ['October', 'November']) {
    const draft = await folder.store.begin(0)
    ids.push(await keepTexts(draft, label, { 'Patient.ndjson': line('eve') + line(label) }))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await folder.release()
  return { data, ids: [ids[0]!, ids[1]!] }
}

/** What the snapshots of a data folder hold, sorted. */
async function textsOf(data: string): Promise<string[]> {
  const folder = await openFolder(data)
  await folder.keyring.unlock(passphrase)
  const texts: string[] = []
  for (const { id } of await folder.store.list()) {
    const opened = await folder.store.open(id)
    texts.push((await textOf(await opened.raw(0)))!)
    await opened.close()
  }
  await folder.release()
  return texts.sort()
}

async function lastRecord(data: string) {
  const [last] = (await listRecords(join(data, 'audit'), {}, { limit: 1 })).rows
  return last
}

describe.skipIf(process.platform === 'win32')('a command that is canceled', () => {
  it('leaves no file of a backup, and says so', async () => {
    const { data } = await twoSnapshots()
    writeFileSync(join(data, 'settings.json'), '{}')
    const out = temporaryFolder()
    const words = ['backup', '--data', data, '--out', join(out, 'all.backup'), '--json']
    const ended = await canceled(words, 'SIGTERM', { pause: 'settings\\.json$' })
    expect(ended.code).toBe(130)
    expect(ended.err).toMatch(/^Canceled\. No backup was written, and the saved data are as they were\./)
    expect(JSON.parse(ended.out)).toMatchObject({ error: { code: 'cancelled', exitCode: 130 } })
    expect(readdirSync(out)).toEqual([])
    expect(await lastRecord(data)).toMatchObject({ action: 'backup.made', outcome: 'failure' })
    expect((await runPopulus(words, { POPULUS_PASSPHRASE: passphrase })).code).toBe(0)
  })

  it('restores nothing, or everything where it has begun to', async () => {
    const { data } = await twoSnapshots()
    const file = join(temporaryFolder(), 'all.backup')
    await runPopulus(['backup', '--data', data, '--out', file], { POPULUS_PASSPHRASE: passphrase })
    const before = await textsOf(data)
    const early = temporaryFolder()
    const ended = await canceled(['restore', file, '--data', early], 'SIGINT', { pause: 'restoring.audit' })
    expect(ended.code, ended.err).toBe(130)
    expect(ended.err).toMatch(/^Canceled\. Nothing was restored, and the data folder is as it was\./)
    expect(readdirSync(early)).toEqual([])
    const late = temporaryFolder()
    const done = await canceled(['restore', file, '--data', late], 'SIGINT', { pause: 'restore\\.json' })
    expect([done.code, done.out], done.err).toEqual([0, expect.stringContaining('restored')])
    expect(await textsOf(late)).toEqual(before)
  })

  it('writes nothing about a person, and says so', async () => {
    const { data, ids } = await twoSnapshots()
    const out = join(temporaryFolder(), 'report')
    const words = ['subject', '--data', data, '--person', 'eve', '--reason', 'asked', '--out', out]
    const ended = await canceled(words, 'SIGINT', { pause: `${ids[0]}.raw-0` })
    expect([ended.code, ended.out]).toEqual([130, ''])
    expect(ended.err).toMatch(/^Canceled\. Nothing about the person was written into the folder of --out\./)
    expect(readdirSync(out)).toEqual([])
    expect((await runPopulus(words, { POPULUS_PASSPHRASE: passphrase })).code).toBe(0)
  })

  it('leaves no part of the evidence of an incident, and says so', async () => {
    const { data } = await twoSnapshots()
    writeFileSync(join(data, 'settings.json'), '{}')
    const target = join(temporaryFolder(), 'evidence')
    const words = ['incident', '--data', data, '--evidence', target]
    // What the log holds is copied before the settings.
    const ended = await canceled(words, 'SIGTERM', { pause: 'audit-anchor\\.json$' })
    expect([ended.code, ended.err]).toEqual([
      130,
      'Canceled. No evidence was saved. Run the same command again to save it.\n'
    ])
    expect(readdirSync(target)).toEqual([])
    await runPopulus(words, { POPULUS_PASSPHRASE: passphrase })
    expect(readdirSync(target)).toContain('manifest.json')
  })

  it('destroys no key, or all where it has begun to', async () => {
    const { data } = await twoSnapshots()
    const before = await textsOf(data)
    const words = ['incident', '--data', data, '--wipe', '--confirm', 'WIPE']
    const early = await canceled(words, 'SIGTERM', { pause: 'audit\\.jsonl$' })
    expect([early.code, early.out], early.err).toEqual([130, ''])
    expect(early.err).toMatch(/^Canceled\. No key was destroyed, and everything can be read as before\./)
    expect(await lastRecord(data)).toMatchObject({ action: 'incident.wiped', outcome: 'failure' })
    expect(await textsOf(data)).toEqual(before)
    const late = await canceled(words, 'SIGINT', { pause: 'keyring\\.json$' })
    expect([late.code, late.out], late.err).toEqual([0, expect.stringMatching(/^All keys are destroyed/)])
    expect(await lastRecord(data)).toMatchObject({ action: 'incident.wiped', outcome: 'success' })
    expect(existsSync(join(data, 'snapshots', 'keyring.json'))).toBe(false)
  })

  it('erases nothing before it has begun, and says so', async () => {
    const { data, ids } = await twoSnapshots()
    const certificate = join(temporaryFolder(), 'certificate.json')
    const words = ['erase', '--data', data, '--person', 'eve', '--confirm', 'eve', '--reason', 'asked']
    const ended = await canceled([...words, '--certificate', certificate], 'SIGINT', { pause: `${ids[0]}.raw-0` })
    expect([ended.code, ended.err]).toEqual([
      130,
      'Canceled. Nothing was erased. Run the same command again to erase.\n'
    ])
    expect(existsSync(certificate)).toBe(false)
    expect((await textsOf(data)).join('').match(/eve/g)).toHaveLength(2)
  })

  it('certifies the part of an erasure that is done, and goes on with the rest', async () => {
    const { data, ids } = await twoSnapshots()
    const folder = temporaryFolder()
    const words = ['erase', '--data', data, '--person', 'eve', '--confirm', 'eve', '--reason', 'asked']
    const first = join(folder, 'first.json')
    const ended = await canceled([...words, '--certificate', first], 'SIGTERM', { pause: `${ids[1]}.raw-0` })
    expect(ended.code, ended.err).toBe(130)
    expect(ended.err).toMatch(
      /^Canceled\. The person was removed from 1 snapshot, as the certificate says\. 1 snapshot and/
    )
    expect(JSON.parse(readFileSync(first, 'utf8'))).toMatchObject({
      complete: false,
      snapshots: [{ snapshot: ids[0] }],
      left: [ids[1]],
      notErased: expect.arrayContaining([expect.stringMatching(/^1 snapshot and entries/)]) as unknown
    })
    expect(await lastRecord(data)).toMatchObject({
      action: 'data.erased',
      outcome: 'failure',
      facts: { code: 'cancelled', snapshots: 1, left: 1 }
    })
    expect((await textsOf(data)).join('').match(/eve/g)).toHaveLength(1)
    const second = join(folder, 'second.json')
    const env = { POPULUS_PASSPHRASE: passphrase }
    const { code, err } = await runPopulus([...words, '--certificate', second], env)
    expect(code, err).toBe(0)
    expect(JSON.parse(readFileSync(second, 'utf8'))).toMatchObject({
      complete: true,
      snapshots: [{ snapshot: ids[1] }]
    })
    expect((await textsOf(data)).join('')).not.toContain('eve')
  })

  it('stores what an export brought, names what ended, and goes on with the next refresh', async () => {
    const data = temporaryFolder()
    const { connections, close } = await openWindow(data)
    const settings = settingsFor('http://127.0.0.1:9', { auth: 'private_key_jwt', clientId: 'app' })
    const { id } = await connections.create({ ...settings, name: 'Slow' })
    await connections.makeKey(id, 'ES384')
    const jwks = JSON.parse(await connections.publicJwks(id)) as JSONWebKeySet
    const { base, server } = await startSandbox({
      clients: [{ clientId: 'app', jwks }],
      retryAfterSeconds: 4,
      pollsBeforeDone: 1
    })
    await connections.change(id, { ...(await connections.get(id)).settings, base })
    await close()
    const waits = (): boolean => server.seen.some(({ status }) => status === 202)
    const polls = (): boolean => server.seen.filter(({ status }) => status === 202).length > 1
    const ended = await canceled(['refresh', 'all', '--data', data], 'SIGTERM', { isReady: () => waits() && polls() })
    expect([ended.code, ended.out]).toEqual([130, ''])
    expect(ended.err).toMatch(
      /^Canceled\. No connection was refreshed.*What the export of Slow brought so far is stored, and the next refresh goes on with it\./
    )
    expect(server.jobs()).toBe(1)
    const { code, out, err } = await runPopulus(['refresh', 'all', '--data', data], { POPULUS_PASSPHRASE: passphrase })
    expect([code, out], err).toEqual([0, expect.stringContaining('Slow: committed')])
    expect(server.seen.filter(({ path }) => path.includes('$export') && !path.includes('status'))).toHaveLength(1)
  })
})
