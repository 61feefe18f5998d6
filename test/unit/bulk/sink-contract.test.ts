import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ExportSink } from '../../../src-main/bulk/sink/export-sink.ts'
import { prepareExportFolder } from '../../../src-main/cli/export/plain-folder.ts'
import { openSealedSink } from '../../support/sealed-sink.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const sinks: readonly { readonly name: string; readonly open: () => Promise<ExportSink> }[] = [
  { name: 'in the clear', open: async () => (await prepareExportFolder(temporaryFolder())).sink },
  { name: 'sealed', open: async () => (await openSealedSink()).sink }
]

/** Text of no period, so that a piece in the wrong place is noticed. */
function chunk(index: number, bytes: number): Uint8Array {
  const text = new Uint8Array(bytes)
  for (let position = 0; position < bytes; position += 1)
    text[position] = 32 + ((index * 31 + position * 7 + (position >> 9)) % 90)
  return text
}

const sizes = [3, 4096, 70_000, 1, 1024 * 1024, 4095, 3 * 1024 * 1024 + 17, 12]

async function bytesOf(sink: ExportSink, part: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of sink.read(part)) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe.each(sinks)('a sink $name', ({ name, open }) => {
  it.each(['detached', 'overwritten'] as const)('does not need the bytes any more when they are %s', async (how) => {
    const sink = await open()
    const expected = Buffer.concat(sizes.map((bytes, index) => chunk(index, bytes)))
    const writer = await sink.open('file-000001', 0)
    for (const [index, bytes] of sizes.entries()) {
      const lent = chunk(index, bytes)
      await writer.write(lent)
      if (how === 'overwritten') lent.fill(0)
      else if (lent.buffer.byteLength > 0) (lent.buffer as ArrayBuffer).transfer(0)
    }
    const { storedBytes, sha256 } = await writer.close()
    expect((await bytesOf(sink, 'file-000001')).equals(expected)).toBe(true)
    if (name === 'sealed') return
    expect(storedBytes).toBe(expected.length)
    expect(sha256).toBe(createHash('sha256').update(expected).digest('hex'))
  })

  it('goes on behind what was there', async () => {
    const sink = await open()
    const first = chunk(1, 2_000_000)
    const writer = await sink.open('file-000001', 0)
    await writer.write(first)
    await writer.close()
    const more = await sink.open('file-000001', 1_500_001)
    const second = chunk(2, 1_200_000)
    await more.write(second)
    second.fill(0)
    await more.close()
    const expected = Buffer.concat([chunk(1, 2_000_000).subarray(0, 1_500_001), chunk(2, 1_200_000)])
    expect((await bytesOf(sink, 'file-000001')).equals(expected)).toBe(true)
  })
})
