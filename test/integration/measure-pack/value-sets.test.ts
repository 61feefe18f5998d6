import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareValueSets, officialConcepts, type OfficialList } from '#engine/measures/content/compare-value-sets.ts'
import { objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { Expansion } from '#engine/measures/definition/value-set-expansions.ts'
import { readPack } from '../../conformance/measure-pack.ts'
import { packValueSets } from '../../conformance/pack-content.ts'
import { testData } from '../../support/test-data.ts'

const folder = testData('conformance/ecqm')

function expansionOf(valueSet: FhirObject): Expansion {
  const codes = new Map<string, Set<string>>()
  const { contains } = (valueSet['expansion'] ?? {}) as FhirObject
  for (const one of objectsOf(contains)) {
    const system = textOf(one['system']) ?? ''
    const known = codes.get(system) ?? new Set<string>()
    codes.set(system, known)
    known.add(textOf(one['code']) ?? '')
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

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

describe.skipIf(folder === undefined)('value sets beside the official lists of the same concepts', () => {
  const official = folder === undefined ? [] : officialLists(folder)
  const own = packValueSets()
  const compared = compareValueSets(own, official)

  it('are compared, each with a list that has codes', () => {
    const about = own.filter((one) => officialConcepts(one).length > 0)
    expect(compared.map(({ url }) => url).sort()).toEqual(about.map((one) => textOf(one['url'])).sort())
    expect(compared.filter(({ coverage }) => coverage.every(({ theirs }) => theirs === 0))).toEqual([])
  })

  it.each(compared.map((one) => [one.title, one] as const))('%s', (_, { url, codes, inside, outside, coverage }) => {
    const systems = coverage.map(({ system, shared, theirs }) => `${system}: ${shared} of their ${theirs}`).join('; ')
    console.info(`${url}: ${inside} of ${codes} in it; ${systems}`)
    for (const { code, reason } of outside) console.info(`  ${code}: ${reason ?? ''}`)
    expect(outside.filter(({ reason }) => reason === undefined)).toEqual([])
    // A reason that no longer applies is not left standing.
    const mine = JSON.stringify(own.find((one) => one['url'] === url))
    expect(mine.match(/not-in-official/g)?.length ?? 0).toBe(outside.length)
  })

  it('says which have no official list of the concept in these packs', () => {
    const alone = own.filter((one) => officialConcepts(one).length === 0)
    console.info(`not compared: ${alone.map((one) => textOf(one['id']) ?? '').join(', ')}`)
    // One with the same name would be there to compare.
    const names = new Set(official.flatMap((one) => one.names.map(plain)))
    expect(alone.filter((one) => names.has(plain(textOf(one['title']) ?? ''))).map((one) => one['id'])).toEqual([])
  })

  it('copies no official list', () => {
    const copies = compared.filter(({ official: names, url }) => {
      const mine = expansionOf({
        expansion: {
          contains: objectsOf((own.find((one) => one['url'] === url)!['compose'] as FhirObject)['include']).flatMap(
            (part) => objectsOf(part['concept']).map((one) => ({ system: part['system']!, code: one['code']! }))
          )
        }
      })
      return official.some(({ names: theirs, codes }) => {
        const all = [...codes].flatMap(([system, list]) => [...list].map((code) => [system, code] as const))
        const same = theirs.some((name) => names.some((other) => plain(other) === plain(name)))
        return same && all.length >= 40 && all.every(([system, code]) => mine.get(system)?.has(code) === true)
      })
    })
    expect(copies.map(({ url }) => url)).toEqual([])
  })
})
