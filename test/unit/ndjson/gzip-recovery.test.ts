import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createGzipRecovery, type DamagedBytes } from '#engine/base/ndjson/gzip-recovery.ts'
import { readResources } from '#engine/base/ndjson/read-resources.ts'
import type { PieceFault } from '#engine/base/ndjson/piece-sink.ts'
import { bytesOf, piecesOf, streamOf } from '../../support/byte-stream.ts'

const line = (n: number): string => `{"resourceType":"Patient","id":"${(n * 7919) % 99_991}-${n}"}`
/** Lines `from` to `to - 1`, each with its end. */
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `${line(from + index)}\n`).join('')
const member = (from: number, to: number): Buffer => gzipSync(lines(from, to))

function damagedCopy(bytes: Buffer, position: number, count = 32): Buffer {
  const copy = Buffer.from(bytes)
  copy.fill(0xff, position, position + count)
  return copy
}

function recover(bytes: Uint8Array, size = 4096) {
  const parts: (string | DamagedBytes)[] = []
  const recovery = createGzipRecovery({
    bytes: (piece) => parts.push(Buffer.from(piece).toString('latin1')),
    gap: (damaged) => parts.push(damaged)
  })
  for (const piece of piecesOf(bytes, [size])) if (!recovery.push(piece)) break
  const complete = recovery.end()
  const gaps = parts.filter((part) => typeof part !== 'string')
  return { text: parts.filter((part) => typeof part === 'string').join(''), gaps, complete }
}

async function read(bytes: Uint8Array) {
  const ids: string[] = []
  const faults: { reason: PieceFault; line: number; damaged: DamagedBytes | undefined }[] = []
  const outcome = await readResources(() => Promise.resolve(streamOf(piecesOf(bytes, [5000]))), {
    piece: (piece) => ids.push((JSON.parse(Buffer.from(piece).toString()) as { id: string }).id),
    fault: (reason, position, _offset, damaged) => faults.push({ reason, line: position, damaged })
  })
  return { ids, faults, outcome }
}

describe('createGzipRecovery', () => {
  const [first, second, third] = [member(0, 500), member(500, 1000), member(1000, 1500)]

  it('reads the members after a damaged one, and tells which bytes it passed over', () => {
    const file = Buffer.concat([first, damagedCopy(second, 200), third])
    for (const size of [1, 997, file.length]) {
      const { text, gaps, complete } = recover(file, size)
      expect(text.startsWith(lines(0, 500))).toBe(true)
      expect(text.endsWith(lines(1000, 1500))).toBe(true)
      expect(complete).toBe(true)
      expect(gaps).toHaveLength(1)
      expect(gaps[0]!.from).toBeGreaterThanOrEqual(first.length)
      expect(gaps[0]!.to).toBe(first.length + second.length)
    }
  })

  it('reads on after a damaged header, a wrong checksum and lost bytes', () => {
    const header = recover(Buffer.concat([first, damagedCopy(second, 0, 2), third]))
    expect(header).toMatchObject({ text: lines(0, 500) + lines(1000, 1500), complete: true })
    expect(header.gaps).toEqual([{ from: first.length, to: first.length + second.length }])

    const checksum = recover(Buffer.concat([first, damagedCopy(second, second.length - 8, 2), third]))
    expect(checksum).toMatchObject({ text: lines(0, 1500), complete: true })
    expect(checksum.gaps).toHaveLength(1)

    const lost = recover(Buffer.concat([first, second.subarray(0, 300), third]))
    expect(lost.text.endsWith(lines(1000, 1500))).toBe(true)
    expect(lost).toMatchObject({ complete: true, gaps: [{ to: first.length + 300 }] })
  })

  it('reads on after each of several damaged members', () => {
    const parts = Array.from({ length: 8 }, (_, n) => member(n * 100, n * 100 + 100))
    const file = Buffer.concat(parts.map((part, n) => (n % 2 === 1 ? damagedCopy(part, 40) : part)))
    const { text, gaps, complete } = recover(file)
    for (const n of [0, 2, 4, 6]) expect(text).toContain(lines(n * 100, n * 100 + 100))
    expect(gaps.length).toBeGreaterThanOrEqual(3)
    // The last member is damaged, and nothing follows it.
    expect(complete).toBe(false)
  })

  it('believes no bytes that only look like a header', () => {
    const imitation = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x04, 0x1f])
    const file = Buffer.concat([first, Buffer.alloc(50, 1), imitation, imitation, Buffer.alloc(70, 2), third])
    expect(recover(file)).toMatchObject({ text: lines(0, 500) + lines(1000, 1500), complete: true })
    expect(recover(Buffer.concat([first, Buffer.alloc(50, 1), imitation]))).toMatchObject({
      text: lines(0, 500),
      gaps: [],
      complete: false
    })
  })

  it('finds a small member behind an imitation that the file is too short to refute', () => {
    const imitation = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0, 0xff, 0xff, 0, 0])
    const file = Buffer.concat([first, Buffer.from('rubbish'), imitation, gzipSync('{}\n')])
    expect(recover(file)).toMatchObject({ text: `${lines(0, 500)}{}\n`, complete: true })
  })

  it('gives up a search that is made to last', () => {
    const imitation = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x06, 0])
    const file = Buffer.concat([first, Buffer.from('rubbish'), Buffer.concat(Array(3000).fill(imitation)), third])
    expect(recover(file)).toMatchObject({ text: lines(0, 500), complete: false })
  })
})

