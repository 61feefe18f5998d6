import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareValueSets, officialConcepts, type OfficialList } from '#engine/measures/content/compare-value-sets.ts'
import { extensionOf, objectOf, objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { Expansion } from '#engine/measures/definition/value-set-expansions.ts'
import { readPack } from '../../conformance/measure-pack.ts'
import { packValueSets } from '../../conformance/pack-content.ts'
import { testData } from '../../support/test-data.ts'

const folder = testData('conformance/ecqm')

function expansionOf(valueSet: FhirObject): Expansion {
  const codes = new Map<string, Set<string>>()
  const { contains } = (valueSet['expansion'] ?? {}) as FhirObject
  for (const valueSet of objectsOf(contains)) {
    const system = textOf(valueSet['system']) ?? ''
    const known = codes.get(system) ?? new Set<string>()
    codes.set(system, known)
    known.add(textOf(valueSet['code']) ?? '')
  }
  return codes
}

/** The value sets of the official packs with their expansions. */
function officialLists(packs: string): readonly OfficialList[] {
  return readdirSync(packs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pack.json.gz'))
    .flatMap((file) => readPack(join(packs, file)).valueSets)
    .map((valueSet) => ({ names: [textOf(valueSet['name']) ?? ''], codes: expansionOf(valueSet) }))
}

/** Codes that a list names one by one, with their own reason why official lists may lack them. */
const written = (valueSet: FhirObject) =>
  objectsOf(objectOf(valueSet['compose'])?.['include']).flatMap((part) =>
    objectsOf(part['concept']).map((concept) => ({
      system: textOf(part['system']) ?? '',
      code: textOf(concept['code']) ?? '',
      reason: textOf(extensionOf(concept, 'not-in-official')?.['valueString'])
    }))
  )

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const rx = 'http://www.nlm.nih.gov/research/umls/rxnorm'
const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'

/**
 * Lists that follow rules in a public code table and mean the same as the official ones. What is missing is named in
 * docs/code-lists.md.
 */
const complete: readonly (readonly [id: string, share: number, system: string])[] = [
  ['diabetes', 100, icd],
  ['dementia', 100, icd],
  ['pregnancy', 100, icd],
  ['atherosclerotic-disease', 100, icd],
  ['ischemic-heart-disease', 100, icd],
  ['heart-failure', 100, icd],
  ['bipolar-disorder', 100, icd],
  ['psychotic-disorder', 100, icd],
  ['immune-deficiency', 100, icd],
  ['frailty', 100, icd],
  ['frailty', 100, hcpcs],
  ['hospice-palliative-care', 100, hcpcs],
  ['statins', 100, rx],
  ['statins-high-intensity', 100, rx],
  ['statins-moderate-intensity', 95, rx],
  ['statins-low-intensity', 90, rx],
  ['benzodiazepines', 95, rx],
  ['hypnotics', 100, rx],
  ['muscle-relaxants', 100, rx],
  ['barbiturates', 100, rx],
  ['estrogens', 100, rx],
  ['high-risk-antidepressants', 95, rx],
  ['desiccated-thyroid', 95, rx],
  ['megestrol', 95, rx],
  ['meprobamate', 95, rx],
  ['guanfacine', 95, rx],
  ['dipyridamole', 95, rx],
  ['nifedipine', 95, rx],
  ['long-acting-sulfonylureas', 100, rx],
  ['dementia-medicines', 100, rx],
  ['first-generation-antihistamines', 90, rx],
  ['antipsychotics', 85, rx],
  ['beta-blockers', 90, rx]
]

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

describe.skipIf(folder === undefined)('value sets beside the official lists of the same concepts', () => {
  const official = folder === undefined ? [] : officialLists(folder)
  const valueSets = packValueSets()
  const compared = compareValueSets(valueSets, official).filter((valueSet) => valueSet.official.length > 0)

  it('are compared, wherever these packs have a list of the concept', () => {
    const there = new Set(official.flatMap((valueSet) => valueSet.names.map(plain)))
    const about = valueSets.filter((valueSet) => officialConcepts(valueSet).some((name) => there.has(plain(name))))
    expect(compared.map(({ url }) => url).sort()).toEqual(about.map((resource) => textOf(resource['url'])).sort())
    const elsewhere = valueSets.flatMap(officialConcepts).filter((name) => !there.has(plain(name)))
    console.info(`lists that these packs do not hold, and so were not compared: ${elsewhere.join(', ')}`)
  })

  it.each(compared.map((valueSet) => [valueSet.title, valueSet] as const))(
    '%s',
    (_, { url, codes, inside, outside, coverage }) => {
      const systems = coverage.map(({ system, shared, theirs }) => `${system}: ${shared} of their ${theirs}`).join('; ')
      console.info(`${url}: ${inside} of ${codes} in it; ${systems}`)
      expect(outside.filter(({ reason }) => reason === undefined)).toEqual([])
      // A reason for one code that no longer applies is not left standing.
      const mine = valueSets.find((valueSet) => textOf(valueSet['url']) === url)!
      const left = new Set(outside.map(({ system, code }) => `${system}|${code}`))
      const excused = written(mine).filter(({ reason }) => reason !== undefined)
      expect(excused.filter(({ system, code }) => !left.has(`${system}|${code}`))).toEqual([])
    }
  )

  it.each(complete)('%s has at least %d%% of the official codes of %s', (id, share, system) => {
    const found = compared.find(({ url }) => url.endsWith(`/${id}`))!
    const { shared, theirs } = found.coverage.find((part) => part.system === system)!
    expect(theirs).toBeGreaterThan(0)
    expect((100 * shared) / theirs).toBeGreaterThanOrEqual(share)
  })

  it('says which have no official list of the concept in these packs', () => {
    const alone = valueSets.filter((valueSet) => officialConcepts(valueSet).length === 0)
    console.info(`not compared: ${alone.map((resource) => textOf(resource['id']) ?? '').join(', ')}`)
    // One with the same name would be there to compare.
    const names = new Set(official.flatMap((valueSet) => valueSet.names.map(plain)))
    expect(
      alone.filter((resource) => names.has(plain(textOf(resource['title']) ?? ''))).map((resource) => resource['id'])
    ).toEqual([])
  })

  it('writes out no official list by hand', () => {
    const copies = compared.filter(({ official: names, url }) => {
      const mine = new Set(
        written(valueSets.find((valueSet) => valueSet['url'] === url)!).map(({ system, code }) => `${system}|${code}`)
      )
      return official.some(({ names: theirs, codes }) => {
        const all = [...codes].flatMap(([system, list]) => [...list].map((code) => `${system}|${code}`))
        const same = theirs.some((name) => names.some((other) => plain(other) === plain(name)))
        return same && all.length >= 40 && all.every((code) => mine.has(code))
      })
    })
    expect(copies.map(({ url }) => url)).toEqual([])
  })
})
