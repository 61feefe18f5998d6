import { describe, expect, it } from 'vitest'
import { AddedCodes } from '#engine/base/codes/code-additions.ts'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'
import { readContentFile, type ContentFile } from '#engine/measures/content/content-file.ts'

const cpt = 'http://www.ama-assn.org/go/cpt'

function read(text: string, name = 'codes.csv'): Promise<ContentFile> {
  return readContentFile(name, new TextEncoder().encode(text))
}

describe('a table of codes for installed lists', () => {
  it('names the list, the system by any of its names, the code and its display', async () => {
    const file = await read('List,Code System,Code,Description\nMammography,CPT,77067,Screening\n,urn:local,M1,\n')
    expect(file.codes).toEqual([
      { list: 'Mammography', system: cpt, code: '77067', display: 'Screening' },
      { list: '', system: 'urn:local', code: 'M1' }
    ])
    expect(file.resources).toEqual([])
  })

  it('may have the system as the heading of its codes', async () => {
    const file = await read('CPT Code;Long Description\n77067;"Screening; both sides"\n')
    expect(file.codes).toEqual([{ list: '', system: cpt, code: '77067', display: 'Screening; both sides' }])
  })

  it('may name no list, to be chosen later', async () => {
    const file = await read('Code,System\nX1,urn:local\nX1,urn:local\n')
    expect(file.codes).toEqual([{ list: '', system: 'urn:local', code: 'X1' }])
  })

  it('maps codes of any system to those of another, systems by name or address', async () => {
    const file = await read(
      'source_system,source_code,target_system,target_code\n' +
        'urn:lab,GLU,LOINC,2345-7\nurn:lab,GLU,LOINC,2339-0\nSNOMED CT,44054006,ICD-10-CM,E11.9\nurn:lab,,LOINC,1\nour lab,X,LOINC,1\n'
    )
    expect(file.crosswalks).toEqual([
      { source: 'urn:lab', target: 'http://loinc.org', codes: { GLU: ['2345-7', '2339-0'] } },
      {
        source: 'http://snomed.info/sct',
        target: 'http://hl7.org/fhir/sid/icd-10-cm',
        codes: { '44054006': ['E11.9'] }
      }
    ])
    expect(file.notes).toEqual(['2 rows were left out: a code or a code system is missing or not known.'])
    const list = new AddedCodes([file]).expand('a1c', new Map([['http://loinc.org', new Set(['2345-7'])]]))
    expect([...list.get('urn:lab')!]).toEqual(['GLU'])
  })

  it('counts what it leaves out', async () => {
    const file = await read('code,system,list\n1,nobody knows,a\n2,CPT,a\n')
    expect(file.codes).toHaveLength(1)
    expect(file.notes).toEqual(['1 code was left out because the code system is not known.'])
  })

  it('stays a value set where it says which one', async () => {
    const file = await read('Value Set OID,Code,Code System\n1.2.3,77067,CPT\n')
    expect(file.resources).toHaveLength(1)
    expect(file.codes).toEqual([])
  })

  it('is refused without codes', async () => {
    await expect(read('a,b\n1,2\n')).rejects.toThrow(/no table of codes/)
    await expect(read('ndc,rxcui\n1,2\n')).rejects.toThrow(/11 digits, or 10 with hyphens/)
  })
})

describe('a crosswalk', () => {
  it('maps NDCs of any form to RxNorm, of product and ingredient', async () => {
    const file = await read(
      'NDC,RXCUI,Ingredient_RXCUI\n0071-0155-23,617310,83367\n00071015523,617311,\n0071015523,1,\n00777310502,,\n'
    )
    expect(file.crosswalks).toEqual([
      { source: ndc, target: rxNorm, codes: { '00071015523': ['617310', '83367', '617311'] } }
    ])
    expect(file.notes).toHaveLength(2)
  })

  it('may be a FHIR ConceptMap', async () => {
    const element = (code: string, target: string, equivalence: string): unknown => ({
      code,
      target: [{ code: target, equivalence }]
    })
    const map = {
      resourceType: 'ConceptMap',
      status: 'active',
      group: [
        {
          source: 'urn:oid:2.16.840.1.113883.6.69',
          target: rxNorm,
          element: [
            element('0071-0155-23', '617310', 'equivalent'),
            element('0777-3105-02', '4493', 'wider'),
            element('50242-040-62', '1', 'narrower'),
            element('1234567890', '1', 'equal')
          ]
        },
        { source: 'urn:local', target: 'http://loinc.org', element: [element('A1C', '4548-4', 'equal')] }
      ]
    }
    const file = await read(JSON.stringify(map), 'map.json')
    expect(file.crosswalks).toEqual([
      { source: ndc, target: rxNorm, codes: { '00071015523': ['617310'], '00777310502': ['4493'] } },
      { source: 'urn:local', target: 'http://loinc.org', codes: { A1C: ['4548-4'] } }
    ])
    expect(file.notes[0]).toMatch(/^2 codes of concept maps were left out/)
  })
})