describe('a file of lines with a damaged member', () => {
  it('gives every other line once, under its own id, and one fault that names the damaged bytes', async () => {
    const parts = [member(0, 300), member(300, 600), member(600, 900)]
    const { ids, faults, outcome } = await read(Buffer.concat([parts[0]!, damagedCopy(parts[1]!, 0, 4), parts[2]!]))
    const expected = [...lines(0, 300).trim().split('\n'), ...lines(600, 900).trim().split('\n')]
    expect(ids).toEqual(expected.map((text) => (JSON.parse(text) as { id: string }).id))
    const [from, to] = [parts[0]!.length, parts[0]!.length + parts[1]!.length]
    expect(faults).toEqual([{ reason: 'damaged-part', line: 301, damaged: { from, to } }])
    expect(outcome.format).toBe('ndjson')
  })

  it('never joins the halves of two lines across the damage', async () => {
    const parts = [
      gzipSync(`${line(1)}\n{"resourceType":"Patient",`),
      gzipSync('x'),
      gzipSync(`"id":"9"}\n${line(2)}\n`)
    ]
    const ids: string[] = []
    const faults: string[] = []
    await readResources(
      () => Promise.resolve(streamOf([Buffer.concat([parts[0]!, damagedCopy(parts[1]!, 0, 2), parts[2]!])])),
      { piece: (piece) => ids.push(Buffer.from(piece).toString()), fault: (reason) => faults.push(reason) }
    )
    expect(faults).toEqual(['damaged-part'])
    expect(ids).toEqual([line(1), '"id":"9"}', line(2)])
  })

  it('ends a Bundle at the damage, because its nesting is not known behind it', async () => {
    const entries = Array.from({ length: 40 }, (_, n) => `{"resource":${line(n)}}`).join(',')
    const parts = [gzipSync(`{"resourceType":"Bundle","entry":[${entries},`), gzipSync('x'), gzipSync(`${entries}]}`)]
    const { ids, faults } = await read(Buffer.concat([parts[0]!, damagedCopy(parts[1]!, 0, 2), parts[2]!]))
    expect(ids).toHaveLength(40)
    expect(faults).toMatchObject([{ reason: 'truncated-file' }])
  })

  it('counts plain text as before', async () => {
    const { ids, faults } = await read(bytesOf(lines(0, 3)))
    expect(ids).toHaveLength(3)
    expect(faults).toEqual([])
  })
})
