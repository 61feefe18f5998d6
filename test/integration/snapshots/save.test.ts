import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { SnapshotFacts } from '#shared/snapshot.ts'
import type { AuditEntry } from '../../../src-main/ports/host.ts'
import { createImportCatalog } from '../../../src-main/services/imports/import-catalog.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { createStoredResults } from '../../../src-main/services/content/stored-results.ts'
import { createRetention } from '../../../src-main/services/snapshots/retention.ts'
import { createBackupGate } from '../../../src-main/storage/backup/backup-gate.ts'
import { createRetentionClock } from '../../../src-main/services/snapshots/retention-clock.ts'
import { createSnapshotService } from '../../../src-main/services/snapshots/snapshot-service.ts'
import { newPrefix } from '../../../src-main/storage/snapshots/snapshot-layout.ts'
import { wordParts } from '../../support/saved-parts.ts'
import { someFacts, testStore, textOf } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const patient = '{"resourceType":"Patient","id":"a"}\n'

/** The service over a real folder of files: plain, gzipped, and empty. */
async function started(folder = temporaryFolder()) {
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, 'a.ndjson'), patient)
  writeFileSync(join(data, 'b.ndjson.gz'), gzipSync(patient.repeat(1000)))
  writeFileSync(join(data, 'c.ndjson'), '\n')
  const catalog = createImportCatalog({ random: systemRandom })
  const { store, keyring, log } = await testStore(join(folder, 'snapshots'))
  const settings = {
    keepDays: 0,
    keepCount: 0,
    now: Date.now(),
    auditFails: false,
    onRecord: async (_: AuditEntry): Promise<void> => undefined
  }
  const audited: AuditEntry[] = []
  const gate = createBackupGate()
  const service = createSnapshotService({
    keyring,
    store,
    catalog,
    log,
    retention: (isOpen) =>
      createRetention({
        keyring,
        store,
        gate,
        audit: {
          async record(entry) {
            if (settings.auditFails) throw new AppError('not-allowed', 'The audit log cannot be written.')
            await settings.onRecord(entry)
            return audited.push(entry)
          },
          pseudonym: async () => undefined
        },
        clock: { now: () => settings.now },
        retentionClock: createRetentionClock(join(folder, 'snapshots')),
        log,
        policy: () => settings,
        isOpen,
        changed: () => undefined
      })
  })
  const listing = await catalog.open([data])
  const files = [
    { name: 'a.ndjson', textBytes: patient.length },
    { name: 'b.ndjson.gz', textBytes: patient.length * 1000 },
    { name: 'c.ndjson', textBytes: 1 }
  ]
  const open = async (id: string): ReturnType<typeof service.open> => {
    const opened = await service.open(id)
    onTestFinished(() => catalog.close(opened.listing.importId))
    return opened
  }
  return {
    folder,
    data,
    catalog,
    store,
    service: { ...service, open },
    keyring,
    listing,
    files,
    settings,
    audited,
    gate
  }
}

/** Folders of snapshots that are not finished. */
function draftsIn(folder: string): string[] {
  return readdirSync(join(folder, 'snapshots')).filter((name) => name.startsWith(newPrefix))
}

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array, void> {
  for (const text of texts) yield Buffer.from(text)
}

async function keep(
  { service, listing, files }: Awaited<ReturnType<typeof started>>,
  facts: Partial<SnapshotFacts> = {}
): Promise<string> {
  const keepId = await service.begin(files, patient.length)
  for (const raw of files.keys()) await service.take(keepId, raw, listing.importId, raw)
  await service.append(keepId, 'cache', chunks('co', 'lum'), false)
  await service.append(keepId, 'cache', chunks('ns'), true)
  return (await service.commit(keepId, { ...someFacts('October'), ...facts }, [{ name: 'x.txt', reason: 'no' }])).id
}

