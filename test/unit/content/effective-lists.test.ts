import { describe, expect, it } from 'vitest'
import { AddedCodes, registryList } from '#engine/base/codes/code-additions.ts'
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

  it('are found beside those with one, and other systems stay as they are', () => {
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

  it('is no list of its own beside it', () => {
    const lists = codeLists([{ url: diabetes, name: 'Diabetes', codes: set({ [icd]: ['E11.9'] }) }], shippedRegistries)
    const ids = lists.map(({ id }) => id)
    expect(ids).toContain(diabetes)
    expect(ids).not.toContain(registryList('diabetes'))
    // One whose value set is not installed, and one that has none.
    expect(ids).toContain(registryList('asthma'))
    expect(ids).toContain(registryList('osteoporosis'))
  })
})
