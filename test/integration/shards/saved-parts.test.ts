import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Context } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { DIRECTORY_FILE, readDirectory, writeDirectory } from '#engine/shards/saved-directory.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { openShardFiles } from '../../../src-main/cli/shards/local-shard-files.ts'
import { openParts } from '../../../src-main/cli/data/shards-on-disk.ts'
import { createShardService } from '../../../src-main/services/shards/shard-service.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import type { OpenSnapshot } from '../../../src-main/storage/snapshots/open-snapshot.ts'
import { checkSavedShards, type SavedShards } from '../../../src-main/storage/snapshots/saved-shards.ts'
import { createSealedWriter } from '../../../src-main/storage/sealed/sealed-writer.ts'
import { openSavedParts } from '../../../src-renderer/workers/store/saved-parts.ts'
import { shippedViews } from '../../support/load-store.ts'
import { loadShards, readChunks, sampleFiles } from '../../support/loaded-population.ts'
import { panelsAsked } from '../../support/panel-answers.ts'
import { wordOf, wordParts } from '../../support/saved-parts.ts'
import { keepTexts, someFacts, testStore, type TestStore } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

const context: Context = {
  asOf: day('2026-10-31'),
  filters: [{ dimension: 'sex', values: ['female'] }]
}
const size = { shards: 3, cacheBytes: 1_000_000, batchBytes: 1_000_000, pieceBytes: 0, readers: 1 }

/** A snapshot of sample people with their parts, which were made in a folder that is gone. */
async function savedPopulation(folder: string) {
  const read = await readChunks(sampleFiles(9))
  const files = await openShardFiles(join(folder, 'shards'))
  const [{ disk }] = (await loadShards(read, 3, { files })) as [PopulationShard]
  await files.write(DIRECTORY_FILE, [writeDirectory(disk!.places, await viewMarks(shippedViews()))])
  const address = files.address()
  if (address.of !== 'process') throw new Error('these files are those of a page')
  const opened = await testStore(join(folder, 'snapshots'))
  const draft = await opened.store.begin(0)
  await draft.keepShards(address.files)
  const entry = await draft.commit({ facts: someFacts('large'), skipped: [] }, [])
  await files.close()
  await opened.release()
  const [{ store }] = (await loadShards(read, 1)) as [PopulationShard]
  return { entry, undivided: store }
}

/** A small snapshot whose parts hold a word. */
async function wordSnapshot(folder: string): Promise<TestStore & { readonly id: string }> {
  const opened = await testStore(join(folder, 'snapshots'))
  const id = await keepTexts(await opened.store.begin(0), 'small', { 'a.ndjson': '{}\n' })
  const parts = await wordParts(folder, 'first')
  await (await opened.store.open(id)).replaceShards(parts.address().files)
  await parts.close()
  return { ...opened, id }
}

/** What a snapshot's folder holds of parts. */
function partFiles(folder: string, id: string): string[] {
  return readdirSync(join(folder, 'snapshots', id)).filter((name) => name.startsWith('shard'))
}

async function shardsOf(snapshot: OpenSnapshot): Promise<SavedShards> {
  return (await snapshot.shards())!
}

describe('a snapshot of a population that does not fit into memory', () => {
  it('opens from its parts in another process, with the panels of one store, for commands and for the window', async () => {
    const folder = temporaryFolder()
    const { entry, undivided } = await savedPopulation(folder)
    const { store, release } = await testStore(join(folder, 'snapshots'))
    const snapshot = await store.open(entry.id)
    const saved = await shardsOf(snapshot)
    await snapshot.close()
    const asked = panelsAsked(undivided, shippedRegistries, context).filter((_, index) => index % 4 === 0)
    const alone = asked.map(([name, params]) => runPanel(undivided, shippedRegistries, name, context, params))
    const together = (shards: readonly PopulationShard[]) =>
      asked.map(([name, params]) => runPanel(shards, shippedRegistries, name, context, params))

    const opened = await openParts(saved, shippedViews(), size)
    expect(together(opened!.shards)).toEqual(alone)
    // Shards whose concepts are the same share one table of them.
    expect(opened!.shards[0]!.store.concepts).toBe(opened!.shards[2]!.store.concepts)
    await opened!.close()

    const service = await createShardService(join(folder, 'shards'))
    const paths = service.openSaved(saved)
    const read = new Map<string, Uint8Array<ArrayBuffer>>()
    for (const [name, { textBytes }] of saved)
      read.set(
        name,
        new Uint8Array(await new Response(await paths.read(['file', name, '0', `${textBytes}`])).arrayBuffer())
      )
    const closed: string[] = []
    const host = {
      openSavedShards: async () => ({
        id: 'p',
        files: Array.from(saved, ([name, { textBytes }]) => ({ name, bytes: textBytes }))
      }),
      closeShards: async (id: string) => void closed.push(id)
    }
    const readNow = (url: string): Uint8Array<ArrayBuffer> => {
      const [offset, length] = url.split('/').slice(-2).map(Number) as [number, number]
      return read.get(url.split('/').at(-3)!)!.slice(offset, offset + length)
    }
    const marks = await viewMarks(shippedViews())
    const parts = await openSavedParts(entry.id, marks, size.cacheBytes, host, readNow)
    expect(together(parts!.shards)).toEqual(alone)
    expect(await openSavedParts(entry.id, marks.slice(1), size.cacheBytes, host, readNow)).toBeUndefined()
    expect(closed).toEqual(['p'])
    await expect(paths.write(['drop', 'shard-0'], (async function* () {})())).rejects.toThrow('no longer open')
    await service.closeAll()
    await release()
  })

  it('counts its parts as room on the disk, holds nothing in plain text, and leaves nothing when it is deleted', async () => {
    const folder = temporaryFolder()
    const { entry } = await savedPopulation(folder)
    const place = join(folder, 'snapshots', entry.id)
    const sizes = readdirSync(place)
      .filter((name) => name.endsWith('.sealed'))
      .map((name) => readFileSync(join(place, name)).length)
    expect(entry.keptBytes).toBe(sizes.reduce((sum, bytes) => sum + bytes, 0))
    for (const name of readdirSync(place))
      expect(readFileSync(join(place, name)).includes('http://snomed.info')).toBe(false)
    const { store, release } = await testStore(join(folder, 'snapshots'))
    expect((await store.list())[0]).toMatchObject({ id: entry.id, keptBytes: entry.keptBytes })
    await store.delete(entry.id)
    expect(existsSync(place)).toBe(false)
    await release()
  })

  it('has no parts that other views made', async () => {
    const [{ disk }] = (await loadShards(await readChunks(sampleFiles(3)), 2)) as [PopulationShard]
    const marks = await viewMarks(shippedViews())
    const bytes = writeDirectory(disk!.places, marks).slice()
    expect(readDirectory(bytes, marks)).toEqual(disk!.places)
    expect(readDirectory(bytes, [{ ...marks[0]!, hash: 'another' }, ...marks.slice(1)])).toBeUndefined()
  })
})