describe('keeping what is loaded', () => {
  it('seals files of an import as plain text, and opens them as an import', async () => {
    const run = await started()
    const id = await keep(run)
    const { listing, facts, openCache } = await run.service.open(id)
    expect(listing).toMatchObject({ label: 'October', kind: 'snapshot', skipped: [{ name: 'x.txt', reason: 'no' }] })
    expect(listing.files.map(({ name }) => name)).toEqual(run.files.map(({ name }) => name))
    expect(facts.patients).toBe(2)
    expect(await textOf(await run.catalog.read(listing.importId, 0))).toBe(patient)
    const range = { offset: patient.length * 999, length: patient.length }
    expect(await textOf(await run.catalog.read(listing.importId, 1, range))).toBe(patient)
    expect(await textOf(await openCache!())).toBe('columns')
    await run.catalog.close(listing.importId)
    await expect(run.catalog.read(listing.importId, 0)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('takes a load of more files than one call names, and says which packed file was cut', async () => {
    const run = await started()
    const packed = gzipSync(Buffer.from(patient.repeat(5000)))
    writeFileSync(join(run.data, 'd.ndjson.gz'), packed.subarray(0, packed.length - 30))
    const { importId } = await run.catalog.open([run.data])
    const [first, ...more] = run.files
    const keepId = await run.service.begin([first!], 1)
    run.service.addFiles(keepId, [...more, { name: 'd.ndjson.gz' }])
    for (const raw of [0, 1, 2, 3]) await run.service.take(keepId, raw, importId, raw)
    const { id } = await run.service.commit(keepId, someFacts('many'), [])
    const { listing } = await run.service.open(id)
    expect(listing.files.map(({ name }) => name)).toEqual([...run.files.map(({ name }) => name), 'd.ndjson.gz'])
    expect(listing.skipped).toMatchObject([
      { name: 'd.ndjson.gz', reason: expect.stringMatching(/cut/) as string, mayHoldData: true }
    ])
    expect(() => run.service.addFiles('0'.repeat(32), [])).toThrow(/abandoned/)
  })

  it('takes files that the page sends in pieces', async () => {
    const run = await started()
    const keepId = await run.service.begin([{ name: 'sent.ndjson', textBytes: 6 }], 6)
    await run.service.append(keepId, { raw: 0 }, chunks('ab', 'cd'), false)
    await expect(run.service.append(keepId, 'cache', chunks('x'), false)).rejects.toMatchObject({
      code: 'invalid-input'
    })
    await run.service.append(keepId, { raw: 0 }, chunks('ef'), true)
    const { id } = await run.service.commit(keepId, someFacts('sent'), [])
    const { listing, openCache } = await run.service.open(id)
    expect(await textOf(await run.catalog.read(listing.importId, 0))).toBe('abcdef')
    expect(openCache).toBeUndefined()
    await run.service.append(id, 'cache', chunks('columns, made anew'), true)
    expect(await textOf(await (await run.service.open(id)).openCache!())).toBe('columns, made anew')
  })

  it('keeps nothing when a file changed, is missing, or never came', async () => {
    const run = await started()
    writeFileSync(join(run.data, 'a.ndjson'), patient.repeat(2))
    const keepId = await run.service.begin(run.files, 1)
    await expect(run.service.take(keepId, 0, run.listing.importId, 0)).rejects.toMatchObject({
      code: 'unreadable-file'
    })
    await expect(run.service.take(keepId, 1, 'gone', 1)).rejects.toMatchObject({ code: 'not-found' })
    await expect(run.service.commit(keepId, someFacts('x'), [])).rejects.toMatchObject({ code: 'internal' })
    expect(await run.service.list()).toEqual([])
    await expect(run.service.commit(keepId, someFacts('x'), [])).rejects.toMatchObject({ code: 'not-found' })
    expect(draftsIn(run.folder)).toEqual([])
  })

  it('gives up what was begun before when another load is kept', async () => {
    const run = await started()
    const first = await run.service.begin(run.files, 1)
    await run.service.append(first, { raw: 0 }, chunks('half'), false)
    await keep(run)
    await expect(run.service.take(first, 0, run.listing.importId, 0)).rejects.toMatchObject({ code: 'not-found' })
    await run.service.abandon(first)
    expect(await run.service.list()).toHaveLength(1)
  })
})

describe('the retention policy', () => {
  /** Days go by one after another, as on a computer that is used every day. */
  async function passDays({ service, settings }: Awaited<ReturnType<typeof started>>, days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      settings.now += 86_400_000
      await service.applyRetention()
    }
  }

  it('deletes what is too old, with a record before, but neither what is read, on hold, nor the newest of a source', async () => {
    const run = await started()
    const [old, shown, held, newest] = [await keep(run), await keep(run), await keep(run), await keep(run)]
    const other = await keep(run, { label: 'Another source' })
    await run.service.open(shown)
    await run.service.hold(held, true)
    run.settings.keepDays = 30
    await passDays(run, 29)
    expect(await run.service.list()).toHaveLength(5)
    await passDays(run, 3)
    const left = (await run.service.list()).map(({ id }) => id)
    expect(left.toSorted()).toEqual([shown, held, newest, other].toSorted())
    expect(run.audited).toEqual([
      { action: 'snapshot.expired', outcome: 'success', facts: { snapshot: old, ageDays: 30 } }
    ])
    await expect(run.service.delete(held)).rejects.toThrow(/on hold/)
    await run.service.hold(held, false)
    await passDays(run, 1)
    expect((await run.service.list()).map(({ id }) => id)).not.toContain(held)
  })

  it('deletes nothing while a backup is being made', async () => {
    const run = await started()
    run.settings.keepCount = 1
    await run.gate.backUp(async () => {
      for (let saved = 0; saved < 2; saved += 1) await keep(run)
    })
    expect(await run.service.list()).toHaveLength(2)
    expect(run.audited).toEqual([])
    await run.service.applyRetention()
    expect(await run.service.list()).toHaveLength(1)
  })

  it('keeps so many complete ones of a source; an incomplete one never takes the place of a complete one', async () => {
    const run = await started()
    run.settings.keepCount = 2
    const first = await keep(run)
    const second = await keep(run)
    const incomplete = { state: 'partial' as const, missing: [], absent: [], rejected: 0 }
    const partial = await keep(run, { completeness: incomplete })
    await keep(run, { completeness: incomplete })
    expect((await run.service.list()).map(({ id }) => id)).toEqual(expect.arrayContaining([first, second, partial]))
    const third = await keep(run)
    const ids = (await run.service.list()).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([second, third]))
    expect(ids).not.toContain(first)
  })

  it('deletes nothing by a clock that jumped, says so, and believes it when it is still so a day later', async () => {
    const run = await started()
    const old = await keep(run)
    await keep(run)
    run.settings.keepDays = 30
    await run.service.applyRetention()
    run.settings.now += 31 * 86_400_000
    await run.service.applyRetention()
    await keep(run)
    expect(await run.service.list()).toHaveLength(3)
    expect(run.service.retention()).toEqual({ state: 'clock', deleted: 0, daysOff: 31 })
    // The clock is put right: nothing was lost.
    run.settings.now -= 31 * 86_400_000
    await run.service.applyRetention()
    expect(run.service.retention()).toEqual({ state: 'done', deleted: 0 })
    // The computer was off for a month.
    run.settings.now += 31 * 86_400_000
    await run.service.applyRetention()
    await passDays(run, 1)
    expect((await run.service.list()).map(({ id }) => id)).not.toContain(old)
  })

  it('deletes nothing while the data are locked, or without a record', async () => {
    const run = await started()
    await keep(run)
    await keep(run)
    run.settings.keepCount = 1
    run.settings.auditFails = true
    await run.service.applyRetention()
    expect(await run.service.list()).toHaveLength(2)
    run.settings.auditFails = false
    await run.service.applyRetention()
    expect(await run.service.list()).toHaveLength(1)
  })

  it('deletes nothing that is opened or put on hold while others are deleted', async () => {
    const run = await started()
    for (let count = 0; count < 4; count += 1) await keep(run)
    run.settings.keepCount = 1
    run.settings.onRecord = async ({ facts }) => {
      run.settings.onRecord = async () => undefined
      const [, second, third] = (await run.service.list()).filter(({ id }) => id !== facts['snapshot'])
      await run.store.hold(second!.id, true)
      await run.service.open(third!.id)
    }
    await run.service.applyRetention()
    expect(run.service.retention()).toEqual({ state: 'done', deleted: 1 })
    expect(await run.service.list()).toHaveLength(3)
    expect(run.audited).toHaveLength(1)
  })

  it('forgets each key when it is locked: of what is open twice, and of what is being opened or begun', async () => {
    const run = await started()
    const id = await keep(run)
    // A page that was loaded again opens it anew, and no page knows the first import any more.
    const imports = [(await run.service.open(id)).listing.importId, (await run.service.open(id)).listing.importId]
    const parts = await wordParts(run.folder, 'word')
    await run.service.keepShards(id, parts.address().files)
    const asked = Promise.allSettled([
      run.service.open(id),
      run.service.begin(run.files, 1),
      run.service.shards(id),
      run.service.append(id, 'cache', chunks('columns'), true)
    ])
    await run.service.closeAll()
    await parts.close()
    const refused = { status: 'rejected', reason: { code: 'not-allowed' } }
    expect(await asked).toMatchObject([refused, refused, refused, refused])
    for (const importId of imports) await expect(run.catalog.read(importId, 0).then(textOf)).rejects.toThrow(AppError)
    expect(draftsIn(run.folder)).toEqual([])
  })

  it('closes with the lock what others opened: results that are read, and such that are written', async () => {
    const run = await started()
    const [id, other] = [await keep(run), await keep(run)]
    const results = createStoredResults(run.store)
    await results.replace(id, chunks('x'.repeat(600_000)))
    const reader = (await results.read(id)).getReader()
    expect((await reader.read()).value).toBeDefined()
    const { promise: sent, resolve: send } = Promise.withResolvers<void>()
    async function* slow(): AsyncGenerator<Uint8Array, void> {
      yield Buffer.from('half')
      await sent
      yield Buffer.from('the rest')
    }
    const writing = results.replace(other, slow())
    const beginning = results.read(id)
    const refused = expect(writing).rejects.toMatchObject({ code: 'not-allowed' })
    const refusedToo = expect(beginning).rejects.toMatchObject({ code: 'not-allowed' })
    await run.service.closeAll()
    await expect(reader.read()).rejects.toMatchObject({ code: 'not-allowed' })
    send()
    await refused
    await refusedToo
    expect(await results.has(other)).toBe(false)
    await results.replace(other, chunks('results'))
    expect(await textOf(await results.read(other))).toBe('results')
  })

  it('leaves nothing of a snapshot that was begun at the same time as another', async () => {
    const run = await started()
    const ids = await Promise.all([run.service.begin(run.files, 1), run.service.begin(run.files, 1)])
    expect(ids.filter((id) => run.service.isDraft(id))).toHaveLength(1)
    expect(draftsIn(run.folder)).toHaveLength(1)
    await run.service.closeAll()
    expect(draftsIn(run.folder)).toEqual([])
  })
})
