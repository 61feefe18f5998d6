import { describe, expect, it } from 'vitest'
import { AddedCodes, type CodeAdditions } from '#engine/base/codes/code-additions.ts'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'

const statins = 'https://populus.example/ValueSet/statins'
const cpt = 'http://www.ama-assn.org/go/cpt'
const shipped = new Map([[rxNorm, new Set(['617310', '83367'])]])

function added(...additions: readonly Partial<CodeAdditions>[]): AddedCodes {
  return new AddedCodes(additions.map((item) => ({ codes: [], crosswalks: [], ...item })))
}

describe('a list with codes that were added', () => {
  it('is the shipped one where nothing was added to it', () => {
    const index = added({ codes: [{ list: 'other', system: cpt, code: '77067' }] })
    expect(index.expand(statins, shipped)).toBe(shipped)
    expect(added().isEmpty).toBe(true)
    expect(index.isEmpty).toBe(false)
  })

  it('has the codes that name it next to its own, and leaves the shipped one as it is', () => {
    const codes = [{ list: statins, system: 'urn:local', code: 'STAT1', display: 'Our statin' }]
    const all = added({ codes }).expand(statins, shipped)
    expect([...all.get('urn:local')!]).toEqual(['STAT1'])
    expect([...all.get(rxNorm)!]).toEqual(['617310', '83367'])
    expect(shipped.has('urn:local')).toBe(false)
  })

  it('has each NDC that a crosswalk maps to one of its RxNorm codes, in every way data write it', () => {
    const crosswalks = [{ source: ndc, target: rxNorm, codes: { '00071015523': ['617310'], '11111222233': ['1'] } }]
    const all = added({ crosswalks }).expand(statins, shipped)
    expect(all.get(ndc)).toEqual(
      new Set(['00071015523', '00071-0155-23', '0071-0155-23', '00071-155-23', '0071015523'].concat('0007115523'))
    )
    expect(all.get('urn:oid:2.16.840.1.113883.6.69')).toEqual(all.get(ndc))
  })

  it('has no NDC of 10 digits that could mean two', () => {
    // Both are 1234567890 without the zero that fills them up.
    const codes = { '01234567890': ['617310'], '12345067890': ['2'] }
    const all = added({ crosswalks: [{ source: ndc, target: rxNorm, codes }] }).expand(statins, shipped)
    expect(all.get(ndc)?.has('1234567890')).toBe(false)
    expect(all.get(ndc)?.has('01234567890')).toBe(true)
  })

  it('counts an NDC by any of its targets: the product or its ingredient', () => {
    const codes = { '00071015523': ['999999', '83367'] }
    const all = added({ crosswalks: [{ source: ndc, target: rxNorm, codes }] }).expand(statins, shipped)
    expect(all.get(ndc)?.has('00071015523')).toBe(true)
  })

  it('follows a crosswalk to codes that were added by name', () => {
    const index = added(
      { codes: [{ list: statins, system: rxNorm, code: '5' }] },
      { crosswalks: [{ source: ndc, target: rxNorm, codes: { '00071015523': ['5'] } }] }
    )
    expect(index.expand(statins, shipped).get(ndc)?.has('00071015523')).toBe(true)
  })

  it('takes an NDC that was added by name in every form', () => {
    const codes = [{ list: statins, system: ndc, code: '0071-0155-23' }]
    expect(added({ codes }).expand(statins, shipped).get(ndc)?.has('00071015523')).toBe(true)
  })
})
