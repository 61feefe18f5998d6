import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { DIRECTORY_FILE, writeDirectory } from '#engine/shards/saved-directory.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { toWireError } from '#shared/app-error.ts'
import { openParts } from '../../../src-main/cli/data/shards-on-disk.ts'
import { openShardFiles } from '../../../src-main/cli/shards/local-shard-files.ts'
import { createShardService, type ShardPaths } from '../../../src-main/services/shards/shard-service.ts'
import { openShardFile } from '../../../src-main/storage/shards/shard-folder.ts'
import type { OpenSnapshot } from '../../../src-main/storage/snapshots/open-snapshot.ts'
import type { SavedShards } from '../../../src-main/storage/snapshots/saved-shards.ts'
import { partsToKeep } from '../../../src-renderer/workers/store/saved-parts.ts'
import { loadSnapshotParts, type SnapshotLoad } from '../../../src-renderer/workers/store/refreshed-parts.ts'
import {
  changed,
  filesOf,
  linedFiles,
  textsOf,
  type ChangingPopulation,
  type TestResource
} from '../../support/changing-population.ts'
import { loadShards, readBehind, readChunks, sampleFiles } from '../../support/loaded-population.ts'
import { shippedPlan, shippedViews } from '../../support/load-store.ts'
import { expectFound, tablesOf } from '../../support/population-tables.ts'
import { keepTexts, testStore, type TestStore } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { day } from '../../unit/selection/plain-store.ts'

const asOf = day('2026-10-31')
const count = 3
const size = { shards: count, cacheBytes: 1_000_000, batchBytes: 1_000_000, pieceBytes: 0, readers: 1 }

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}

/** A snapshot with its files and parts, and one that was made from it by what changed and has none yet. */
async function refreshedSnapshot(folder: string) {
  const population = await linedFiles(sampleFiles(9))
  const opened = await testStore(join(folder, 'snapshots'))
  const marks = await viewMarks(shippedViews())
  const files = await openShardFiles(join(folder, 'shards'))
  const shards = await loadShards(await readChunks(filesOf(population)), count, { files, keepsPieces: true })
  await files.write(DIRECTORY_FILE, [writeDirectory(shards[0]!.disk!.places, marks)])
  const address = files.address()
  if (address.of !== 'process') throw new Error('these files are those of a page')
  const first = await keepTexts(await opened.store.begin(0), 'first', Object.fromEntries(textsOf(population)))
  await (await opened.store.open(first)).replaceShards(address.files)
  await files.close()

  const people = [...textsOf(population)].find(([name]) => name.includes('Patient'))![1].split('\n')
  const [moved, other] = people.slice(3, 5).map((line) => JSON.parse(line) as TestResource)
  const next = changed(population, 'new-1.ndjson', [{ ...moved!, birthDate: '1950-01-02' }], [`Patient/${other!.id}`])
  const refreshes = {
    snapshot: first,
    blanked: population.files.map((_, file) => [...(next.removed.get(file) ?? [])]),
    blankBytes: 0
  }
  const texts = Object.fromEntries(textsOf(next))
  const second = await keepTexts(await opened.store.begin(0), 'second', texts, undefined, refreshes)
  return { ...opened, marks, population, next, first, second }
}

/** A worker that loads a snapshot, with the services. */
async function worker(folder: string, before: OpenSnapshot, refreshed: OpenSnapshot) {
  const service = await createShardService(join(folder, 'shards'))
  const opened = new Map<string, ShardPaths>()
  let base: SavedShards = new Map()
  const lend = (paths: ShardPaths): string => {
    const id = `population-${opened.size}`
    opened.set(id, paths)
    return id
  }
  const ofAddress = (url: string): readonly [ShardPaths, string, string, number, number] => {
    const [, , id, what, name, offset, length] = url.split('/')
    return [opened.get(id!)!, what!, decodeURIComponent(name ?? ''), Number(offset), Number(length)]
  }
  const requests = {
    async send(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
      const [paths, what, name] = ofAddress(url)
      try {
        await paths.write([what, name], once(bytes))
        return new Response(null, { status: 204 })
      } catch (error) {
        const wire = toWireError(error)
        return Response.json(wire, { status: 400 })
      }
    },
    async stream(url: string): Promise<ReadableStream<Uint8Array>> {
      const [paths, what, name] = ofAddress(url)
      return new Response(await paths.read([what, name])).body!
    },
    readNow(url: string): Uint8Array<ArrayBuffer> {
      const [paths, what, name, offset, length] = ofAddress(url)
      const file = openShardFile({ files: what === 'base' ? base : service.sealed(paths) }, name)
      try {
        return file.read(offset, length)
      } finally {
        file.close()
      }
    }
  }
  const host: SnapshotLoad['host'] = {
    openShards: async () => lend(await service.open()),
    openSavedShards: () => Promise.reject(new Error('nothing is saved')),
    async openRefreshedShards() {
      base = (await before.shards())!
      const { blanked } = refreshed.inside.refreshes!
      const files = Array.from(base, ([name, { textBytes }]) => ({ name, bytes: textBytes }))
      return { id: lend(await service.openRefresh(base)), base: files, blanked }
    },
    saveShards: ({ id }) => refreshed.replaceShards(service.sealed(opened.get(id))),
    checkShards: (id) => service.check(opened.get(id)),
    closeShards: (id) => service.close(opened.get(id)!)
  }
  return { host, requests, service }
}

