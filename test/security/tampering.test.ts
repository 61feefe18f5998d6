import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { packFacts } from '#engine/measures/content/pack-facts.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { openHandOver, sealHandOver } from '#engine/sharing/handover/hand-over.ts'
import { packText, readPack, sealPack } from '#engine/sharing/pack/seal-pack.ts'
import type { PackDocument } from '#engine/sharing/pack/pack-document.ts'
import { AppError } from '#shared/app-error.ts'
import type { PublishedRecord } from '../../src-main/services/published/published-record.ts'
import { registerFile } from '../../src-main/services/published/register-file.ts'
import { createContentService } from '../../src-main/services/content/content-service.ts'
import { readPresetPack } from '../../src-main/services/content/preset-packs.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { openContentStore } from '../../src-main/storage/snapshots/content-store.ts'
import { diskFiles } from '../../src-main/storage/sealed/store-files.ts'
import { segmentBytes } from '../../src-main/storage/sealed/frame-cipher.ts'
import { openSealedNow } from '../../src-main/storage/sealed/sealed-now.ts'
import { createSealedWriter } from '../../src-main/storage/sealed/sealed-writer.ts'
import { memoryLog } from '../support/memory-log.ts'
import { streamOf } from '../support/byte-stream.ts'
import { testStore } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { noteOn, testWorklist } from '../support/worklist.ts'

// What lies next to snapshots: snapshot-outside.test.ts. Logs, sealed files, journals and backups: test/property/audit, test/property/storage and test/security/backup.test.ts.

/** A refusal with a sentence, and no other failure. */
const unsigned = { required: false, publishers: [] }

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unreadable-file'
}

/** Copies with one other bit at so many places, evenly from the first byte to the last, and others that end early or go on. */
function tampered(bytes: Buffer, places: number): Buffer[] {
  const offsets = Array.from({ length: places }, (_, index) => Math.floor((index * (bytes.length - 1)) / (places - 1)))
  const flipped = offsets.map((place) => {
    const changed = Buffer.from(bytes)
    changed[place] = changed[place]! ^ (1 << (place % 7))
    return changed
  })
  return [
    ...flipped,
    bytes.subarray(0, 0),
    bytes.subarray(0, Math.floor(bytes.length / 2)),
    bytes.subarray(0, -2),
    Buffer.concat([bytes, Buffer.from('x')])
  ]
}

const document: ContentDocument = {
  format: 'populus-content-1',
  title: 'Quality 2027',
  resources: Array.from({ length: 40 }, (_, index) => ({
    resourceType: 'ValueSet',
    url: `http://example.org/ValueSet/${createHash('sha256').update(String(index)).digest('hex')}`
  })),
  cases: []
}
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function contentOf(folder: string) {
  const store = await openContentStore({ folder, files: diskFiles, clock: systemClock, log: memoryLog() })
  const neverRead = { ...packFacts(document, { hash: '0'.repeat(64), textBytes: 1, source: 'built-in' }) }
  return createContentService({
    store,
    random: systemRandom,
    author: 'tester',
    readBuiltIn: async () => ({
      entry: { id: 'built-in', installedAt: 0, keptBytes: 0, facts: neverRead },
      bytes: new Uint8Array()
    })
  })
}

async function installedPack() {
  const folder = temporaryFolder()
  const text = Buffer.from(JSON.stringify(document))
  const content = await contentOf(folder)
  const facts = packFacts(document, { hash: digestOf(text), textBytes: text.length, source: 'import' })
  const draft = content.announce(facts)
  await content.take(draft, streamOf([gzipSync(text)]))
  const { id } = await content.commit(draft)
  return { folder, id, text, file: join(folder, id, 'content.json.gz'), about: join(folder, id, 'pack.json') }
}

describe('a pack of measure content', () => {
  it('that was changed after it was installed is named, and its place in the list stays', async () => {
    const { folder, id, file } = await installedPack()
    const bytes = readFileSync(file)
    // The first ten bytes are the head of gzip, which is no content.
    for (const changed of tampered(bytes.subarray(10), 60)) {
      writeFileSync(file, Buffer.concat([bytes.subarray(0, 10), changed]))
      const content = await contentOf(folder)
      expect(await content.imported()).toMatchObject([{ id, unusable: 'changed', facts: { title: 'Quality 2027' } }])
      await expect(content.read(id)).rejects.toThrow('The pack "Quality 2027" was changed or damaged on this computer')
    }
    writeFileSync(file, bytes)
    const content = await contentOf(folder)
    expect(Buffer.from(await content.read(id))).toEqual(bytes)
    // Also while the program runs.
    writeFileSync(file, gzipSync('{}'))
    await expect(content.read(id)).rejects.toMatchObject({ code: 'unreadable-file' })
  })

  it('does not come with the program because its file says so, nor with another hash', async () => {
    const { folder, id, about } = await installedPack()
    const said = readFileSync(about, 'utf8')
    writeFileSync(about, said.replace('"import"', '"built-in"'))
    expect(await (await contentOf(folder)).imported()).toMatchObject([{ id, facts: { source: 'import' } }])
    writeFileSync(about, said.replace(/"hash":"[0-9a-f]{64}"/, `"hash":"${'5'.repeat(64)}"`))
    expect(await (await contentOf(folder)).imported()).toMatchObject([{ id, unusable: 'changed' }])
  })

  it('of a policy is taken in no other bytes', () => {
    const path = join(temporaryFolder(), 'quality.json.gz')
    const bytes = gzipSync(JSON.stringify(document))
    const preset = { path, sha256: digestOf(bytes) }
    for (const changed of tampered(bytes, 80)) {
      writeFileSync(path, changed)
      expect(() => readPresetPack(preset, unsigned)).toThrow('another SHA-256 than the policy names')
    }
    rmSync(path)
    expect(() => readPresetPack(preset, unsigned)).toThrow('cannot be read')
  })
})

