import { describe, expect, it } from 'vitest'
import { bareNdcForms, ndcForms, normalizeNdc } from '#engine/base/codes/ndc.ts'
import { fc } from '../../support/property.ts'

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))

describe('an NDC as 11 digits', () => {
  it.each([
    ['0777-3105-02', '00777310502'],
    ['50242-040-62', '50242004062'],
    ['60575-4112-1', '60575411201'],
    ['60575-4112-01', '60575411201'],
    ['00777310502', '00777310502'],
    [' 0777-3105-02 ', '00777310502']
  ])('%s', (written, normal) => {
    expect(normalizeNdc(written)).toBe(normal)
  })

  it.each(['0777310502', '', 'NDC', '123-45-6', '007773105022', '0777-3105', '0777-3105-02-1', '50242-40-62'])(
    'takes no code that could mean several or none: %j',
    (written) => {
      expect(normalizeNdc(written)).toBeUndefined()
    }
  )

  it('is what every form of it is read as', () => {
    fc.assert(
      fc.property(digits(11), (code) => {
        for (const form of ndcForms(code)) expect(normalizeNdc(form)).toBe(code)
        expect(new Set(ndcForms(code)).size).toBe(ndcForms(code).length)
      })
    )
  })

  it('is found from each of the ways to write 10 digits', () => {
    const shapes = fc.constantFrom([4, 4, 2], [5, 3, 2], [5, 4, 1])
    const written = shapes.chain((lengths) => fc.tuple(...lengths.map(digits)).map((parts) => parts.join('-')))
    fc.assert(
      fc.property(written, (text) => {
        const normal = normalizeNdc(text)!
        expect(normal).toMatch(/^\d{11}$/)
        expect(ndcForms(normal)).toContain(text)
        expect(bareNdcForms(normal)).toContain(text.replaceAll('-', ''))
      })
    )
  })
})
