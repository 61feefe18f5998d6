import { describe, expect, it } from 'vitest'
import { effectiveRules, isLabelOf, strictestConsentRule, type RecordRules } from '#shared/consent/record-rules.ts'
import { rightsOf, seesPeople } from '#shared/rights/right.ts'
import { limitToScopes } from '#engine/population/scope/limit-to-scopes.ts'
import { placesIn } from '#engine/measures/chunk/record-places.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import type { Store } from '#engine/store/model/store.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'

const confidentiality = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
const actCode = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

interface Resource {
  readonly resourceType: string
  readonly id: string
  readonly [element: string]: unknown
}

const person = (id: string, security?: object[]): Resource => ({
  resourceType: 'Patient',
  id,
  ...(security === undefined ? {} : { meta: { security } }),
  gender: 'female',
  birthDate: '1970-02-03',
  name: [{ family: `Family-${id}`, given: ['Ann'] }]
})
const condition = (id: string, of: string, code: string, security?: unknown): Resource => ({
  resourceType: 'Condition',
  id,
  ...(security === undefined ? {} : { meta: { security } }),
  subject: { reference: `Patient/${of}` },
  code: { coding: [{ system: 'http://snomed.info/sct', code, display: `Display ${code}` }] },
  onsetDateTime: '2026-03-04'
})
const result = (id: string, of: string, security?: object[]): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  ...(security === undefined ? {} : { meta: { security } }),
  subject: { reference: `Patient/${of}` },
  code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }] },
  effectiveDateTime: '2026-05-06',
  valueQuantity: { value: 7.5, unit: '%' }
})
const claim = (id: string, of: string, security?: object[]): Resource => ({
  resourceType: 'ExplanationOfBenefit',
  id,
  ...(security === undefined ? {} : { meta: { security } }),
  status: 'active',
  use: 'claim',
  outcome: 'complete',
  created: '2026-01-01',
  patient: { reference: `Patient/${of}` },
  contained: [{ resourceType: 'Coverage', id: 'c', status: 'active', beneficiary: { reference: `Patient/${of}` } }]
})
const consent = (id: string, of: string, provision: object, more: object = {}): Resource => ({
  resourceType: 'Consent',
  id,
  status: 'active',
  scope: { coding: [{ code: 'patient-privacy' }] },
  category: [{ coding: [{ code: '59284-0' }] }],
  patient: { reference: `Patient/${of}` },
  dateTime: '2026-01-01',
  provision,
  ...more
})
const restricted = [{ system: confidentiality, code: 'R' }]
const part2 = [
  { system: actCode, code: '42CFRPart2' },
  { system: confidentiality, code: 'N' }
]

const people = [person('a'), person('b'), person('c', [{ system: confidentiality, code: 'V' }])]
const records = [
  condition('c1', 'a', '44054006'),
  condition('c2', 'a', '66214007', part2),
  condition('c3', 'b', '38341003', restricted),
  condition('c4', 'b', '73211009', { system: actCode, code: 'PSY' }),
  condition('c5', 'c', '44054006'),
  result('o1', 'a', restricted),
  result('o2', 'b'),
  claim('e1', 'a', part2),
  claim('e2', 'b')
]

const load = (lines: readonly Resource[]): Promise<Store> => loadFiles([{ name: 'all.ndjson', content: lines }])

function limited(store: Store, rules: Partial<RecordRules>, withLists = true) {
  return limitToScopes(store, [], {
    scopes: undefined,
    optOuts: [],
    rules: effectiveRules({ labels: [], consents: 'ignored', ...rules }, withLists)
  })
}

/** Everything that tables show. Displays come from the first of all files that has the code. */
function contents(store: Store): unknown {
  return Array.from(store.tables.keys(), (name) => [name, rowsOf(store, name)])
}

