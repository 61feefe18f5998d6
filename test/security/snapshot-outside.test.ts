import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Completeness } from '#shared/completeness.ts'
import { defaultSnapshot } from '#shared/snapshot.ts'
import { openAuditLog } from '../../src-main/services/audit/audit-log.ts'
import { recordedDecisions } from '../../src-main/services/snapshots/recorded-decisions.ts'
import { retentionPlan } from '../../src-main/services/snapshots/retention-plan.ts'
import { createSealedWriter } from '../../src-main/storage/sealed/sealed-writer.ts'
import { diskFiles, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'
import { readInside } from '../../src-main/storage/snapshots/open-snapshot.ts'
import { purposes, snapshotLayout } from '../../src-main/storage/snapshots/snapshot-layout.ts'
import { failingFiles } from '../fault/failing-files.ts'
import { memoryLog } from '../support/memory-log.ts'
import { someFacts, testStore, type TestStore } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const completeness: Completeness = { state: 'smaller', missing: [], absent: [], rejected: 0 }

async function save({ store }: TestStore): Promise<{ readonly id: string; readonly keptAt: number }> {
  const draft = await store.begin(0)
  return draft.commit({ facts: { ...someFacts('clinic'), completeness }, skipped: [] }, [])
}

async function entryOf({ store }: TestStore, id: string) {
  return (await store.list()).find((entry) => entry.id === id)
}

/** Makes a snapshot one of version 1, as it was written before what lies next to was sealed. */
async function makeEarly(folder: string, { keyring }: TestStore, id: string): Promise<void> {
  const layout = snapshotLayout(join(folder, id))
  const key = keyring.openKey(readFileSync(layout.key), purposes.key(id))
  const { keptAt, version: _version, ...inside } = await readInside(diskFiles, layout, id, key)
  rmSync(layout.inside)
  const writer = await createSealedWriter(diskFiles, layout.inside, { key, purpose: purposes.inside(id) })
  await writer.write(Buffer.from(JSON.stringify({ version: 1, ...inside })))
  await writer.finish()
  writeFileSync(
    layout.outside,
    `${JSON.stringify({ version: 1, id, keptAt, keptBytes: 9, completeness: 'smaller' })}\n`
  )
}

describe('what lies next to a snapshot', () => {
  it('is named with any other byte, cut or removed; then the snapshot is on hold, and its sealed time and completeness hold', async () => {
    const folder = temporaryFolder()
    const test = await testStore(folder)
    const { id, keptAt } = await save(test)
    await test.store.accept(id, 'needed-now')
    const outside = join(folder, id, 'outside.json')
    const bytes = readFileSync(outside)
    expect(await entryOf(test, id)).toMatchObject({ keptAt, accepted: 'needed-now' })
    expect(await entryOf(test, id)).not.toHaveProperty('changed')
    const others = [...bytes.keys()].map((place) => {
      const changed = Buffer.from(bytes)
      changed[place] = changed[place]! ^ (1 << (place % 8))
      return changed
    })
    for (const changed of [
      ...others,
      bytes.subarray(0, -1),
      Buffer.alloc(0),
      Buffer.concat([bytes, Buffer.from(' ')])
    ]) {
      writeFileSync(outside, changed)
      const entry = await entryOf(test, id)
      expect(entry).toMatchObject({ keptAt, hold: true, completeness: 'smaller', changed: ['description'] })
      expect(defaultSnapshot([entry!])).toBeUndefined()
    }
    rmSync(outside)
    expect(await entryOf(test, id)).toMatchObject({ keptAt, hold: true, changed: ['description'] })
    await expect(test.store.delete(id)).rejects.toThrow('on hold')
    expect(test.log.entries).toContainEqual(
      expect.objectContaining({ event: 'snapshots.outside-changed', facts: { snapshot: id, what: 'description' } })
    )
    // Whoever decides again has it in order again.
    await test.store.hold(id, false)
    const mended = await entryOf(test, id)
    expect(mended).toMatchObject({ keptAt })
    expect(Object.keys(mended!)).not.toEqual(expect.arrayContaining(['changed']))
    await test.store.delete(id)
    await test.release()
  })

  it('cannot be of another snapshot, of version 1, or made complete', async () => {
    const folder = temporaryFolder()
    const test = await testStore(folder)
    const { id } = await save(test)
    const other = await save(test)
    const outside = join(folder, id, 'outside.json')
    const bytes = readFileSync(outside, 'utf8')
    copyFileSync(join(folder, other.id, 'outside.json'), outside)
    expect(await entryOf(test, id)).toMatchObject({ changed: ['description'] })
    writeFileSync(outside, bytes.replace('"smaller"', '"complete"'))
    expect(await entryOf(test, id)).toMatchObject({ changed: ['description'], completeness: 'smaller' })
    writeFileSync(outside, `${JSON.stringify({ version: 1, id, keptAt: 1, keptBytes: 1, completeness: 'smaller' })}\n`)
    expect(await entryOf(test, id)).toMatchObject({ changed: ['description'] })
    expect((await entryOf(test, id))!.keptAt).toBeGreaterThan(1)
    await test.release()
  })

  it('of an earlier decision is named by the audit log, and never takes a hold away', async () => {
    const data = temporaryFolder()
    const audit = await openAuditLog({
      folder: join(data, 'audit'),
      writer: { actor: 'admin', version: '0.0.0', host: 'test' },
      clock: { now: () => Date.UTC(2026, 10, 25, 9) },
      log: memoryLog()
    })
    const folder = join(data, 'snapshots')
    const test = await testStore(folder, diskFiles, recordedDecisions(join(data, 'audit'), memoryLog()))
    const { id } = await save(test)
    await save(test)
    const outside = join(folder, id, 'outside.json')
    const free = readFileSync(outside)
    const hold = async (value: boolean): Promise<Buffer> => {
      await test.store.hold(id, value)
      await audit.record({ action: 'snapshot.held', outcome: 'success', facts: { snapshot: id, hold: value } })
      return readFileSync(outside)
    }
    const held = await hold(true)
    writeFileSync(outside, free)
    expect(await entryOf(test, id)).toMatchObject({ hold: true, changed: ['hold'] })
    const policy = { keepCount: 0, keepDays: 1 }
    expect(retentionPlan(await test.store.list(), policy, Date.now() + 1e10).map((entry) => entry.id)).not.toContain(id)
    await expect(test.store.delete(id)).rejects.toThrow('on hold')
    // The log is asked without the key, too.
    test.keyring.lock()
    await expect(test.store.delete(id)).rejects.toThrow('on hold')
    await hold(false)
    expect(await entryOf(test, id)).not.toHaveProperty('changed')
    writeFileSync(outside, held)
    expect(await entryOf(test, id)).toMatchObject({ hold: true, changed: ['hold'] })
    await hold(false)

    await test.store.accept(id, 'needed-now')
    await audit.record({
      action: 'snapshot.accepted',
      outcome: 'success',
      facts: { snapshot: id, reason: 'needed-now' }
    })
    const accepted = readFileSync(outside)
    await test.store.accept(id, undefined)
    await audit.record({
      action: 'snapshot.accepted',
      outcome: 'success',
      facts: { snapshot: id, reason: 'withdrawn' }
    })
    writeFileSync(outside, accepted)
    const entry = await entryOf(test, id)
    expect(entry).toMatchObject({ changed: ['accepted'] })
    expect(entry).not.toHaveProperty('accepted')

    // A decision whose outcome was not recorded may have been made or not.
    await hold(false)
    await audit.record({ action: 'snapshot.held', outcome: 'intent', facts: { snapshot: id, hold: true } })
    expect(await entryOf(test, id)).not.toHaveProperty('changed')
    await test.store.hold(id, true)
    expect(await entryOf(test, id)).not.toHaveProperty('changed')
    // Data that were given up take their decisions with them.
    await audit.record({ action: 'profile.started-over', outcome: 'success', facts: {} })
    await test.store.hold(id, false)
    expect(await entryOf(test, id)).not.toHaveProperty('changed')
    await test.release()
  })
})

describe('a snapshot of the version that sealed nothing besides it', () => {
  async function early(files: StoreFiles = diskFiles) {
    const folder = temporaryFolder()
    const before = await testStore(folder)
    const { id, keptAt } = await save(before)
    await makeEarly(folder, before, id)
    writeFileSync(join(folder, id, 'hold'), '')
    writeFileSync(join(folder, id, 'accepted'), 'population-changed')
    await before.release()
    return { folder, id, keptAt, open: () => testStore(folder, files) }
  }

  it('is sealed with the time and the decisions that it had', async () => {
    const { folder, id, keptAt, open } = await early()
    const test = await open()
    const expected = { id, keptAt, hold: true, accepted: 'population-changed', facts: { label: 'clinic' } }
    expect(await entryOf(test, id)).toMatchObject(expected)
    expect(existsSync(join(folder, id, 'hold'))).toBe(false)
    expect(JSON.parse(readFileSync(join(folder, id, 'outside.json'), 'utf8'))).toMatchObject({ version: 2, keptAt })
    const entry = await entryOf(test, id)
    expect(entry).toMatchObject(expected)
    expect(entry).not.toHaveProperty('changed')
    const snapshot = await test.store.open(id)
    expect(snapshot.inside).toMatchObject({ version: 2, keptAt })
    await snapshot.close()
    // From now on version 1 is not believed.
    writeFileSync(join(folder, id, 'outside.json'), `${JSON.stringify({ version: 1, id, keptAt: 1, keptBytes: 1 })}\n`)
    expect(await entryOf(test, id)).toMatchObject({ keptAt, changed: ['description'] })
    await test.release()
  })

  it('stays as it was, unsealed, where the audit log says otherwise', async () => {
    const { folder, id, open } = await early()
    const recorded = async () => new Map([[id, { hold: new Set([false]) }]])
    await (await open()).release()
    const test = await testStore(folder, diskFiles, recorded)
    expect(await entryOf(test, id)).toMatchObject({ hold: true, changed: ['hold'] })
    expect(existsSync(join(folder, id, 'hold'))).toBe(true)
    await test.release()
  })

  it('says the same after the process ended at any step of that', async () => {
    const names: string[] = []
    const counted = await early(failingFiles((name) => void names.push(name)))
    const first = await counted.open()
    await first.store.list()
    await first.release()
    for (let last = 0; last < names.length; last++) {
      let call = 0
      const { id, keptAt, folder, open } = await early(
        failingFiles(() => {
          if (call++ >= last) throw Object.assign(new Error('ended'), { code: 'EIO' })
        })
      )
      const ended = await open().catch(() => undefined)
      await ended?.store.list().catch(() => undefined)
      await ended?.release()
      const reader = await testStore(folder)
      for (let look = 0; look < 2; look++) {
        const entry = await entryOf(reader, id)
        expect(entry, names[last]).toMatchObject({ keptAt, hold: true, accepted: 'population-changed' })
        expect(entry, names[last]).not.toHaveProperty('changed')
      }
      // Where the store was not opened its lock may still be held, and then the next process only reads.
      if (ended !== undefined) expect(existsSync(join(folder, id, 'accepted')), names[last]).toBe(false)
      await reader.release()
    }
  })
})
