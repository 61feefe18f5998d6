import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  frameLength,
  frameOverhead,
  headerBytes,
  maxCiphertextBytes,
  segmentBytes
} from '../../../src-main/storage/sealed/frame-cipher.ts'
import { bytesOf } from '../../support/byte-stream.ts'
import { createSealer } from '../../../src-main/storage/sealed/seal-stream.ts'
import { opened, sealed } from '../../support/sealed-memory.ts'

const context = { key: new Uint8Array(32).fill(3), purpose: 'snapshot/raw/0' }
const refused = { code: 'unreadable-file' }

/** Offsets of the frames of a sealed file. */
function frames(file: Buffer): { readonly at: number; readonly end: number }[] {
  const found: { at: number; end: number }[] = []
  for (let offset = headerBytes; offset < file.length;) {
    const end = offset + file.readUInt32BE(offset) + frameOverhead
    found.push({ at: offset, end })
    offset = end
  }
  return found
}

const threeSegments = Buffer.concat([
  Buffer.alloc(segmentBytes, 'a'),
  Buffer.alloc(segmentBytes, 'b'),
  Buffer.from('the end')
])

describe('a sealed file', () => {
  it('is what the format says, opened by hand with nothing but Node', async () => {
    const file = await sealed([bytesOf('Resource')], context)
    const key = Buffer.from(
      hkdfSync('sha256', context.key, file.subarray(8, 40), `populus sealed file 1 ${context.purpose}`, 32)
    )
    const length = file.readUInt32BE(47)
    const nonce = Buffer.concat([file.subarray(40, 47), Buffer.of(0, 0, 0, 0, 1)])
    const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    decipher.setAAD(file.subarray(0, 51))
    decipher.setAuthTag(file.subarray(51 + length))
    const packed = Buffer.concat([decipher.update(file.subarray(51, 51 + length)), decipher.final()])
    const text = packed[0] === 1 ? zstdDecompressSync(packed.subarray(1)) : packed.subarray(1)
    expect(text.toString()).toBe('Resource')
  })

  it('takes nothing more when it was given up: its memory may be that of another file', async () => {
    const given = createSealer(context)
    given.drop()
    const [first, second] = [createSealer(context), createSealer(context)]
    const frames = [first, second].map((sealer, place) => sealer.update(bytesOf(`text ${place}`)))
    expect(() => given.update(bytesOf('more'))).toThrow(/closed or locked meanwhile/)
    expect(() => given.finish()).toThrow(/closed or locked meanwhile/)
    // What it gave back was given to the first; were it given back again, the third would have it as well.
    const third = createSealer(context)
    void third.update(bytesOf('other'))
    for (const [place, sealer] of [first, second].entries()) {
      const file = Buffer.concat(await Promise.all([...frames[place]!, ...sealer.finish()]))
      expect((await opened(file, context)).toString()).toBe(`text ${place}`)
    }
    third.drop()
  })

  it('refuses every single changed byte', async () => {
    const file = await sealed([bytesOf('{"resourceType":"Patient"}\n'.repeat(3))], context)
    for (let index = 0; index < file.length; index++) {
      const changed = Buffer.from(file)
      changed[index]! ^= 0x01
      await expect(opened(changed, context), `byte ${index}`).rejects.toMatchObject(refused)
    }
  })

  it('refuses frames that change places, are left out or come twice', async () => {
    const file = await sealed([threeSegments], context)
    const [first, second, last] = frames(file).map(({ at, end }) => file.subarray(at, end))
    const header = file.subarray(0, headerBytes)
    const made = (...parts: (Buffer | undefined)[]): Buffer => Buffer.concat([header, ...parts.map((part) => part!)])
    expect((await opened(made(first, second, last), context)).equals(threeSegments)).toBe(true)
    for (const wrong of [
      made(second, first, last),
      made(first, last),
      made(second, last),
      made(first, second),
      made(first),
      made(last),
      made(first, first, second, last),
      made(first, second, last, last)
    ])
      await expect(opened(wrong, context)).rejects.toMatchObject(refused)
  })

  it('refuses a frame of another file with the same key', async () => {
    const [first, other] = [await sealed([threeSegments], context), await sealed([threeSegments], context)]
    const { at, end } = frames(first)[0]!
    const { at: otherAt, end: otherEnd } = frames(other)[0]!
    const mixed = Buffer.concat([first.subarray(0, at), other.subarray(otherAt, otherEnd), first.subarray(end)])
    await expect(opened(mixed, context)).rejects.toMatchObject(refused)
  })

  it('opens for its own key and purpose only, and is different every time', async () => {
    const file = await sealed([bytesOf('x')], context)
    await expect(opened(file, { ...context, purpose: 'snapshot/raw/1' })).rejects.toMatchObject(refused)
    await expect(opened(file, { ...context, key: new Uint8Array(32).fill(4) })).rejects.toMatchObject(refused)
    expect((await sealed([bytesOf('x')], context)).equals(file)).toBe(false)
  })

  it.each(['small', 'fast'] as const)('is what was written, compressed %s', async (compression) => {
    const file = await sealed([threeSegments], context, compression)
    expect(file.length).toBeLessThan(1000)
    expect((await opened(file, context)).equals(threeSegments)).toBe(true)
  })

  it('checks the frames of a range only, and shrinks what repeats', async () => {
    const file = await sealed([threeSegments], context)
    expect(file.length).toBeLessThan(1000)
    const { at } = frames(file)[1]!
    file[at + 10]! ^= 1
    expect((await opened(file, context, { offset: 5, length: 3 })).toString()).toBe('aaa')
    await expect(opened(file, context, { offset: segmentBytes - 1, length: 2 })).rejects.toMatchObject(refused)
  })

  it('is what was written also where several are sealed at once, whose frames share the memory of compressors', async () => {
    const texts = Array.from({ length: 6 }, (_, file) =>
      Buffer.concat(
        Array.from({ length: 12 }, (_, segment) => {
          const bytes = randomBytes(segmentBytes)
          // Frames of all lengths: what repeats behind some random bytes.
          return bytes.fill('repeated ', ((file + segment) * segmentBytes) >> 4)
        })
      )
    )
    const files = await Promise.all(texts.map((text) => sealed([text], context)))
    const read = await Promise.all(files.map((file) => opened(file, context)))
    for (const [index, text] of texts.entries()) expect(read[index]!.equals(text), `file ${index}`).toBe(true)
  })
})

describe('the length of a frame', () => {
  const stating = (length: number): Buffer => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(length)
    return head
  }

  it('is what its first four bytes state, up to the end of the file and no longer', () => {
    const size = headerBytes + 100 + frameOverhead
    expect(frameLength(stating(100), headerBytes, size)).toBe(100)
    expect(() => frameLength(stating(101), headerBytes, size)).toThrow('changed or damaged')
    expect(() => frameLength(stating(100), headerBytes + 1, size)).toThrow('changed or damaged')
  })

  it('is not believed where it is longer than any frame, or cut short itself', () => {
    const size = 4 * segmentBytes
    expect(frameLength(stating(maxCiphertextBytes), headerBytes, size)).toBe(maxCiphertextBytes)
    expect(() => frameLength(stating(maxCiphertextBytes + 1), headerBytes, size)).toThrow('changed or damaged')
    expect(() => frameLength(stating(1).subarray(0, 3), headerBytes, size)).toThrow('changed or damaged')
  })
})
