import { describe, expect, it } from 'vitest'
import { objectOf, objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { codeMatches, icd10cm, snomed } from '#engine/population/registries/match-concepts.ts'
import { packValueSets } from '../../conformance/pack-content.ts'
import { shipped, shippedRegistries } from './shipped-registries.ts'

const lists = new Map(packValueSets().map((list) => [textOf(list['url'])!, list]))
const sorted = (codes: readonly string[]): readonly string[] => [...codes].sort()

describe('a disease', () => {
  it.each(shippedRegistries.flatMap(({ id, list }) => (list === undefined ? [] : [[id, list] as const])))(
    '%s has the codes of the list %s in its registry, so that registry and measures mean the same',
    (id, list) => {
      const { codes } = shipped(id)
      const include = objectsOf(objectOf(lists.get(list)?.['compose'])?.['include'])
      const prefixes = include
        .filter((part) => part['system'] === icd10cm)
        .flatMap((part) => objectsOf(part['filter']).map((filter) => textOf(filter['value'])!))
      expect(codes[icd10cm]!.every(({ match }) => match === 'prefix')).toBe(true)
      expect(sorted(codes[icd10cm]!.map(({ code }) => code))).toEqual(sorted(prefixes))
      const concepts = include
        .filter((part) => part['system'] === snomed)
        .flatMap((part) => objectsOf(part['concept']).map((concept) => textOf(concept['code'])!))
      expect(sorted(codes[snomed]!.map(({ code }) => code))).toEqual(sorted(concepts))
    }
  )

  it('has a list wherever measures ask for it', () => {
    const shared = shippedRegistries.filter(({ list }) => list !== undefined).map(({ id }) => id)
    expect(shared).toEqual(
      expect.arrayContaining(['asthma', 'atrial-fibrillation', 'copd', 'dementia', 'depression', 'diabetes'])
    )
    expect(shared).toEqual(
      expect.arrayContaining(['heart-failure', 'hypertension', 'ischaemic-heart-disease', 'stroke'])
    )
  })
})

const icd9cm = 'http://hl7.org/fhir/sid/icd-9-cm'
const has = (id: string, system: string, code: string): boolean =>
  shipped(id).codes[system]?.some((each) => codeMatches(each, code)) === true

describe('codes of problem lists and old claims', () => {
  it.each([
    ['diabetes', icd9cm, '250.00', true],
    ['diabetes', icd9cm, '25002', true],
    ['diabetes', icd9cm, '648.83', false],
    ['hypertension', icd9cm, '401.9', true],
    ['depression', icd9cm, '296.33', true],
    ['depression', icd9cm, '296.36', false],
    ['stroke', icd9cm, '434.91', true],
    ['stroke', icd9cm, '433.10', false],
    ['hypertension', icd10cm, 'I1A.0', true],
    ['hypertension', icd10cm, 'I16.9', true],
    ['hypertension', icd10cm, 'O10.912', true],
    ['hypertension', icd10cm, 'O13.9', false],
    ['depression', icd10cm, 'F33.42', false],
    ['depression', icd10cm, 'F32.81', false],
    ['depression', icd10cm, 'F32.A', true],
    ['diabetes', icd10cm, 'O24.113', true],
    ['diabetes', icd10cm, 'O24.419', false],
    ['diabetes', snomed, '312912001', true],
    ['diabetes', snomed, '11687002', false],
    ['asthma', snomed, '707445000', true],
    ['atrial-fibrillation', snomed, '49436004', true],
    ['dementia', snomed, '416780008', true],
    ['heart-failure', snomed, '443253003', true]
  ] as const)('%s, %s %s: %s', (registry, system, code, member) => {
    expect(has(registry, system, code)).toBe(member)
  })
})
