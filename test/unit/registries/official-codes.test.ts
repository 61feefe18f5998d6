import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { codeMatches } from '#engine/population/registries/match-concepts.ts'
import type { CodesBySystem, Comparison, Registry } from '#engine/population/registries/registry-definition.ts'
import { testData } from '../../support/test-data.ts'
import { shippedRegistries } from './shipped-registries.ts'

interface OfficialCode {
  readonly system: string
  readonly code: string
}

interface Pack {
  readonly valueSets: readonly {
    readonly url: string
    readonly expansion?: { readonly contains?: readonly OfficialCode[] }
  }[]
}

/** Codes per value set OID, from all packs of official measures. */
function officialValueSets(folder: string): Map<string, OfficialCode[]> {
  const found = new Map<string, OfficialCode[]>()
  for (const set of readdirSync(folder, { withFileTypes: true })) {
    if (!set.isDirectory()) continue
    for (const name of readdirSync(join(folder, set.name)).filter((each) => each.endsWith('.pack.json.gz'))) {
      const pack = JSON.parse(gunzipSync(readFileSync(join(folder, set.name, name))).toString()) as Pack
      for (const { url, expansion } of pack.valueSets) {
        const oid = url.slice(url.lastIndexOf('/') + 1)
        found.set(oid, [...(found.get(oid) ?? []), ...(expansion?.contains ?? [])])
      }
    }
  }
  return found
}

/** What is compared: the registry's own codes, or those of the control that `of` names. */
function codesOf(registry: Registry, of: string | undefined): CodesBySystem {
  if (of === undefined) return registry.codes
  const control = registry.controls.find((each) => each.id === of)
  if (control === undefined) throw new Error(`${registry.id} has no control ${of}`)
  return Object.assign({}, ...control.measurement.parts.map((part) => part.codes)) as CodesBySystem
}

const folder = testData('conformance/ecqm')

describe.skipIf(folder === undefined)('codes of the registries', () => {
  const official = folder === undefined ? new Map<string, OfficialCode[]>() : officialValueSets(folder)
  const compared = shippedRegistries.filter((registry) => registry.comparedWith.length > 0)

  it.each(compared.map((registry) => [registry.id, registry] as const))(
    '%s: each is in an official expansion of the concept, or says why not',
    (id, registry) => {
      const subjects = new Map<string | undefined, Comparison[]>()
      for (const comparison of registry.comparedWith) {
        subjects.set(comparison.of, [...(subjects.get(comparison.of) ?? []), comparison])
      }
      const report: string[] = []
      const beyond = new Set(registry.beyond.map((each) => `${each.system}|${each.code}`))
      for (const [of, comparisons] of subjects) {
        const here = comparisons.filter(({ valueSet }) => official.has(valueSet))
        for (const { name } of comparisons.filter((each) => !here.includes(each))) {
          report.push(`  ${name}: not in these packs, so not compared`)
        }
        expect(here, id).not.toEqual([])
        const codes = here.flatMap(({ valueSet }) => official.get(valueSet)!)
        const ours = codesOf(registry, of)
        for (const [system, list] of Object.entries(ours)) {
          for (const each of list) {
            const key = `${system}|${each.code}`
            const inOfficial = codes.some((other) => other.system === system && codeMatches(each, other.code))
            if (inOfficial) {
              beyond.delete(key)
              continue
            }
            const reason =
              registry.beyond.find((other) => other.code === each.code) ??
              registry.beyond.find((other) => other.code === undefined && other.system === system)
            expect(reason?.reason, `${id}: ${key} ${each.display}`).toMatch(/\w{3}/)
          }
        }
        for (const { valueSet, name, relation } of here.filter((each) => each.relation !== 'broader')) {
          const theirs = official.get(valueSet)!
          for (const system of new Set(theirs.map((each) => each.system))) {
            const list = ours[system] ?? []
            const unique = new Set(theirs.filter((each) => each.system === system).map((each) => each.code))
            const hit = [...unique].filter((code) => list.some((each) => codeMatches(each, code))).length
            report.push(`  ${name} (${relation}), ${system}: ${hit} of ${unique.size}`)
          }
        }
      }
      for (const { system, code } of registry.beyond.filter((each) => each.code !== undefined)) {
        const all = [codesOf(registry, undefined), ...registry.controls.map((each) => codesOf(registry, each.id))]
        expect(
          all.some((codes) => codes[system]?.some((each) => each.code === code)),
          `${id}: ${code} is ours`
        ).toBe(true)
      }
      process.stdout.write(`${id}: official codes that ours find\n${report.join('\n')}\n`)
    }
  )

  it('cover whole ICD-10-CM concepts: all official codes of the same concept are found', () => {
    for (const id of ['asthma', 'heart-failure', 'osteoporosis', 'dementia', 'prostate-cancer']) {
      const registry = shippedRegistries.find((each) => each.id === id)!
      const system = 'http://hl7.org/fhir/sid/icd-10-cm'
      for (const { valueSet } of registry.comparedWith.filter(
        (each) => each.relation === 'same' && each.of === undefined
      )) {
        const missed = official
          .get(valueSet)!
          .filter((each) => each.system === system)
          .filter((each) => !registry.codes[system]!.some((ours) => codeMatches(ours, each.code)))
        expect(missed, id).toEqual([])
      }
    }
  })
})
