import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expand, systems } from '../../../build/code-lists/expand.mjs'
import { readOrderFiles } from '../../../build/code-lists/icd.mjs'
import { doseForm, readRxNorm, strengthsOf } from '../../../build/code-lists/rxnorm.mjs'

const folder = mkdtempSync(join(tmpdir(), 'populus-tables-'))
const order = (year: number, codes: readonly (readonly [string, 0 | 1])[]): string => {
  const path = join(folder, `icd10cm_order_${year}.txt`)
  const lines = codes.map(([code, billable], index) => {
    const number = String(index + 1).padStart(5, '0')
    return `${number} ${code.padEnd(7)} ${billable} ${'Short'.padEnd(60)} Long`
  })
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
/** RxNorm as NLM writes it: concepts, and relations whose second concept has the relation to the first. */
const concepts = [
  ['83367', 'IN', 'atorvastatin', 'N'],
  ['17767', 'IN', 'amlodipine', 'N'],
  ['404773', 'MIN', 'amlodipine / atorvastatin', 'N'],
  ['329299', 'SCDC', 'atorvastatin 80 MG', 'N'],
  ['329298', 'SCDC', 'atorvastatin 20 MG', 'N'],
  ['329528', 'SCDC', 'amlodipine 5 MG', 'N'],
  ['259255', 'SCD', 'atorvastatin 80 MG Oral Tablet', 'N'],
  ['617310', 'SCD', 'atorvastatin 20 MG Oral Tablet', 'N'],
  ['404011', 'SCD', 'amlodipine 5 MG / atorvastatin 80 MG Oral Tablet', 'O'],
  ['262095', 'SBD', 'atorvastatin 80 MG Oral Tablet [Lipitor]', 'N'],
  ['617318', 'SBD', 'atorvastatin 20 MG Oral Tablet [Lipitor]', 'N'],
  ['153165', 'BN', 'Lipitor', 'N']
] as const
const relations = [
  ['83367', 'has_ingredient', '329299'],
  ['83367', 'has_ingredient', '329298'],
  ['17767', 'has_ingredient', '329528'],
  ['83367', 'has_part', '404773'],
  ['17767', 'has_part', '404773'],
  ['329299', 'consists_of', '259255'],
  ['329298', 'consists_of', '617310'],
  ['329299', 'consists_of', '404011'],
  ['329528', 'consists_of', '404011'],
  ['259255', 'tradename_of', '262095'],
  ['617310', 'tradename_of', '617318'],
  ['153165', 'has_ingredient', '262095'],
  ['153165', 'has_ingredient', '617318']
] as const

beforeAll(() => {
  writeFileSync(
    join(folder, 'RXNCONSO.RRF'),
    concepts
      .map(([code, type, name, suppress]) => `${code}|ENG||||||A||||RXNORM|${type}|${code}|${name}||${suppress}||`)
      .join('\n')
  )
  writeFileSync(
    join(folder, 'RXNREL.RRF'),
    relations.map(([first, relation, other]) => `${first}||CUI|RO|${other}||CUI|${relation}|||RXNORM||||||`).join('\n')
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { icd10cm, rxnorm } = systems
const isA = (value: string): object => ({ system: icd10cm, filter: [{ property: 'concept', op: 'is-a', value }] })
const drug = (...filters: readonly (readonly [property: string, op: string, value: string])[]): object => ({
  system: rxnorm,
  filter: filters.map(([property, op, value]) => ({ property, op, value }))
})

describe('codes of ICD-10-CM by category', () => {
  const table = () =>
    readOrderFiles([
      order(2022, [
        ['F015', 0],
        ['F0150', 1],
        ['F0151', 1]
      ]),
      order(2023, [
        ['F015', 0],
        ['F0150', 1],
        ['F01511', 1],
        ['F03', 0]
      ])
    ])
  const codes = (...compose: Parameters<typeof expand>[0][]): readonly (readonly [string, boolean])[] =>
    compose.flatMap((group) =>
      expand(group, { tables: { [icd10cm]: table() }, rxnorm: new Map() }).map(
        ({ code, inactive = false }) => [code, inactive] as const
      )
    )

  it('are those of all years, the category too, and those of earlier years are inactive', () => {
    expect(codes({ include: [isA('F01')] })).toEqual([
      ['F01.5', false],
      ['F01.50', false],
      ['F01.51', true],
      ['F01.511', false]
    ])
  })

  it('leave out what is excluded, and take codes that are written out', () => {
    const written = { system: icd10cm, concept: [{ code: 'G30.9' }] }
    expect(codes({ include: [isA('F01'), written], exclude: [isA('F01.51')] }).map(([code]) => code)).toEqual([
      'F01.5',
      'F01.50',
      'G30.9'
    ])
  })

  it('are refused where a rule chooses nothing', () => {
    expect(() => codes({ include: [isA('F09')] })).toThrow('No code begins with F09')
  })
})

describe('products of RxNorm by ingredient', () => {
  const codes = (include: readonly object[], exclude: readonly object[] = []): readonly string[] =>
    expand({ include, exclude }, { tables: {}, rxnorm: readRxNorm(folder) }).map(({ code }) => code)
  const atorvastatin = ['has_ingredient', 'in', '83367'] as const

  it('are generic and branded, alone and combined, with groups that stand for them alone', () => {
    expect(codes([drug(atorvastatin)])).toEqual([
      '83367',
      '153165',
      '259255',
      '262095',
      '329298',
      '329299',
      '404011',
      '404773',
      '617310',
      '617318'
    ])
  })

  it('of a strength leave out groups that other strengths have, too', () => {
    expect(codes([drug(atorvastatin, ['strength', 'in', '80 MG'])])).toEqual([
      '259255',
      '262095',
      '329299',
      '404011',
      '404773'
    ])
  })

  it('are inactive when retired, and can be left out by ingredient or name', () => {
    const all = expand({ include: [drug(atorvastatin)] }, { tables: {}, rxnorm: readRxNorm(folder) })
    expect(all.filter(({ inactive }) => inactive).map(({ code }) => code)).toEqual(['404011'])
    expect(codes([drug(atorvastatin)], [drug(['has_ingredient', '=', '17767'])])).not.toContain('404011')
    expect(codes([drug(atorvastatin, ['display', 'regex', 'Lipitor'])])).toEqual(['153165', '262095', '617318'])
  })

  it('are refused for an ingredient that is not there', () => {
    expect(() => codes([drug(['has_ingredient', '=', '1'])])).toThrow('RxNorm has no ingredient 1')
  })

  it.each([
    ['diphenhydramine hydrochloride 25 MG Oral Capsule', 'Oral'],
    ['120 ACTUAT fluticasone propionate 0.05 MG/ACTUAT Nasal Spray', 'Nasal'],
    ['60 ACTUAT fluticasone propionate 0.1 MG/ACTUAT Dry Powder Inhaler', 'Inhaled'],
    ['ketorolac tromethamine 5 MG/ML Ophthalmic Solution', 'Ophthalmic'],
    ['3 ML insulin lispro 100 UNT/ML Pen Injector', 'Injected'],
    ['24 HR estradiol 0.00104 MG/HR Transdermal System', 'Transdermal'],
    ['atorvastatin 80 MG', undefined]
  ])('tell their dose form by name: %s', (name, form) => {
    expect(doseForm(name)).toBe(form)
  })

  it('tell the strength of the ingredient that is asked for', () => {
    expect(strengthsOf('amlodipine 5 MG / atorvastatin 80 MG Oral Tablet [Caduet]', 'atorvastatin')).toEqual(['80 MG'])
    expect(strengthsOf('24 HR fluvastatin 80 MG Extended Release Oral Tablet', 'fluvastatin')).toEqual(['80 MG'])
    expect(strengthsOf('{28 (pravastatin sodium 40 MG Oral Tablet) } Pack', 'pravastatin')).toEqual(['40 MG'])
  })
})
