import { describe, expect, it } from 'vitest'
import { AddedCodes, registryList } from '#engine/base/codes/code-additions.ts'
import { codesOfValueSets } from '#engine/measures/content/codes-of-value-sets.ts'
import { readContentFile } from '#engine/measures/content/content-file.ts'
import { codeLists } from '#engine/measures/content/code-lists.ts'
import { effectiveValueSets } from '#engine/measures/content/effective-value-sets.ts'
import { expansionSize, withDotlessCodes } from '#engine/measures/definition/dotless-codes.ts'
import { effectiveRegistries } from '#engine/population/registries/effective-registries.ts'
import { shipped, shippedRegistries } from '../registries/shipped-registries.ts'

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const sct = 'http://snomed.info/sct'
const diabetes = 'https://populus.example/ValueSet/diabetes'
const set = (codes: Readonly<Record<string, readonly string[]>>) =>
  new Map(Object.entries(codes).map(([system, list]) => [system, new Set(list)]))

describe('codes of ICD without a dot', () => {
  const listed = set({ [icd]: ['E11', 'E11.9', 'E11.65'], [sct]: ['44054006'] })

  it('are found next to those with one, and other systems stay as they are', () => {
    const looked = withDotlessCodes(listed)
    expect([...looked.get(icd)!].sort()).toEqual(['E11', 'E11.65', 'E11.9', 'E1165', 'E119'])
    expect(looked.get(sct)).toBe(listed.get(sct))
  })

  it('do not count twice', () => {
    expect(expansionSize(listed)).toBe(4)
    expect(expansionSize(withDotlessCodes(listed))).toBe(4)
  })

  it('are looked up where nothing was added to a list, and where something was', () => {
    const lists = new Map([[diabetes, listed]])
    expect(effectiveValueSets(lists, new AddedCodes([])).get(diabetes)!.get(icd)).toContain('E119')
    const added = new AddedCodes([{ codes: [{ list: diabetes, system: icd, code: 'E13.9' }], crosswalks: [] }])
    expect(effectiveValueSets(lists, added).get(diabetes)!.get(icd)).toContain('E139')
  })
})

describe('an imported value set', () => {
  const read = async (valueSet: object) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ resourceType: 'ValueSet', status: 'active', ...valueSet }))
    return codesOfValueSets((await readContentFile('descendants.json', bytes)).resources)
  }
  const descendants = {
    url: 'http://snomed.info/sct?fhir_vs=ecl/%3C%3C44054006',
    expansion: {
      contains: [
        { system: sct, code: '44054006', display: 'Diabetes mellitus type 2' },
        { system: sct, code: '313436004', contains: [{ system: sct, code: '10000006' }] },
        { system: sct, code: '9', abstract: true, contains: [{ system: sct, code: '44054006' }] }
      ]
    }
  }

  it('extends a list with all of its codes, and the registry of the same disease', async () => {
    const codes = await read(descendants)
    expect(codes.map(({ code }) => code)).toEqual(['44054006', '313436004', '10000006'])
    const added = new AddedCodes([{ codes: codes.map((code) => ({ ...code, list: diabetes })), crosswalks: [] }])
    const lists = new Map([[diabetes, set({ [sct]: ['44054006'] })]])
    expect([...effectiveValueSets(lists, added).get(diabetes)!.get(sct)!]).toEqual([
      '44054006',
      '313436004',
      '10000006'
    ])
    const registry = effectiveRegistries(shippedRegistries, added).find(({ id }) => id === 'diabetes')!
    expect(registry.codes[sct]!.map(({ code }) => code)).toContain('10000006')
  })

  it('may write its codes out in its definition', async () => {
    const include = [{ system: sct, concept: [{ code: '44054006' }, { code: '10000006' }] }]
    expect((await read({ url: 'urn:x', compose: { include } })).map(({ code }) => code)).toEqual([
      '44054006',
      '10000006'
    ])
  })
})

describe('a registry with the list of the same disease', () => {
  const added = new AddedCodes([
    { codes: [{ list: diabetes, system: sct, code: '10000006', display: 'A descendant' }], crosswalks: [] }
  ])
  const codesOf = (registries: typeof shippedRegistries, id: string): readonly string[] =>
    registries.find((registry) => registry.id === id)!.codes[sct]!.map(({ code }) => code)

  it('has what was added to the list, in a version of its own', () => {
    const effective = effectiveRegistries(shippedRegistries, added)
    expect(codesOf(shippedRegistries, 'diabetes')).not.toContain('10000006')
    expect(codesOf(effective, 'diabetes')).toContain('10000006')
    expect(codesOf(effective, 'asthma')).not.toContain('10000006')
    expect(effective.find(({ id }) => id === 'diabetes')!.version).not.toBe(shipped('diabetes').version)
  })

  it('is no list of its own next to it', () => {
    const lists = codeLists([{ url: diabetes, name: 'Diabetes', codes: set({ [icd]: ['E11.9'] }) }], shippedRegistries)
    const ids = lists.map(({ id }) => id)
    expect(ids).toContain(diabetes)
    expect(ids).not.toContain(registryList('diabetes'))
    // One whose value set is not installed, and one that has none.
    expect(ids).toContain(registryList('asthma'))
    expect(ids).toContain(registryList('osteoporosis'))
  })
})