describe('rules about security labels', () => {
  it('leave a store as if labeled records had not been loaded', async () => {
    const all = await load([...people, ...records])
    const shown = limited(all, { labels: [{ labels: ['R', 'V', '42cfrpart2'], action: 'exclude' }] })
    const alone = await load([
      ...people.filter(({ id }) => id !== 'c'),
      ...records.filter(({ id }) => ['c1', 'c4', 'o2', 'e2'].includes(id))
    ])
    expect(contents(shown)).toEqual(contents(alone))
    expect(shown.patients).toBe(2)
    expect(shown.report.restricted).toEqual({
      excluded: 5,
      masked: 0,
      counted: 0,
      peopleByConsent: 0,
      peopleWithoutConsent: 0,
      byConsent: 0
    })
    expect(shown.leftOut).toBe(1)
    expect(shown.labels).toBeUndefined()
  })

  it('leave the store as it is where nothing has such a label', async () => {
    const all = await load([...people, ...records])
    expect(limited(all, { labels: [{ labels: ['HIV'], action: 'exclude' }] })).toBe(all)
    expect(limited(all, {})).toBe(all)
  })

  it('mask all but id, person and time, and give nothing to read again', async () => {
    const all = await load([...people, ...records])
    const shown = limited(all, { labels: [{ labels: [`${confidentiality}|R`], action: 'mask' }] })
    const bare = await load([
      ...people,
      ...records.map((record) =>
        record.id === 'c3'
          ? { resourceType: 'Condition', id: 'c3', subject: record['subject'], onsetDateTime: '2026-03-04' }
          : record.id === 'o1'
            ? { resourceType: 'Observation', id: 'o1', subject: record['subject'], effectiveDateTime: '2026-05-06' }
            : record
      )
    ])
    expect(contents(shown)).toEqual(contents(bare))
    expect(shown.report.restricted).toMatchObject({ excluded: 0, masked: 2 })
    const conditions = shown.resources.get('Condition')!
    expect(
      Array.from({ length: conditions.count }, (_, index) => [idAt(conditions.ids, index), conditions.file[index]])
    ).toEqual([
      ['c1', 0],
      ['c2', 0],
      ['c3', -1],
      ['c4', 0],
      ['c5', 0]
    ])
    const places = placesIn(onlyShard(shown), { types: new Set(['Condition', 'Observation']), wanted: () => true })
    expect(places[0]?.places.count).toBe(5)
  })

  it('count what is for figures only for roles without lists, and leave it out for all others', async () => {
    const all = await load([...people, ...records])
    const rules: Partial<RecordRules> = { labels: [{ labels: ['42CFRPart2'], action: 'figures-only' }] }
    const [viewer, analyst] = (['viewer', 'quality-analyst'] as const).map((role) =>
      seesPeople(rightsOf({ state: 'role', roles: [role] }))
    )
    const seen = limited(all, rules, viewer)
    expect(seen.table('condition').rows).toBe(5)
    expect(seen.report.restricted).toMatchObject({ counted: 2, excluded: 0 })
    expect(limited(all, rules, analyst).table('condition').rows).toBe(4)
  })

  it('take the strictest of several rules and know every label by *', async () => {
    const all = await load([...people, ...records])
    const both = limited(all, {
      labels: [
        { labels: ['N'], action: 'mask' },
        { labels: ['42CFRPart2'], action: 'exclude' }
      ]
    })
    expect(both.report.restricted).toMatchObject({ excluded: 2, masked: 0 })
    expect(limited(all, { labels: [{ labels: ['*'], action: 'exclude' }] }).report.restricted?.excluded).toBe(6)
    expect(isLabelOf(['R'], `${confidentiality}|r`)).toBe(true)
    expect(isLabelOf([`${actCode}|R`], `${confidentiality}|R`)).toBe(false)
  })
})

