import { describe, expect, it } from 'vitest'
import { hospitalStays } from '#engine/population/stays/inpatient-stays.ts'
import { defined } from '#shared/language/defined.ts'
import { loadFiles } from '../../support/load-store.ts'

const local = 'https://fhir.cerner.com/codeSet/19'
const known = 'http://terminology.hl7.org/CodeSystem/discharge-disposition'
const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

async function dispositionOf(dischargeDisposition: object, element = 'hospitalization'): Promise<string | undefined> {
  const isR5 = element === 'admission'
  const period = { start: '2025-03-10', end: '2025-03-14' }
  const coding = [
    { system: 'urn:local', code: '7' },
    { system: act, code: 'IMP' }
  ]
  const encounter = {
    resourceType: 'Encounter',
    id: 'e',
    status: isR5 ? 'completed' : 'finished',
    subject: { reference: 'Patient/p' },
    ...(isR5 ? { class: [{ coding }], actualPeriod: period } : { class: coding[1], period }),
    [element]: { dischargeDisposition }
  }
  const store = await loadFiles([{ name: 'data.ndjson', content: [{ resourceType: 'Patient', id: 'p' }, encounter] }])
  return defined(hospitalStays(store)).dispositions[0]
}

describe('how a stay ended', () => {
  it.each([
    [
      'a local code before that of HL7',
      {
        coding: [
          { system: local, code: '1' },
          { system: known, code: 'exp' }
        ]
      },
      'exp'
    ],
    ['the words of a local code', { coding: [{ system: local, code: '1', display: 'Expired' }] }, 'exp'],
    ['text alone', { text: 'Left against medical advice' }, 'aadvice'],
    ['a code of the NUBC', { coding: [{ code: '20' }], text: 'Expired' }, 'exp'],
    ['another local code', { coding: [{ system: local, code: '2', display: 'Home or Self Care' }] }, '2']
  ])('is told by %s', async (_, disposition, ending) => {
    expect(await dispositionOf(disposition)).toBe(ending)
  })

  it('is told in R5, where the class has a local code before that of HL7', async () => {
    expect(await dispositionOf({ coding: [{ system: known, code: 'home' }] }, 'admission')).toBe('home')
  })
})
