import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { extensionOf, objectsOf, textOf } from '#engine/measures/fhir-json.ts'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { readPack } from '../../conformance/measure-pack.ts'
import { packValueSets } from '../../conformance/pack-content.ts'
import { testData } from '../../support/test-data.ts'

const folder = testData('conformance/ecqm')

/** Codes of the official expansions, `system code`, by the name of the value set. */
function officialCodes(packs: string): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>()
  const files = readdirSync(packs, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.pack.json.gz')
  )
  for (const file of files) {
    for (const valueSet of readPack(join(packs, file)).valueSets) {
      const name = textOf(valueSet['name']) ?? ''
      const known = codes.get(name) ?? new Set<string>()
      codes.set(name, known)
      const { contains } = (valueSet['expansion'] ?? {}) as FhirObject
      for (const one of objectsOf(contains)) known.add(`${textOf(one['system']) ?? ''} ${textOf(one['code']) ?? ''}`)
    }
  }
  return codes
}

interface OwnCode {
  readonly system: string
  readonly code: string
  readonly reason: string | undefined
}

function ownCodes(valueSet: FhirObject): readonly OwnCode[] {
  const { include } = valueSet['compose'] as FhirObject
  return objectsOf(include).flatMap((part) =>
    objectsOf(part['concept']).map((one) => ({
      system: textOf(part['system']) ?? '',
      code: textOf(one['code']) ?? '',
      reason: textOf(extensionOf(one, 'not-in-official')?.['valueString'])
    }))
  )
}

const officialNames = (valueSet: FhirObject): readonly string[] =>
  objectsOf(valueSet['extension']).flatMap((one) => textOf(one['valueString']) ?? [])

describe.skipIf(folder === undefined)('value sets beside the official lists of the same concepts', () => {
  const official = folder === undefined ? new Map<string, ReadonlySet<string>>() : officialCodes(folder)
  const compared = packValueSets().filter((one) => officialNames(one).length > 0)

  it.each(compared.map((valueSet) => [textOf(valueSet['id']) ?? '', valueSet] as const))('%s', (id, valueSet) => {
    const names = officialNames(valueSet)
    const theirs = new Set(names.flatMap((name) => [...(official.get(name) ?? [])]))
    expect(theirs.size, `an official list among ${names.join(', ')}`).toBeGreaterThan(0)
    const own = ownCodes(valueSet)
    const outside = own.filter(({ system, code }) => !theirs.has(`${system} ${code}`))
    const systems = [...new Set(own.map(({ system }) => system))].map((system) => {
      const all = [...theirs].filter((one) => one.startsWith(`${system} `)).length
      const inside = own.filter((one) => one.system === system && theirs.has(`${one.system} ${one.code}`)).length
      return `${system}: ${String(inside)} of their ${String(all)}`
    })
    console.info(`${id}: ${String(own.length - outside.length)} of ${String(own.length)} in it; ${systems.join('; ')}`)
    for (const { code, reason } of outside) console.info(`  ${code}: ${reason ?? ''}`)
    expect(outside.filter(({ reason }) => reason === undefined).map(({ code }) => code)).toEqual([])
    // A reason that no longer applies is not left standing.
    expect(own.filter((one) => one.reason !== undefined && !outside.includes(one)).map(({ code }) => code)).toEqual([])
  })

  it('says which have no official list of the concept in these packs', () => {
    const alone = packValueSets().filter((one) => officialNames(one).length === 0)
    console.info(`not compared: ${alone.map((one) => textOf(one['id']) ?? '').join(', ')}`)
    // One with the same name would be there to compare.
    const names = new Set([...official.keys()].map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, '')))
    const missed = alone.filter((one) =>
      names.has((textOf(one['title']) ?? '').toLowerCase().replaceAll(/[^a-z]/g, ''))
    )
    expect(missed.map((one) => one['id'])).toEqual([])
  })

  it('copies no official list', () => {
    const copies = compared.filter((valueSet) => {
      const own = new Set(ownCodes(valueSet).map(({ system, code }) => `${system} ${code}`))
      return officialNames(valueSet).some((name) => {
        const theirs = official.get(name) ?? new Set()
        return theirs.size >= 40 && [...theirs].every((one) => own.has(one))
      })
    })
    expect(copies.map((one) => one['id'])).toEqual([])
  })
})
