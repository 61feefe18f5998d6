import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { objectOf, objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { codeTest } from '#engine/population/stays/planned-codes.ts'
import planned from '../../../resources/readmission/planned-readmission.json' with { type: 'json' }
import { packFolder, packValueSets } from '../../conformance/pack-content.ts'

const icd10cm = 'http://hl7.org/fhir/sid/icd-10-cm'
const icd10pcs = 'http://www.cms.gov/Medicare/Coding/ICD10'
const rxNorm = 'http://www.nlm.nih.gov/research/umls/rxnorm'
const snomed = 'http://snomed.info/sct'
const loinc = 'http://loinc.org'
const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'

/** LOINC: digits with a check digit by the algorithm of Luhn (LOINC Users' Guide, section 3.2). */
function isLoinc(code: string): boolean {
  const [number = '', check = ''] = code.split('-')
  const sum = number
    .split('')
    .reverse()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 2 : 1)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return /^\d{1,7}-\d$/.test(code) && (10 - (sum % 10)) % 10 === Number(check)
}

const dihedral = (a: number, b: number): number =>
  a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)) : b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5
const turns = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258'
]

/** SNOMED CT: 6 to 18 digits of which the last is the check digit of Verhoeff, and a partition of concepts. */
function isConcept(code: string): boolean {
  const check = code
    .split('')
    .reverse()
    .reduce((sum, digit, place) => dihedral(sum, Number(turns[place % 8]![Number(digit)])), 0)
  return /^[1-9]\d{5,17}$/.test(code) && check === 0 && /[01]0\d$/.test(code)
}

/** How codes of a system look. The five digits of CPT, level I of HCPCS, fit none. */
const wellFormed: Readonly<Record<string, (code: string) => boolean>> = {
  [icd10cm]: (code) => /^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$|^[A-Z]\d[0-9A-Z]$/.test(code),
  [icd10pcs]: (code) => /^[0-9A-HJ-NP-Z]{7}$/.test(code),
  [rxNorm]: (code) => /^[1-9]\d{0,6}$/.test(code),
  [snomed]: isConcept,
  [loinc]: isLoinc,
  [hcpcs]: (code) => /^[A-V]\d{4}$/.test(code),
  'http://hl7.org/fhir/sid/cvx': (code) => /^\d{2,3}$/.test(code),
  'https://www.nubc.org/CodeSystem/RevenueCodes': (code) => /^0\d{3}$/.test(code),
  'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set': (code) => /^\d{2}$/.test(code)
}

interface Listed {
  readonly system: string
  readonly code: string
}

const partOf = (extension: FhirObject, name: string): FhirObject | undefined =>
  objectsOf(extension['extension']).find((part) => part['url'] === name)
const contains = (valueSet: FhirObject): readonly Listed[] =>
  objectsOf(objectOf(valueSet['expansion'])?.['contains']).map((item) => ({
    system: textOf(item['system']) ?? '',
    code: textOf(item['code']) ?? ''
  }))
const includes = (valueSet: FhirObject): readonly FhirObject[] => objectsOf(objectOf(valueSet['compose'])?.['include'])
const lists = packValueSets()
const codesOf = (id: string): ReadonlySet<string> => {
  const found = lists.find((list) => list['id'] === id)
  if (found === undefined) throw new Error(`no list ${id}`)
  return new Set(contains(found).map(({ code }) => code))
}