describe('a pack of definitions and counts for another site', () => {
  const pack: PackDocument = {
    format: 2,
    series: 'network',
    asOf: '2026-06-30',
    engine: '1.2.3',
    smallCells: 10,
    definitions: [],
    aggregates: [{ key: 'people', title: 'People', group: '', people: 400 }]
  }

  it('is taken in no other bytes, and an older one not in the place of a newer', async () => {
    const sealed = await sealPack(pack)
    const text = Buffer.from(packText(sealed))
    for (const changed of tampered(text, text.length)) await expect(readPack(changed.toString())).rejects.toThrow()
    const newer = await sealPack({ ...pack, asOf: '2026-07-31' })
    await expect(readPack(text.toString(), newer.seal)).rejects.toThrow('another seal')
    expect(await readPack(text.toString(), sealed.seal)).toEqual(sealed)
  })
})

describe('a worklist that was handed over', () => {
  it('is taken in no other bytes', async () => {
    const { worklist } = testWorklist(temporaryFolder())
    const events = await worklist.add('clinic', [noteOn('p1', 'left a message')])
    const words = 'four unlikely words together'
    const sealed = Buffer.from(
      await sealHandOver({ population: 'clinic', at: '2026-11-25T09:00:00.000Z', events }, words)
    )
    // Without the line end, which mail programs change.
    for (const changed of tampered(sealed.subarray(0, -1), 30))
      await expect(openHandOver(changed.toString('latin1'), words)).rejects.toThrow(/^(?:The file is no|The hand-over)/)
    expect(await openHandOver(sealed.toString(), words)).toMatchObject({ events })
  })
})

describe('parts of a population on the disk', () => {
  it('are read in no other bytes, and none in the place of another', async () => {
    const folder = temporaryFolder()
    const key = randomBytes(32)
    // Noise does not shrink, so that there are several frames.
    const text = randomBytes(2 * segmentBytes + 100)
    const paths = [join(folder, '0'), join(folder, '1')] as const
    for (const path of paths) {
      const writer = await createSealedWriter(diskFiles, path, { key, purpose: path })
      await writer.write(text)
      await writer.finish()
    }
    const all = (path: string): Buffer => {
      const file = openSealedNow(path, { key, purpose: path })
      try {
        return Buffer.from(file.read(0, text.length))
      } finally {
        file.close()
      }
    }
    const [first, two] = paths
    const bytes = readFileSync(first)
    expect(all(first).equals(text)).toBe(true)
    for (const changed of tampered(bytes, 60)) {
      writeFileSync(first, changed)
      expect(() => all(first)).toThrow('changed or damaged')
    }
    copyFileSync(two, first)
    expect(() => all(first)).toThrow('changed or damaged')
  })
})

describe('the register of published counts', () => {
  it('is damaged with any other byte, cut, set back to an older copy, or without its journal', async () => {
    const folder = temporaryFolder()
    const { store, keyring, release } = await testStore(join(folder, 'snapshots'))
    expect(await store.list()).toEqual([])
    const published = join(folder, 'published')
    const recorded = (): Promise<undefined> => Promise.resolve(undefined)
    const file = registerFile({ folder: published, keyring, files: diskFiles, clock: systemClock, recorded })
    const forgotten = (entry: number): PublishedRecord => ({
      type: 'forgotten',
      entry,
      at: 1,
      by: 'ann',
      reason: 'A test of the register'
    })
    const path = join(published, 'register.sealed')
    await file.add(() => ({ added: [forgotten(1)], result: undefined }))
    const older = readFileSync(path)
    await file.add(() => ({ added: [forgotten(2), forgotten(3)], result: undefined }))
    const bytes = readFileSync(path)
    expect(await file.read()).toMatchObject({ records: [{}, {}, {}], damaged: false })
    const isNoticed = async (): Promise<boolean> => file.read().then(({ damaged }) => damaged, isRefusal)
    // One that goes on behind its last record is a record that was not finished; it is no other content.
    for (const changed of [...tampered(bytes, 60).slice(0, -1), older]) {
      writeFileSync(path, changed)
      expect(await isNoticed()).toBe(true)
    }
    rmSync(path)
    expect(await isNoticed()).toBe(true)
    await release()
  })
})
