import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MethodName } from '#shared/contract/contract.ts'
import type { MisplacedFile } from '#shared/contract/host.ts'
import { compose } from '../../src-main/composition/compose.ts'
import type { Services } from '../../src-main/composition/composed-services.ts'
import { findInstallation } from '../../src-main/host/process/installation.ts'
import { openSettingsFile } from '../../src-main/host/node/settings-file.ts'
import { startProblem } from '../../src-main/host/process/start-problem.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { openExportRecordFiles } from '../../src-main/services/exports/export-record.ts'
import { createExport } from '../../src-main/services/exports/export-storage.ts'
import { openSnapshotFolder } from '../../src-main/services/snapshots/snapshot-folder.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { connectionInputs } from '../support/connection-calls.ts'
import { memoryLog, type MemoryLog } from '../support/memory-log.ts'
import { keepTexts } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { noteOn } from '../support/worklist.ts'
import { quickWork } from '../support/quick-keyring.ts'
import { nodeHost } from '../support/node-host.ts'

const passphrase = 'four unlikely words together'

async function start(data: string, log: MemoryLog = memoryLog()): Promise<Services> {
  return compose(
    nodeHost(data, {
      settings: await openSettingsFile(join(data, 'settings.json'), systemClock, log),
      paths: { ...findInstallation(import.meta.dirname), data },
      log
    })
  )
}

async function call(services: Services, name: MethodName, input: unknown): Promise<unknown> {
  const reply = await services.dispatch(name, input, { windowId: 1 })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value
}

/** A data folder with something in each of its files. */
async function profile(): Promise<{ data: string; snapshot: string; connection: string; run: string }> {
  const data = mkdtempSync(join(tmpdir(), 'populus-misplaced-'))
  mkdirSync(join(data, 'snapshots'))
  const log = memoryLog()
  const kept = await openSnapshotFolder({
    folder: join(data, 'snapshots'),
    secrets: undefined,
    work: quickWork,
    clock: systemClock,
    log
  })
  await kept.keyring.create(passphrase)
  const texts = { 'Patient.ndjson': '{"resourceType":"Patient","id":"p"}\n' }
  const snapshot = await keepTexts(await kept.store.begin(0), 'one', texts)
  await keepTexts(await kept.store.begin(0), 'two', texts)
  const records = await openExportRecordFiles(join(data, 'exports'), diskFiles, log)
  const storage = { records, keyring: kept.keyring, store: kept.store, files: diskFiles }
  const job = { connection: 'connection-1', name: 'Riverbend', kind: 'full', reason: 'asked' } as const
  const { id: run } = await createExport(storage, job, systemRandom, 1)
  await createExport(storage, { ...job, connection: 'connection-2' }, systemRandom, 2)
  await kept.release()
  const services = await start(data)
  await call(services, 'keyring.unlock', { passphrase })
  await call(services, 'settings.set', { theme: 'dark' })
  const made = await call(services, 'connections.create', connectionInputs['connections.create'])
  await call(services, 'connections.create', connectionInputs['connections.create'])
  await call(services, 'worklist.add', { population: 'clinic', entries: [noteOn('p', 'a')] })
  await services.close()
  return { data, snapshot, connection: (made as { readonly id: string }).id, run }
}

/** Every file with its content. */
function filesIn(data: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) found.set(relative(data, path).replaceAll('\\', '/'), readFileSync(path))
  }
  return found
}

const calls = {
  snapshots: ['snapshots.list', undefined],
  connections: ['connections.list', undefined],
  exports: ['exports.list', {}],
  worklist: ['worklist.read', { population: 'clinic', from: 0 }],
  settings: ['settings.set', { theme: 'light' }]
} as const
type Part = keyof typeof calls
const parts = Object.keys(calls) as Part[]

interface Case {
  /** `SNAPSHOT`, `CONNECTION` and `EXPORT` stand for ids. */
  readonly path: string
  /** The sentence names this. */
  readonly named?: string
  /** What fails with it: the start, or one part of the program; nothing where the file is set aside or passed over. */
  readonly fails?: 'start' | Part
  /** The log says this. */
  readonly logged?: string
  /** The list that lacks an item, or has it without its facts. */
  readonly lacks?: MisplacedFile['part']
}

