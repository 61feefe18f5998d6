import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { entryByPatient, memberSources, sourcesAsOf } from '#engine/population/registries/membership-days.ts'
import { registryIndex } from '#engine/population/registries/registry-index.ts'
import { codeMatches } from '#engine/population/registries/match-concepts.ts'
import type { Store } from '#engine/store/model/store.ts'
import { valuesOf } from '../../support/rows-of.ts'
import { testData } from '../../support/test-data.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { loadFolder } from './loaded-folder.ts'
import { sampleStore } from './sample-store.ts'

/** What a payer has of the people; their coverage stands inside of the claims. */
const payerFiles = ['Patient.ndjson.gz', 'ExplanationOfBenefit.ndjson.gz']
const folder = testData('data/synthea-100')
const date = '2020-05-06'
const asOf = day(date)

interface Line {
  readonly diagnosisSequence?: readonly number[]
  readonly productOrService: { readonly coding: readonly { readonly system: string; readonly code: string }[] }
  readonly locationCodeableConcept: { readonly coding: readonly { readonly code: string }[] }
}

interface Claim {
  readonly patient: { readonly reference: string }
  readonly billablePeriod: { readonly start: string }
  readonly item: readonly Line[]
}

/** Why somebody is a member by the chart and claims together, and not by claims alone. */
const explanations = [
  'no claim carries the diagnosis',
  'one claim for a visit, where the rule asks for two',
  'claims for visits on one day only',
  'claims for visits more than the months of the rule apart'
] as const

/** Which of them, for the days of the claims for visits that carry the diagnosis. */
function explain(days: readonly number[]): (typeof explanations)[number] {
  if (days.length < 2) return explanations[days.length]!
  return new Set(days).size === 1 ? explanations[2] : explanations[3]
}

/** The same registries with a rule that one claim of any kind meets. */
const oneClaim = shippedRegistries.map((registry): Registry => ({
  ...registry,
  claims: { ...registry.claims!, outpatient: 1, excludeRuleOut: [] }
}))

function membersOf(store: Store, registries: readonly Registry[], asOf: number): Map<string, Set<string>> {
  const index = registryIndex(store, registries)
  const ids = valuesOf(store, 'patient', 'id').map(String)
  return new Map(
    registries.map((registry) => {
      const members = index.members(registry, asOf)
      return [registry.id, new Set(ids.filter((_, patient) => members[patient] === 1))]
    })
  )
}