describe('the built-in code lists', () => {
  it('are named like their files', () => {
    const files = readdirSync(`${packFolder}/value-sets`)
      .sort()
      .map((name) => name.replace('.json', ''))
    expect(lists.map((list) => list['id'])).toEqual(files)
    expect(lists.map((list) => list['url'])).toEqual(files.map((id) => `https://populus.example/ValueSet/${id}`))
  })

  it.each(lists.map((list) => [textOf(list['id'])!, list] as const))('%s: codes, sources and licenses', (_, list) => {
    const codes = contains(list)
    expect(codes.length).toBeGreaterThan(0)
    expect(objectOf(list['expansion'])?.['total']).toBe(codes.length)
    expect(new Set(codes.map(({ system, code }) => `${system}|${code}`)).size).toBe(codes.length)
    expect(codes.filter(({ system, code }) => wellFormed[system]?.(code) !== true)).toEqual([])

    expect(textOf(list['date'])).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(textOf(list['copyright'])).toMatch(/\S/)
    const sources = objectsOf(list['extension']).filter((extension) =>
      textOf(extension['url'])?.endsWith('/code-source')
    )
    const told = sources.map((source) => textOf(partOf(source, 'system')?.['valueUri']))
    expect(told.sort()).toEqual([...new Set(codes.map(({ system }) => system))].sort())
    for (const source of sources) {
      for (const fact of ['title', 'version', 'publisher', 'license']) {
        expect(textOf(partOf(source, fact)?.['valueString']), fact).toMatch(/\S/)
      }
    }
  })

  it.each(lists.map((list) => [textOf(list['id'])!, list] as const))('%s: written out as its rules say', (_, list) => {
    const codes = contains(list)
    const listed: ReadonlySet<string> = new Set(codes.map(({ system, code }) => `${system}|${code}`))
    const left = new Set(listed)
    for (const part of includes(list)) {
      const system = textOf(part['system']) ?? ''
      for (const concept of objectsOf(part['concept'])) {
        // The words of a code belong to its owner.
        expect(concept).not.toHaveProperty('display')
        const key = `${system}|${textOf(concept['code']) ?? ''}`
        expect(listed).toContain(key)
        left.delete(key)
      }
      const [filter] = objectsOf(part['filter'])
      if (filter === undefined) continue
      if (system === rxNorm) {
        for (const key of left) if (key.startsWith(rxNorm)) left.delete(key)
        continue
      }
      const prefix = textOf(filter['value']) ?? ''
      const isMeant =
        filter['property'] === 'planned-readmission'
          ? codeTest(planned[prefix as keyof typeof planned] as string)
          : undefined
      const chosen = codes.filter(
        (code) => code.system === system && (isMeant?.(code.code.replaceAll('.', '')) ?? code.code.startsWith(prefix))
      )
      expect(chosen.length, `${system}|${prefix}`).toBeGreaterThan(0)
      for (const { code } of chosen) left.delete(`${system}|${code}`)
    }
    expect([...left]).toEqual([])
    for (const part of objectsOf(objectOf(list['compose'])?.['exclude'])) {
      const prefix = textOf(objectsOf(part['filter'])[0]?.['value']) ?? ''
      if (part['system'] === rxNorm) continue
      expect(codes.filter(({ system, code }) => system === part['system'] && code.startsWith(prefix))).toEqual([])
    }
  })
})