/** Opens the second snapshot as the window does, and keeps the parts. @returns which files were read */
async function restored(folder: string, snapshots: Awaited<ReturnType<typeof refreshedSnapshot>>) {
  const { store, first, second, marks, next } = snapshots
  const [before, after] = [await store.open(first), await store.open(second)]
  const { host, requests, service } = await worker(folder, before, after)
  const files = filesOf(next)
  const lengths = Array.from(textsOf(next).values(), (text) => Buffer.byteLength(text))
  const planned = files.map(({ name }, index): SnapshotLoad['planned'][number] => ({
    name,
    bytes: lengths[index]!,
    source: { kind: 'import', importId: 'snapshot', file: index },
    seekable: true
  }))
  const begun: number[] = []
  const snapshot = { id: 'second', label: 'Sample', loadedAt: Date.UTC(2026, 10, 1) }
  const loaded = await loadSnapshotParts({
    snapshot: second,
    views: marks,
    planned,
    host,
    requests,
    size,
    plan: shippedPlan(),
    keepsPieces: true,
    limits: {},
    onPart: () => undefined,
    async read(builder, from) {
      begun.push(from)
      const { chunks, accounts } = await readBehind(files, from)
      for (const chunk of chunks) await builder.add(chunk)
      return { files: files.map(({ name }) => name), accounts, snapshot, seconds: 0 }
    }
  })
  const kept = partsToKeep(loaded.shards, loaded.files)!
  await kept.complete!(marks)
  await host.saveShards({ id: kept.id, snapshot: second })
  return { begun, shards: loaded.shards, service, before, after }
}

async function expectLoaded(shards: readonly PopulationShard[], population: ChangingPopulation): Promise<void> {
  const whole = await loadShards(await readChunks(filesOf(population)), 1)
  const expected = tablesOf(whole, asOf)
  for (const [name, rows] of tablesOf(shards, asOf)) expect(rows, name).toBe(expected.get(name))
  expectFound(shards, whole[0]!.store)
}

/** The parts of the second snapshot after a new start, when the first one is gone. */
async function reopened(
  folder: string,
  { store, release, first, second }: TestStore & { first: string; second: string }
) {
  await store.delete(first)
  await release()
  const again = await testStore(join(folder, 'snapshots'))
  const saved = (await (await again.store.open(second)).shards())!
  return { ...again, parts: (await openParts(saved, shippedViews(), size))! }
}

describe('the parts of a snapshot that was made from another one', () => {
  it('are those of before but for what changed, and stay when the one before is deleted', async () => {
    const folder = temporaryFolder()
    const snapshots = await refreshedSnapshot(folder)
    const { begun, shards, service, before, after } = await restored(folder, snapshots)
    expect(begun).toEqual([snapshots.population.files.length])
    await expectLoaded(shards, snapshots.next)
    const [old, now] = [(await before.shards())!, (await after.shards())!]
    const hashes = new Set(Array.from(old.values(), ({ sha256 }) => sha256))
    const linked = [...now].filter(([, { sha256 }]) => hashes.has(sha256)).map(([name]) => name)
    expect(linked.filter((name) => /^shard/.test(name)).length).toBeGreaterThan(0)
    expect(linked).toContain('list.common')
    await service.closeAll()
    const { parts, release } = await reopened(folder, snapshots)
    await expectLoaded(parts.shards, snapshots.next)
    await parts.close()
    await release()
  })

  it('are made of the files where a part of before was changed, which becomes no part of the new ones', async () => {
    const folder = temporaryFolder()
    const snapshots = await refreshedSnapshot(folder)
    const old = (await (await snapshots.store.open(snapshots.first)).shards())!
    for (const [name, { path }] of old) {
      if (!name.startsWith('shard')) continue
      const bytes = readFileSync(path)
      bytes[bytes.length - 30]! ^= 1
      writeFileSync(path, bytes)
    }
    const { begun, shards, service, after } = await restored(folder, snapshots)
    expect(begun.at(-1)).toBe(0)
    await expectLoaded(shards, snapshots.next)
    const hashes = new Set(Array.from(old.values(), ({ sha256 }) => sha256))
    for (const [name, { sha256 }] of (await after.shards())!) expect(hashes.has(sha256), name).toBe(false)
    await service.closeAll()
    await snapshots.release()
  })
})
