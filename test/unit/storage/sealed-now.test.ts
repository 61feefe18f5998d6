import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { segmentBytes } from '../../../src-main/storage/sealed/frame-cipher.ts'
import { openSealedNow, type SealedNow } from '../../../src-main/storage/sealed/sealed-now.ts'
import { createSealedWriter } from '../../../src-main/storage/sealed/sealed-writer.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { fc } from '../../support/property.ts'

const key = Buffer.alloc(32, 7)
/** More frames than stay open, the last one short. */
const LENGTH = 12 * segmentBytes + 777

/** Bytes of which some frames become smaller by compressing and others do not. */
function content(seed: number): Buffer {
  const bytes = Buffer.alloc(LENGTH)
  let state = seed
  for (let place = 0; place < LENGTH; place++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const isPlain = Math.floor(place / segmentBytes) % 3 === 0
    bytes[place] = isPlain ? state >>> 24 : (place >>> 10) & 15
  }
  return bytes
}

describe('sealed files that are read at once', () => {
  const texts = [content(1), content(2)]
  const folder = mkdtempSync(join(tmpdir(), 'populus-sealed-now-'))
  let files: readonly SealedNow[] = []

  beforeAll(async () => {
    files = await Promise.all(
      texts.map(async (text, index) => {
        const path = join(folder, `${index}.sealed`)
        const writer = await createSealedWriter(diskFiles, path, { key, purpose: path })
        await writer.write(text)
        await writer.finish()
        return openSealedNow(path, { key, purpose: path })
      })
    )
  })
  afterAll(() => {
    files.forEach((file) => file.close())
    rmSync(folder, { recursive: true })
  })

  it('give the same bytes in any order, also of frames that were closed and are opened again', () => {
    const reading = fc.record({
      file: fc.nat({ max: 1 }),
      offset: fc.nat({ max: LENGTH - 1 }),
      length: fc.nat({ max: 3 * segmentBytes })
    })
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 12 }), (readings) => {
        const read = readings.map(({ file, offset, length }) => {
          const end = Math.min(LENGTH, offset + length)
          return { expected: texts[file]!.subarray(offset, end), found: files[file]!.read(offset, end - offset) }
        })
        // Looked at when all are read: nothing that was handed out goes with a frame.
        for (const { expected, found } of read) expect(Buffer.compare(expected, found)).toBe(0)
      }),
      { numRuns: 30 }
    )
  })

  it('leave no more of what they open to the garbage collector than the frames that stay open', () => {
    const [file] = files
    const rounds = 20
    const before = process.memoryUsage().arrayBuffers
    for (let round = 0; round < rounds; round++)
      for (let frame = 0; frame < 12; frame++) file!.read(frame * segmentBytes, 1)
    const left = process.memoryUsage().arrayBuffers - before
    expect(left).toBeLessThan((rounds * 12 * segmentBytes) / 4)
  })
})
