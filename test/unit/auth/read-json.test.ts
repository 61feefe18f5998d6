import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readReply } from '../../../src-main/auth/read-json.ts'

const MiB = 1024 * 1024

/** An answer of `count` times the same bytes, and what its reader did. */
function answer(piece: Uint8Array, count = 1) {
  const seen = { pieces: 0, closed: false }
  async function* body(): AsyncGenerator<Uint8Array> {
    for (; seen.pieces < count;) {
      seen.pieces += 1
      yield piece
    }
  }
  return { seen, response: { status: 200, headers: {}, body: body(), close: () => (seen.closed = true) } }
}

describe('a small answer', () => {
  it('is read as text and as JSON, without a byte order mark, compressed or not', async () => {
    const json = { token_endpoint: 'https://example.org/token' }
    const text = JSON.stringify(json)
    for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), gzipSync(text)])
      expect(await readReply(answer(bytes).response)).toMatchObject({ status: 200, text, json })
  })

  it('has no JSON when it is empty, a page, or compressed bytes that are damaged', async () => {
    const damaged = gzipSync('{"a":1}').subarray(0, 12)
    for (const bytes of [Buffer.alloc(0), Buffer.from('<html>'), damaged])
      expect((await readReply(answer(bytes).response)).json).toBeUndefined()
  })

  it('is read no further than 64 MB', async () => {
    const { seen, response } = answer(Buffer.alloc(MiB, ' '), 200)
    const { text } = await readReply(response)
    expect(seen).toEqual({ pieces: 65, closed: true })
    expect(text.length).toBe(65 * MiB)
    const whole = answer(Buffer.alloc(MiB, ' '), 64)
    await readReply(whole.response)
    expect(whole.seen).toEqual({ pieces: 64, closed: false })
  })

  it('is unpacked no further than 64 MB', async () => {
    const packed = gzipSync(Buffer.alloc(65 * MiB, ' '))
    expect(await readReply(answer(packed).response)).toMatchObject({ text: '', json: undefined })
  })
})