describe.skipIf(folder === undefined)('synthea-100 as a payer has it', () => {
  let reducedFolder: string
  let full: Store
  let reduced: Store

  beforeAll(async () => {
    reducedFolder = mkdtempSync(join(tmpdir(), 'populus-payer-'))
    for (const name of payerFiles) copyFileSync(join(folder!, name), join(reducedFolder, name))
    full = await loadFolder(folder!)
    reduced = await loadFolder(reducedFolder)
  })
  afterAll(() => rmSync(reducedFolder, { recursive: true }))

  let lines: readonly Claim[] | undefined

  /** The claims as they stand in the file. */
  function written(): readonly Claim[] {
    lines ??= gunzipSync(readFileSync(join(folder!, 'ExplanationOfBenefit.ndjson.gz')))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Claim)
    return lines
  }

  /** Reads the files themselves: the days and places of the claims of each person with a code of a registry. */
  function claimsOf(registry: Registry): Map<string, { readonly on: string; readonly isStay: boolean }[]> {
    const found = new Map<string, { readonly on: string; readonly isStay: boolean }[]>()
    for (const claim of written()) {
      const isAboutIt = claim.item.some(({ diagnosisSequence, productOrService }) =>
        productOrService.coding.some(
          ({ system, code }) =>
            diagnosisSequence !== undefined && registry.codes[system]?.some((each) => codeMatches(each, code)) === true
        )
      )
      if (!isAboutIt) continue
      const person = claim.patient.reference.replace('Patient/', '')
      const isStay = claim.item.some((line) => line.locationCodeableConcept.coding[0]?.code === '21')
      found.set(person, [...(found.get(person) ?? []), { on: claim.billablePeriod.start.slice(0, 10), isStay }])
    }
    return found
  }

  /** Whether claims meet the shipped rule: one stay, or visits on two days less than 24 months apart. */
  function meetsRule(claims: readonly { readonly on: string; readonly isStay: boolean }[]): boolean {
    const visits = claims.filter(({ isStay }) => !isStay).map(({ on }) => on)
    const within = (a: string, b: string): boolean => {
      const [year, ...rest] = a.split('-')
      return b > a && b < [Number(year) + 2, ...rest].join('-')
    }
    return claims.some(({ isStay }) => isStay) || visits.some((a) => visits.some((b) => within(a, b)))
  }

  it('has the members that the claims give by the rule, and no others', () => {
    const members = membersOf(reduced, shippedRegistries, asOf)
    // Conditions that resolve hold for the months of the rule only; the others for life.
    for (const registry of shippedRegistries.filter(({ course }) => course === 'chronic-lifelong')) {
      const expected = [...claimsOf(registry)].filter(([, claims]) => meetsRule(claims)).map(([person]) => person)
      expect([...members.get(registry.id)!].sort(), registry.id).toEqual(expected.sort())
    }
    expect([...members.values()].reduce((sum, { size }) => sum + size, 0)).toBeGreaterThan(0)
  })

  it('has all members of the complete data whose claims meet the rule, and explains each of the others', () => {
    const index = registryIndex(reduced, shippedRegistries)
    const ids = valuesOf(reduced, 'patient', 'id').map(String)
    const all = membersOf(full, shippedRegistries, asOf)
    const byClaims = membersOf(reduced, shippedRegistries, asOf)
    const explained = new Map<string, number>()
    let wanted = 0
    let found = 0
    for (const registry of shippedRegistries.filter(({ course }) => course === 'chronic-lifelong')) {
      const claims = claimsOf(registry)
      const explainClaims = index.membership(registry).explainClaims?.()
      for (const person of all.get(registry.id)!) {
        const isFound = byClaims.get(registry.id)!.has(person)
        if (meetsRule(claims.get(person) ?? [])) {
          wanted++
          if (isFound) found++
        }
        if (isFound) continue
        const evidence = explainClaims?.(ids.indexOf(person)) ?? []
        // Whatever the product says of the claims, these are the claims in the files.
        expect(evidence.map(({ day: on }) => on).sort()).toEqual(
          (claims.get(person) ?? []).map(({ on }) => day(on)).sort()
        )
        expect(evidence.every(({ role }) => role === 'visit')).toBe(true)
        const why = explain(evidence.map(({ day: on }) => on))
        explained.set(why, (explained.get(why) ?? 0) + 1)
      }
    }
    expect(wanted).toBeGreaterThan(0)
    expect(found / wanted).toBeGreaterThanOrEqual(0.9)
    // Synthea writes a disease on the claim of the visit that found it, and on no later one.
    expect([...explained.keys()].sort()).toEqual([
      'claims for visits more than the months of the rule apart',
      'no claim carries the diagnosis',
      'one claim for a visit, where the rule asks for two'
    ])
  })

  it('reaches nine of ten members of the complete data by a rule of one claim, and more only where the chart resolved', () => {
    const all = membersOf(full, shippedRegistries, asOf)
    const byClaims = membersOf(reduced, oneClaim, asOf)
    for (const registry of shippedRegistries.filter(({ course }) => course === 'chronic-lifelong')) {
      const carried = [...claimsOf(registry).keys()].filter((person) => all.get(registry.id)!.has(person))
      const reached = carried.filter((person) => byClaims.get(registry.id)!.has(person))
      if (carried.length > 0) expect(reached.length / carried.length, registry.id).toBeGreaterThanOrEqual(0.9)
      for (const person of byClaims.get(registry.id)!) expect(all.get(registry.id)!, registry.id).toContain(person)
    }
  })

  it('keeps the members of the complete data as they are by the chart', () => {
    const { claims: _, ...first } = shippedRegistries[0]!
    const chartOnly = [first, ...shippedRegistries.slice(1).map(({ claims: __, ...rest }) => rest)]
    const together = membersOf(full, shippedRegistries, asOf)
    for (const [id, members] of membersOf(full, chartOnly, asOf))
      expect([...together.get(id)!], id).toEqual([...members])
  })

  it('opens without statements about what it does not hold', () => {
    const context = { asOf, filters: [] }
    const summary = runPanel(reduced, shippedRegistries, 'summary', context, {})
    expect(summary.registries.every(({ people }) => people !== undefined)).toBe(true)
    expect(summary.fitness.inputs.find(({ label }) => label === 'Diagnoses coded')).toMatchObject({ score: 100 })
    const { keyFigures, conditions } = runPanel(reduced, shippedRegistries, 'overview', context, {})
    expect(conditions.isByClaims).toBe(true)
    expect(conditions.rows.length).toBeGreaterThan(0)
    for (const { figure } of keyFigures.filter(({ id }) => id.endsWith('-goal') || id === 'emergency'))
      expect(figure.value).toBeUndefined()
  })
})

describe('the sample as a payer has it', () => {
  const types = ['Patient', 'Coverage', 'ExplanationOfBenefit', 'Organization'] as const
  let full: Store
  let reduced: Store

  beforeAll(async () => {
    full = (await sampleStore(400)).store
    reduced = (await sampleStore(400, { types })).store
  })

  it('has the members whom the complete data know from claims; others had the condition end in the chart', () => {
    const index = registryIndex(full, shippedRegistries)
    const position = day('2026-10-31')
    const byClaims = membersOf(reduced, shippedRegistries, position)
    const ids = valuesOf(full, 'patient', 'id').map(String)
    let known = 0
    let reached = 0
    for (const registry of shippedRegistries) {
      const membership = index.membership(registry)
      const sources = sourcesAsOf(membership, position)
      const entry = entryByPatient(membership)
      const members = byClaims.get(registry.id)!
      ids.forEach((id, patient) => {
        const fromClaims = sources[patient]! >= memberSources.indexOf('claims')
        if (fromClaims) known++
        if (fromClaims && members.has(id)) reached++
        if (members.has(id) && !fromClaims) {
          expect(registry.course, registry.id).toBe('resolvable')
          expect(entry[patient]! <= position, registry.id).toBe(true)
        }
      })
    }
    expect(known).toBeGreaterThan(50)
    expect(reached / known).toBeGreaterThanOrEqual(0.9)
  })
})