describe('Consents', () => {
  const followed = { consents: 'followed' } as const

  it('leave out whoever denies, and nobody by a consent that does not apply', async () => {
    const all = await load([
      ...people,
      ...records,
      consent('s1', 'a', { type: 'deny' }),
      consent('s2', 'b', { type: 'deny' }, { status: 'inactive' }),
      consent('s3', 'b', { type: 'deny', period: { end: '1969-12-31' } }),
      consent('s4', 'b', { type: 'deny' }, { scope: { coding: [{ code: 'research' }] } })
    ])
    const shown = limited(all, followed)
    expect(rowsOf(shown, 'patient').map(({ id }) => id)).toEqual(['b', 'c'])
    expect(shown.report.restricted).toMatchObject({ peopleByConsent: 1, byConsent: 0 })
  })

  it('leave out what an exception denies by label or class', async () => {
    const permit = (exception: object) => ({ type: 'permit', provision: [exception] })
    const all = await load([
      ...people,
      ...records,
      consent('s1', 'a', permit({ type: 'deny', securityLabel: [{ system: actCode, code: '42CFRPart2' }] })),
      consent('s2', 'b', permit({ type: 'deny', class: [{ code: 'Observation' }] })),
      consent('s3', 'c', permit({ type: 'permit', class: [{ code: 'Condition' }] }))
    ])
    const shown = limited(all, followed)
    expect(rowsOf(shown, 'condition').map(({ id }) => id)).toEqual(['c1', 'c3', 'c4', 'c5'])
    expect(rowsOf(shown, 'observation').map(({ id }) => id)).toEqual(['o1'])
    expect(rowsOf(shown, 'coverage').map(({ id }) => id)).toEqual(['e2#c'])
    expect(shown.report.restricted).toMatchObject({ peopleByConsent: 0, byConsent: 3 })
  })

  it('leave a person out where an exception that denies cannot be evaluated', async () => {
    const all = await load([
      ...people,
      ...records,
      consent('s1', 'a', { type: 'permit', provision: [{ type: 'deny', purpose: [{ code: 'HOPERAT' }] }] }),
      consent('s2', 'b', { type: 'permit', provision: [{ type: 'deny', class: [{ code: '34133-9' }] }] })
    ])
    expect(rowsOf(limited(all, followed), 'patient').map(({ id }) => id)).toEqual(['c'])
  })

  it('that are required leave out everybody whom none permits, and what a permission excepts', async () => {
    const permit = { type: 'permit' }
    const all = await load([
      ...people,
      ...['d', 'e', 'f', 'g', 'h', 'i'].map((id) => person(id)),
      ...records,
      consent('s1', 'a', { type: 'permit', provision: [{ type: 'deny', class: [{ code: 'Observation' }] }] }),
      consent('s2', 'c', permit, { status: 'inactive' }),
      consent('s3', 'd', { type: 'permit', period: { end: '1969-12-31' } }),
      consent('s4', 'e', permit, { scope: { coding: [{ code: 'research' }] } }),
      consent('s5', 'f', { provision: [{ type: 'permit', class: [{ code: 'Condition' }] }] }),
      consent('s6', 'g', permit, { status: undefined }),
      consent('s7', 'h', permit),
      consent('s8', 'h', { type: 'deny' }),
      consent('s9', 'i', permit)
    ])
    const shown = limited(all, { consents: 'required' })
    expect(rowsOf(shown, 'patient').map(({ id }) => id)).toEqual(['a', 'i'])
    expect(rowsOf(shown, 'observation')).toEqual([])
    expect(rowsOf(shown, 'condition').map(({ id }) => id)).toEqual(['c1', 'c2'])
    expect(shown.report.restricted).toMatchObject({ peopleByConsent: 1, peopleWithoutConsent: 6, byConsent: 1 })
    expect(limited(await load([...people, ...records]), { consents: 'required' }).patients).toBe(0)
  })

  it('of which the strictest rule counts where data come from several folders', () => {
    expect(strictestConsentRule(['ignored', 'required', 'followed'])).toBe('required')
    expect(strictestConsentRule(['followed', 'ignored'])).toBe('followed')
    expect(strictestConsentRule([])).toBe('ignored')
  })

  it('of R5 deny by exceptions to a base decision', async () => {
    const r5 = (id: string, of: string, more: object): Resource => ({
      resourceType: 'Consent',
      id,
      status: 'active',
      subject: { reference: `Patient/${of}` },
      date: '2026-01-01',
      ...more
    })
    const file = [
      person('a'),
      person('b'),
      condition('c1', 'a', '44054006'),
      result('o1', 'a'),
      r5('s1', 'a', { decision: 'permit', provision: [{ resourceType: [{ code: 'Observation' }] }] }),
      r5('s2', 'b', { decision: 'deny' })
    ]
    const shown = limited(
      await loadFiles([
        {
          name: 'r5.ndjson',
          content: file.map((line) => ({
            ...line,
            ...(line.resourceType === 'Patient'
              ? { meta: { profile: ['http://hl7.org/fhir/5.0/StructureDefinition/Patient'] } }
              : {})
          }))
        }
      ]),
      followed
    )
    expect(rowsOf(shown, 'patient').map(({ id }) => id)).toEqual(['a'])
    expect(shown.table('observation').rows).toBe(0)
  })
})
