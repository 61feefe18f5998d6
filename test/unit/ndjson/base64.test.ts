import { expect, test } from 'vitest'
import { base64OfBytes, bytesOfBase64 } from '#engine/base/ndjson/base64.ts'

test('bytes of any value and number come back, and the text is what others write', () => {
  for (const length of [0, 1, 2, 3, 255, 8191, 8192, 8193, 20_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) % 256)
    expect(base64OfBytes(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    expect(bytesOfBase64(base64OfBytes(bytes))).toEqual(bytes)
  }
})

test('a text that is no Base64 throws', () => {
  expect(() => bytesOfBase64('no base 64!')).toThrow(DOMException)
})