const cases: readonly Case[] = [
  { path: 'settings.json', logged: 'settings.set-aside' },
  { path: 'audit-anchor.json', logged: 'audit.set-aside' },
  { path: 'audit/audit-head.json', logged: 'audit.set-aside' },
  { path: 'audit/audit.key', logged: 'audit.set-aside' },
  { path: 'audit/audit.jsonl', fails: 'start', named: 'audit/audit.jsonl' },
  { path: 'audit', fails: 'start', named: 'audit' },
  { path: 'snapshots/keyring.json', fails: 'start', named: 'keyring.json' },
  { path: 'snapshots/journal.jsonl', fails: 'start', named: 'snapshots/journal.jsonl' },
  { path: 'snapshots/SNAPSHOT/key', logged: 'snapshots.unreadable', lacks: 'snapshots' },
  { path: 'snapshots/SNAPSHOT/outside.json', logged: 'snapshots.unreadable', lacks: 'snapshots' },
  { path: 'snapshots/SNAPSHOT/inside.sealed', logged: 'snapshots.unreadable', lacks: 'snapshots' },
  { path: 'snapshots/clock.json' },
  { path: 'snapshots', fails: 'start', named: 'snapshots' },
  { path: 'connections/CONNECTION.json', logged: 'connections.unreadable', lacks: 'connections' },
  { path: 'connections', fails: 'start', named: 'connections' },
  { path: 'exports/EXPORT/job.json', logged: 'exports.unreadable', lacks: 'exports' },
  { path: 'exports/EXPORT/journal.ndjson', logged: 'exports.unreadable', lacks: 'exports' },
  { path: 'exports', fails: 'start', named: 'exports' },
  { path: 'snapshots/SNAPSHOT', logged: 'snapshots.unreadable', lacks: 'snapshots' },
  { path: 'exports/EXPORT', logged: 'exports.unreadable', lacks: 'exports' },
  { path: 'worklist/journal.sealed', fails: 'worklist', named: 'worklist/journal.sealed' },
  { path: 'worklist/journal.sealed.head', fails: 'worklist', named: 'worklist/journal.sealed.head' },
  { path: 'worklist/key', fails: 'worklist', named: 'worklist/key' },
  { path: 'worklist', fails: 'worklist', named: 'worklist' }
]

describe('a folder in the place of a file, and a file in the place of a folder', () => {
  let whole: Awaited<ReturnType<typeof profile>>

  beforeAll(async () => {
    whole = await profile()
  })

  afterAll(() => rmSync(whole.data, { recursive: true, force: true }))

  it.each(cases)('$path: is named, and nothing else is lost', async ({ path, named, fails, logged, lacks }) => {
    const data = join(temporaryFolder(), 'data')
    cpSync(whole.data, data, { recursive: true })
    const name = path
      .replace('SNAPSHOT', whole.snapshot)
      .replace('CONNECTION', whole.connection)
      .replace('EXPORT', whole.run)
    const place = join(data, name)
    const isFile = statSync(place).isFile()
    renameSync(place, join(temporaryFolder(), 'moved'))
    if (isFile) mkdirSync(place)
    else writeFileSync(place, 'in the way')
    const before = filesIn(data)

    const log = memoryLog()
    const messages: Partial<Record<'start' | Part, string>> = {}
    const answers: Partial<Record<Part, unknown>> = {}
    let misplaced: readonly MisplacedFile[] = []
    try {
      const services = await start(data, log)
      await call(services, 'keyring.unlock', { passphrase })
      for (const part of parts) {
        const [method, input] = calls[part]
        await call(services, method, input).then(
          (answer) => (answers[part] = answer),
          (error: unknown) => (messages[part] = String(error))
        )
      }
      misplaced = (await call(services, 'app.misplaced', undefined)) as readonly MisplacedFile[]
      await services.close()
    } catch (error) {
      messages.start = startProblem(error, data)
    }
    expect(Object.keys(messages)).toEqual(fails === undefined ? [] : [fails])
    if (fails !== undefined) {
      expect(messages[fails]).toContain(named)
      expect(messages[fails]).toMatch(/[Pp]ut (?:it )?back/)
      expect(messages[fails]).not.toContain(data)
    }
    if (lacks === undefined) expect(misplaced).toEqual([])
    else {
      expect(misplaced.map(({ part }) => part)).toEqual([lacks])
      expect(misplaced[0]!.message).toContain(`"${name}" in the data folder`)
      expect(misplaced[0]!.message).toContain('put back what was there')
    }
    // The others are listed all the same.
    for (const part of ['snapshots', 'connections', 'exports'] as const)
      if (fails !== 'start') expect((answers[part] as unknown[]).length).toBeGreaterThanOrEqual(part === lacks ? 1 : 2)
    if (logged !== undefined) expect(log.entries.map(({ event }) => event)).toContain(logged)
    // What is stored of patients and connections is as it was; the head of a journal is sealed again when it is opened.
    const after = filesIn(data)
    for (const [file, bytes] of before)
      if (/^(?:snapshots\/[0-9a-f]{32}|connections|worklist|exports)\/.*(?<!\.head)$/.test(file))
        expect(after.get(file), file).toEqual(bytes)
  })
  it('does not keep an export in the history that is to be removed', async () => {
    const data = join(temporaryFolder(), 'data')
    cpSync(whole.data, data, { recursive: true })
    const journal = join(data, 'exports', whole.run, 'journal.ndjson')
    rmSync(journal)
    mkdirSync(journal)
    const records = await openExportRecordFiles(join(data, 'exports'), diskFiles, memoryLog())
    await records.remove(whole.run)
    expect(readdirSync(join(data, 'exports')).filter((name) => name.includes(whole.run))).toEqual([])
  })
})
