import { describe, expect, it } from 'vitest'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { shipped, shippedRegistries } from './shipped-registries.ts'

const part = {
  title: 'A1c',
  codes: { 'http://loinc.org': [{ code: '4548-4', display: 'A1c' }] },
  units: [{ unit: '%' }],
  plausible: [2, 25]
}
const control = {
  id: 'a1c',
  title: 'A1c',
  text: 'Latest A1c.',
  windowMonths: 12,
  measurement: { title: 'A1c', unit: '%', sameDay: 'last', parts: [part] },
  bands: [
    { id: 'low', label: 'low', tone: 'a', below: [7] },
    { id: 'high', label: 'high', tone: 'd' }
  ],
  noneLabel: 'not tested',
  goal: { title: 'low', bands: ['low'] },
  concern: { title: 'high or not tested', bands: ['high', 'none'] }
}
const registry = {
  id: 'test',
  title: 'Test',
  version: '1.0.0',
  text: 'People with a test.',
  sources: [{ title: 'A source', publisher: 'Somebody' }],
  course: 'resolvable',
  codes: { 'http://snomed.info/sct': [{ code: '1', display: 'One' }] },
  controls: [control]
}

const rule = {
  inpatient: 1,
  outpatient: 2,
  daysApart: 1,
  withinMonths: 24,
  stays: ['inpatient'],
  excludeRuleOut: ['laboratory'],
  source: { title: 'A source', publisher: 'Somebody' }
}

describe('the claims rule of a registry', () => {
  it('is read as it is written, and may be left out', () => {
    expect(loadRegistries([{ ...registry, claims: rule }])[0]?.claims).toEqual(rule)
    expect(loadRegistries([registry])[0]?.claims).toBeUndefined()
  })

  it.each<[string, object, RegExp]>([
    ['a kind of claim that there is not', { stays: ['hotel'] }, /"stays" may list inpatient, skilled-nursing/],
    ['a service that there is not', { excludeRuleOut: ['lab'] }, /"excludeRuleOut" may list laboratory, imaging/],
    ['no claims at all', { outpatient: 0 }, /"outpatient" must be 1 or more/],
    ['half a month', { withinMonths: 0.5 }, /"withinMonths" must be 1 or more/],
    ['no source', { source: undefined }, /source/]
  ])('is refused with %s', (_, wrong, message) => {
    expect(() => loadRegistries([{ ...registry, claims: { ...rule, ...wrong } }])).toThrow(message)
  })
})

describe('registry definitions', () => {
  it('are the fourteen conditions and four cancers', () => {
    expect(shippedRegistries.map((each) => each.id).sort()).toEqual([
      'asthma',
      'atrial-fibrillation',
      'breast-cancer',
      'chronic-kidney-disease',
      'colorectal-cancer',
      'copd',
      'dementia',
      'depression',
      'diabetes',
      'heart-failure',
      'hyperlipidaemia',
      'hypertension',
      'ischaemic-heart-disease',
      'lung-cancer',
      'obesity',
      'osteoporosis',
      'prostate-cancer',
      'stroke'
    ])
    for (const each of shippedRegistries) {
      expect(Object.keys(each.codes), each.id).toEqual([
        'http://hl7.org/fhir/sid/icd-10-cm',
        'http://hl7.org/fhir/sid/icd-9-cm',
        'http://snomed.info/sct'
      ])
      expect(each.sources.length, each.id).toBeGreaterThan(0)
    }
  })

  it('share controls: the same blood pressure control is one object', () => {
    const bloodPressure = shipped('hypertension').controls.find((each) => each.id === 'blood-pressure')
    expect(bloodPressure).toBeDefined()
    expect(shipped('diabetes').controls).toContain(bloodPressure)
    expect(shipped('obesity').evidence[0]?.measurement).toBe(shipped('obesity').controls[0]?.measurement)
  })

  it('load in the order of their titles', () => {
    const [first, second] = loadRegistries([
      { ...registry, id: 'b', title: 'B' },
      { ...registry, id: 'a', title: 'A' }
    ])
    expect([first?.id, second?.id]).toEqual(['a', 'b'])
  })

  it.each([
    ['no title', { ...registry, title: undefined }, '"test": "title" must be a text'],
    ['no source', { ...registry, sources: [] }, 'cites no source'],
    ['an unknown course', { ...registry, course: 'sometimes' }, '"course" must be one of chronic-lifelong, resolvable'],
    ['a bad id', { ...registry, id: 'Test One' }, 'small letters'],
    ['an unknown control', { ...registry, controls: [{ like: 'other/a1c' }] }, 'there is no control "other/a1c"'],
    [
      'no catch-all band',
      { ...registry, controls: [{ ...control, bands: [control.bands[0]] }] },
      'must have no limits'
    ],
    [
      'limits that do not fit the parts',
      { ...registry, controls: [{ ...control, bands: [{ ...control.bands[0], below: [7, 8] }, control.bands[1]] }] },
      'band "low" needs one limit per part'
    ],
    [
      'a goal of an unknown band',
      { ...registry, controls: [{ ...control, goal: { title: 'x', bands: ['middle'] } }] },
      'there is no band "middle"'
    ],
    ['no object', 'diabetes', '"registry" must be an object'],
    [
      'evidence without a limit',
      { ...registry, evidence: [{ kind: 'latest', text: 'x', measurement: { of: 'test/a1c' } }] },
      'needs "below" or "atLeast"'
    ]
  ])('say what is wrong: %s', (_, definition, message) => {
    expect(() => loadRegistries([definition])).toThrow(message)
  })

  it('may not share an id', () => {
    expect(() => loadRegistries([registry, registry])).toThrow('Two registry definitions have the id "test"')
  })
})
