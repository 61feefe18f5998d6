import { describe, expect, it } from 'vitest'
import { textOfBase64 } from '#engine/cql/translate/library-text.ts'

describe('the text of an attachment', () => {
  it.each(['define "A": 1', 'define "Größe": \u{1F489}', '', '\0\x7f\x80'])('is read as UTF-8: %j', (text) => {
    expect(textOfBase64(Buffer.from(text).toString('base64'))).toBe(text)
  })

  it('is refused where it is no Base64', () => {
    expect(() => textOfBase64('a*b')).toThrow(DOMException)
  })
})