describe('the parts of a snapshot', () => {
  it('take the place of those before, which are removed, and the room that they took is told', async () => {
    const folder = temporaryFolder()
    const { store, id, release } = await wordSnapshot(folder)
    const snapshot = await store.open(id)
    const before = (await store.list())[0]!.keptBytes
    const next = await wordParts(folder, 'second', 5)
    await snapshot.replaceShards(next.address().files)
    await next.close()
    expect(await wordOf(snapshot)).toBe('second')
    expect(partFiles(folder, id)).toHaveLength(6)
    const after = (await store.list())[0]!.keptBytes
    const place = join(folder, 'snapshots', id)
    const bytes = readdirSync(place)
      .filter((name) => name.endsWith('.sealed'))
      .map((name) => readFileSync(join(place, name)).length)
    expect(after).toBe(bytes.reduce((sum, each) => sum + each, 0))
    expect(after).toBeGreaterThan(before)
    await snapshot.close()
    await release()
  })

  it('are refused when one is missing, cut, or has another byte', async () => {
    const folder = temporaryFolder()
    const { store, id, release } = await wordSnapshot(folder)
    const snapshot = await store.open(id)
    const [part] = [...(await shardsOf(snapshot)).values()]
    const path = part!.path
    const whole = readFileSync(path)
    const flipped = Buffer.from(whole)
    flipped[flipped.length - 30]! ^= 1
    writeFileSync(path, flipped)
    await expect(checkSavedShards(diskFiles, await shardsOf(snapshot))).rejects.toThrow('changed or damaged')
    await expect(wordOf(snapshot)).rejects.toThrow('changed or damaged')
    writeFileSync(path, whole)
    await checkSavedShards(diskFiles, await shardsOf(snapshot))
    truncateSync(path, whole.length - 1)
    await expect(snapshot.shards()).rejects.toThrow('changed or damaged')
    rmSync(path)
    await expect(snapshot.shards()).rejects.toThrow('changed or damaged')
    // New ones can be kept all the same.
    const next = await wordParts(folder, 'second')
    await snapshot.replaceShards(next.address().files)
    await next.close()
    expect(await wordOf(snapshot)).toBe('second')
    // One snapshot's list is no other's.
    const other = await keepTexts(await store.begin(0), 'other', { 'a.ndjson': '{}\n' })
    writeFileSync(
      join(folder, 'snapshots', other, 'shards.sealed'),
      readFileSync(join(folder, 'snapshots', id, 'shards.sealed'))
    )
    await expect((await store.open(other)).shards()).rejects.toThrow('changed or damaged')
    await snapshot.close()
    await release()
  })

  it('of a later version are neither read nor replaced', async () => {
    const folder = temporaryFolder()
    const { store, keyring, id, release } = await wordSnapshot(folder)
    const place = join(folder, 'snapshots', id)
    const key = keyring.openKey(readFileSync(join(place, 'key')), `${id}/key`)
    rmSync(join(place, 'shards.sealed'))
    const writer = await createSealedWriter(diskFiles, join(place, 'shards.sealed'), { key, purpose: `${id}/shards` })
    await writer.write(Buffer.from(JSON.stringify({ version: 2, parts: [] })))
    await writer.finish()
    const before = partFiles(folder, id)
    const snapshot = await store.open(id)
    await expect(snapshot.shards()).rejects.toThrow('A newer version of Populus wrote the parts')
    const next = await wordParts(folder, 'second')
    await expect(snapshot.replaceShards(next.address().files)).rejects.toThrow('A newer version of Populus')
    await next.close()
    expect(partFiles(folder, id)).toEqual(before)
    await snapshot.close()
    await release()
  })
})
