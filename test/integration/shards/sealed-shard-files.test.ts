import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sizeOfLoad } from '#engine/shards/load/load-size.ts'
import { memoryOptions } from '../../../src-main/cli/declarations/shared-options.ts'
import { openShardFiles } from '../../../src-main/cli/shards/local-shard-files.ts'
import { segmentBytes } from '../../../src-main/storage/sealed/frame-cipher.ts'
import { bytesOf } from '../../support/byte-stream.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'populus-shards-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Paths of all files in the folders of programs. */
function filesIn(parent: string): string[] {
  return readdirSync(parent).flatMap((name) => readdirSync(join(parent, name)).map((file) => join(parent, name, file)))
}

const secret = 'Mary of Somewhere '.repeat(40)

describe('sealed files of shards', () => {
  it('give back what was appended, in its order, and nothing of it in plain text', async () => {
    const files = await openShardFiles(folder)
    const items = Array.from({ length: 5 }, (_, index) => bytesOf(`${index} ${secret}`))
    await Promise.all(items.map((item) => files.append('list', item)))
    const read: Uint8Array[] = []
    for await (const item of files.items('list')) read.push(item)
    expect(read).toEqual(items)
    for (const path of filesIn(folder)) expect(readFileSync(path).includes('Mary')).toBe(false)
    await files.drop('list')
    expect(filesIn(folder)).toEqual([])
    await files.close()
    expect(readdirSync(folder)).toEqual([])
  })

  it('give any bytes of a file across its frames, and refuse what was changed', async () => {
    const files = await openShardFiles(folder)
    const text = new Uint8Array(2 * segmentBytes + 40).map((_, index) => (index * 7) % 251)
    const file = await files.write('shard', [text.subarray(0, 99), text.subarray(99)])
    for (const [offset, length] of [
      [0, 8],
      [segmentBytes - 8, 16],
      [8, 2 * segmentBytes],
      [2 * segmentBytes, 40]
    ] as const)
      expect(Buffer.from(file.read(offset, length)).equals(text.subarray(offset, offset + length))).toBe(true)
    expect(() => file.read(2 * segmentBytes, 48)).toThrow('changed or damaged')
    const [path] = filesIn(folder)
    const sealed = readFileSync(path!)
    sealed[sealed.length - 20]! ^= 1
    writeFileSync(path!, sealed)
    // Some frames stay open, of all files together: reading others takes their place.
    const other = await files.write('other', [new Uint8Array(12 * segmentBytes)])
    other.read(0, 12 * segmentBytes)
    file.read(0, 8)
    expect(() => file.read(2 * segmentBytes, 8)).toThrow('changed or damaged')
    await files.close()
  })

  it('removes what programs have left that are gone', async () => {
    await mkdir(join(folder, `${2 ** 31 - 2}-0123456789abcdef`))
    await mkdir(join(folder, 'something-else'))
    const files = await openShardFiles(folder)
    expect(readdirSync(folder).filter((name) => name.startsWith('2147'))).toEqual([])
    expect(readdirSync(folder)).toContain('something-else')
    await files.close()
  })
})

describe('the memory of a load', () => {
  it('is one shard where everything fits, and several that are built in a quarter of the budget each', () => {
    const GB = 1024 ** 3
    const files = [{ name: 'Observation.ndjson', bytes: 7 * GB }]
    expect(sizeOfLoad(files, 8 * GB).shards).toBe(1)
    expect(sizeOfLoad(files, Number.POSITIVE_INFINITY).shards).toBe(1)
    const { shards, cacheBytes } = sizeOfLoad(files, GB)
    expect(shards).toBe(14)
    expect(cacheBytes).toBeLessThan((GB * 2) / 3)
    expect(sizeOfLoad([{ name: 'Observation.ndjson.gz', bytes: GB }], GB).shards).toBeGreaterThan(shards)
  })

  it('takes sizes as people write them', () => {
    const { memory } = memoryOptions
    expect(memory.take(['4GB'], '--memory')).toBe(4 * 1024 ** 3)
    expect(memory.take(['1500 mb'], '--memory')).toBe(1500 * 1024 ** 2)
    expect(() => memory.take(['4'], '--memory')).toThrow('--memory takes a size of 256MB or more')
    expect(() => memory.take(['10MB'], '--memory')).toThrow('--memory takes a size')
  })
})