/** Codes that claims and records of the field use, and the list that has to know them, or must not. */
const known: readonly (readonly [code: string, list: string, what: string])[] = [
  ['I63.512', 'atherosclerotic-disease', 'stroke of the left middle cerebral artery'],
  ['I70.213', 'atherosclerotic-disease', 'claudication of both legs'],
  ['I20.89', 'atherosclerotic-disease', 'other angina, since October 2022'],
  ['I20.8', 'atherosclerotic-disease', 'other angina, before October 2022'],
  ['F01.511', 'dementia', 'vascular dementia with agitation, since October 2022'],
  ['F02.A0', 'dementia', 'mild dementia in another disease, since October 2022'],
  ['F03.B0', 'dementia', 'moderate dementia, since October 2022'],
  ['F01.51', 'dementia', 'vascular dementia with behavioral disturbance, before October 2022'],
  ['O24.011', 'diabetes', 'type 1 diabetes before the pregnancy'],
  ['O24.811', 'diabetes', 'other diabetes before the pregnancy'],
  ['G0202', 'mammography', 'screening mammogram'],
  ['BH02ZZZ', 'mammography', 'X-ray of both breasts'],
  ['26175-0', 'mammography', 'screening of both breasts'],
  ['G0121', 'colonoscopy', 'colonoscopy of people without high risk'],
  ['0DJD8ZZ', 'colonoscopy', 'inspection of the lower bowel by endoscope'],
  ['Q5001', 'hospice-palliative-care', 'hospice at home'],
  ['G9473', 'hospice-palliative-care', 'hospice service'],
  ['0651', 'hospice-palliative-care', 'hospice, routine home care'],
  ['32', 'long-term-care', 'nursing facility'],
  ['E0143', 'frailty', 'walker with wheels'],
  ['R54', 'frailty', 'frailty'],
  ['50044-7', 'egfr-test', 'eGFR of women by the MDRD formula'],
  ['97506-0', 'glucose-management-indicator', 'glucose management indicator'],
  ['71490-7', 'retinopathy-severity', 'severity of retinopathy of the left eye'],
  ['E11.3513', 'diabetic-retinopathy', 'proliferative retinopathy of both eyes'],
  ['O99.810', 'pregnancy', 'abnormal glucose in pregnancy'],
  ['Z3A.20', 'pregnancy', '20 weeks of gestation'],
  ['D84.821', 'immune-deficiency', 'immunodeficiency due to drugs'],
  ['F31.74', 'bipolar-disorder', 'bipolar disorder in full remission'],
  ['F17.210', 'tobacco-user', 'dependence on cigarettes'],
  ['262095', 'atorvastatin', 'Lipitor 80 mg'],
  ['262095', 'statins-high-intensity', 'Lipitor 80 mg'],
  ['597977', 'statins-moderate-intensity', 'amlodipine 5 mg with atorvastatin 10 mg'],
  ['261962', 'ras-antagonists', 'ramipril 10 mg'],
  ['310792', 'ras-antagonists', 'hydrochlorothiazide with irbesartan'],
  ['1100702', 'diabetes-medicines', 'linagliptin 5 mg'],
  ['0SRC0J9', 'potentially-planned-procedure', 'total replacement of the right knee'],
  ['021009W', 'potentially-planned-procedure', 'coronary bypass'],
  ['0FT44ZZ', 'potentially-planned-procedure', 'removal of the gallbladder'],
  ['30233G2', 'always-planned-procedure', 'transplant of bone marrow'],
  ['Z51.11', 'maintenance-care-admission', 'chemotherapy'],
  ['A41.9', 'acute-diagnosis', 'sepsis'],
  ['K81.0', 'acute-diagnosis', 'acute inflammation of the gallbladder'],
  ['I50.23', 'acute-diagnosis', 'acute on chronic heart failure']
]
const unknown: readonly (readonly [code: string, list: string, what: string])[] = [
  ['38341003', 'hypertension', 'hypertensive disorder, which need not be essential'],
  ['F32.4', 'depression', 'depression in partial remission'],
  ['F32.5', 'depression', 'depression in full remission'],
  ['F33.42', 'depression', 'recurrent depression in full remission'],
  ['F32.81', 'depression', 'premenstrual dysphoric disorder'],
  ['O24.410', 'diabetes', 'gestational diabetes'],
  ['E09.9', 'diabetes', 'diabetes due to a drug'],
  ['F17.211', 'tobacco-user', 'dependence on cigarettes, in remission'],
  ['617310', 'statins-high-intensity', 'atorvastatin 20 mg'],
  ['I50.22', 'acute-diagnosis', 'chronic heart failure'],
  ['792004', 'atherosclerotic-disease', 'Creutzfeldt-Jakob disease'],
  ['0DJD8ZZ', 'potentially-planned-procedure', 'colonoscopy']
]

describe('codes of the field', () => {
  it.each(known)('%s is in %s: %s', (code, list) => {
    expect(codesOf(list)).toContain(code)
  })

  it.each(unknown)('%s is not in %s: %s', (code, list) => {
    expect(codesOf(list)).not.toContain(code)
  })
})
