import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeCql } from '#engine/cohorts/cql/write-cql.ts'
import type { CohortDefinition, CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import type { EventQuery } from '#engine/cohorts/definition/criteria.ts'
import { codeListSource } from '#engine/cohorts/events/code-lists.ts'
import { createCohorts, type Cohorts } from '#engine/cohorts/members/cohorts.ts'
import { ordinalsOf } from '#engine/base/kernels/bitset.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { resultFactor } from '#engine/cql/elm/units/result-units.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { FhirModel } from '#engine/cql/translate/fhir-model-info.ts'
import { createCqlTranslator } from '#engine/cql/translate/translate-cql.ts'
import { runCases } from '#engine/measures/content/run-cases.ts'
import { readMeasure } from '#engine/measures/definition/measure-definition.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { loadFiles } from '../../support/load-store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { act, asOf, definitionOf, icd, loinc } from './few-people.ts'
import { allPeople } from '#engine/population/people/all-people.ts'

const root = resolve(import.meta.dirname, '../../..')
const helpers = resolve(root, 'resources/measures/core/shared/FHIRHelpers')
const translate = createCqlTranslator({
  fhir: JSON.parse(readFileSync(resolve(root, 'resources/models/fhir-4.0.1.json'), 'utf8')) as FhirModel,
  library: (name) => (name === 'FHIRHelpers' ? readFileSync(`${helpers}.cql`, 'utf8') : undefined)
})
const list = { url: 'urn:list', name: 'Listed codes', codes: new Map([[icd, new Set(['E11.9', 'E119'])]]) }
const lists = codeListSource(shippedRegistries, [list])

let seed = 7
const random = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * below)
}
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!
const date = (): string =>
  `${2024 + random(3)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`
const coded = (system: string, code: string) => ({ coding: [{ system, code }] })

/** A person with records of every kind, some of which do not count. */
function personOf(id: string): FhirObject[] {
  const subject = { reference: `Patient/${id}` }
  const many = (count: number, make: (index: number) => FhirObject): FhirObject[] =>
    Array.from({ length: random(count) }, (_, index) => make(index))
  const encounters = many(5, (index) => ({
    resourceType: 'Encounter',
    id: `${id}-e${index}`,
    subject,
    status: pick(['finished', 'finished', 'cancelled']),
    class: { system: act, code: pick(['AMB', 'EMER']) },
    period: { start: date() }
  }))
  return [
    {
      resourceType: 'Patient',
      id,
      gender: pick(['female', 'male']),
      birthDate: `${1930 + random(90)}-03-01`,
      ...(random(9) === 0 ? { deceasedDateTime: date() } : {})
    },
    ...encounters,
    ...many(4, (index) => ({
      resourceType: 'Condition',
      id: `${id}-c${index}`,
      subject,
      code: coded(icd, pick(['E11.9', 'E119', 'E11.22', 'I10'])),
      ...(random(3) === 0 ? {} : { recordedDate: date() }),
      ...(random(2) === 0 ? {} : { onsetDateTime: date() }),
      ...(random(3) === 0 && encounters.length > 0 ? { encounter: { reference: `Encounter/${id}-e0` } } : {}),
      ...(random(4) === 0
        ? {
            verificationStatus: coded(
              'http://terminology.hl7.org/CodeSystem/condition-ver-status',
              pick(['refuted', 'confirmed'])
            )
          }
        : {})
    })),
    ...many(5, (index) => ({
      resourceType: 'Observation',
      id: `${id}-o${index}`,
      subject,
      status: pick(['final', 'final', 'amended', 'preliminary']),
      code: coded(loinc, pick(['4548-4', '2345-7'])),
      effectiveDateTime: date(),
      valueQuantity: pick([
        { value: 5 + random(8), unit: '%', code: '%' },
        { value: 30 + random(90), code: 'mmol/mol' },
        { value: 100 + random(200), code: 'mg/dL' },
        { value: 1 + random(3), code: 'g/L' }
      ])
    })),
    ...many(3, (index) => ({
      resourceType: 'Observation',
      id: `${id}-b${index}`,
      subject,
      status: 'final',
      code: coded(loinc, '85354-9'),
      effectiveDateTime: date(),
      component: [{ code: coded(loinc, '8480-6'), valueQuantity: { value: 110 + random(60), code: 'mm[Hg]' } }]
    })),
    ...many(4, (index) => ({
      resourceType: 'Procedure',
      id: `${id}-p${index}`,
      subject,
      status: pick(['completed', 'not-done']),
      code: coded('s', pick(['1', '2'])),
      ...(random(2) === 0 ? { performedDateTime: date() } : { performedPeriod: { start: date() } })
    }))
  ]
}

const people = Array.from({ length: 30 }, (_, index) => {
  const id = `p${String(index).padStart(2, '0')}`
  return { id, resources: personOf(id) }
})
let cohorts: Cohorts

beforeAll(async () => {
  const lines = people.flatMap(({ resources }) => resources)
  const store = await loadFiles([{ name: 'all.ndjson', content: lines }])
  cohorts = createCohorts(allPeople(populationOf(store, shippedRegistries)), () => ({
    lists,
    unitFactor: resultFactor
  }))
})

/** Ids of the people for whom the text is true. */
function byCql(text: string): string[] {
  const { elm, problems } = translate(text)
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  const definition = readMeasure({
    resourceType: 'Measure',
    url: 'urn:cohort',
    status: 'active',
    library: ['urn:Library/PopulusCohort'],
    scoring: { coding: [{ code: 'cohort' }] },
    group: [
      {
        id: 'g',
        population: [
          {
            code: { coding: [{ code: 'initial-population' }] },
            criteria: { language: 'text/cql-identifier', expression: 'In Cohort' }
          }
        ]
      }
    ]
  })
  const content = {
    measures: [definition],
    libraries: [elm, JSON.parse(readFileSync(`${helpers}.elm.json`, 'utf8'))].map(readElmLibrary),
    valueSets: new Map([[list.url, list.codes]]),
    problems: []
  }
  const cases = people.map(({ id, resources }) => ({ name: id, patientId: id, resources, expected: {} }))
  const period = { start: '2026-01-01', end: '2026-12-31' }
  return runCases(definition, content, cases, period, { policy: 'derive', zone: 'UTC' }).flatMap(
    ({ name, actual, differences }) => {
      expect(differences).toEqual([])
      return actual['g']?.['initial-population'] === 1 ? [name] : []
    }
  )
}

const chart = ['chart'] as ['chart']
const diabetes: EventQuery = {
  domain: 'condition',
  sources: chart,
  codes: { codes: [{ system: icd, code: 'E11', match: 'prefix' }] }
}
const relative = (anchor: 'as-of' | 'index', from: number, unit: 'days' | 'months' | 'years', to?: number) =>
  ({
    type: 'relative',
    anchor,
    from: { amount: from, unit },
    ...(to === undefined ? {} : { to: { amount: to, unit } })
  }) as const
const a1c: EventQuery = {
  domain: 'result',
  codes: { lists: ['result:hemoglobin-a1c'] },
  value: { comparison: '>', value: 8, unit: '%' }
}
const glucose: EventQuery = {
  domain: 'result',
  codes: { codes: [{ system: loinc, code: '2345-7' }] },
  value: { comparison: 'between', value: 120, to: 220, unit: 'mg/dL' }
}
const emergency: EventQuery = { domain: 'encounter', codes: { codes: [{ system: act, code: 'EMER' }] } }
const event = (query: EventQuery, rest: object = {}): CohortNode => ({ type: 'event', event: query, ...rest })
const tried: Readonly<Record<string, readonly [readonly CohortNode[], Partial<CohortDefinition>?]>> = {
  'diagnoses by prefix': [[event(diabetes)]],
  'a list': [[event({ ...diabetes, codes: { lists: ['urn:list'] } })]],
  'months back': [[event(diabetes, { when: relative('as-of', -12, 'months') })]],
  'a window before': [[event(diabetes, { when: relative('as-of', -24, 'months', -6) })]],
  'calendar dates': [
    [event({ domain: 'encounter' }, { when: { type: 'dates', from: '2025-01-01', to: '2025-12-31' } })]
  ],
  'different days': [[event({ domain: 'encounter' }, { days: 2 })]],
  'a class of encounters': [[event(emergency)]],
  'procedures by day or period': [
    [event({ domain: 'procedure', sources: chart, codes: { codes: [{ system: 's', code: '1' }] } })]
  ],
  'a test with its own conversions': [[event(a1c)]],
  'a result in any unit': [[event(glucose)]],
  components: [
    [
      event({
        domain: 'result',
        codes: { codes: [{ system: loinc, code: '8480-6' }] },
        value: { comparison: '>=', value: 140, unit: 'mm[Hg]' }
      })
    ]
  ],
  'one after another': [[{ type: 'sequence', first: diabetes, then: emergency, minimumDays: 1, maximumDays: 200 }]],
  'two of a kind': [
    [{ type: 'sequence', first: { domain: 'encounter' }, then: { domain: 'encounter' }, minimumDays: 90 }]
  ],
  'age and sex': [
    [
      { type: 'age', at: 'as-of', from: 40, to: 70 },
      { type: 'filter', dimension: 'sex', values: ['female'] }
    ]
  ],
  groups: [
    [
      { type: 'any', criteria: [event(diabetes), event(emergency), { type: 'all', criteria: [] }] },
      { type: 'none', criteria: [event(a1c), event(emergency)] }
    ]
  ],
  'an index event': [
    [event(emergency, { when: relative('index', 0, 'days', 180) }), { type: 'age', at: 'index', from: 18 }],
    { index: { pick: 'first', event: { domain: 'encounter' }, when: relative('as-of', -2, 'years') } }
  ],
  'the deceased': [[event(diabetes)], { people: 'all' }]
}

describe('the CQL of a definition', () => {
  it.each(Object.entries(tried))('finds the same people: %s', (_, [steps, rest]) => {
    const definition = definitionOf(steps, rest)
    const { text, problems } = writeCql(definition, asOf, lists)
    expect(problems).toEqual([])
    const found = cohorts.evaluator.evaluate(definition, asOf)
    const expected = Array.from(ordinalsOf(found.people), (person) => people[person]!.id)
    expect(byCql(text!)).toEqual(expected)
    expect(expected.length).toBeLessThan(people.length)
    expect(expected.length).toBeGreaterThan(0)
  })

  it('says in a sentence what it cannot say', () => {
    const problemsOf = (...steps: CohortNode[]): readonly string[] =>
      writeCql(definitionOf(steps), asOf, lists).problems
    expect(problemsOf({ type: 'registry', registry: 'diabetes' })).toEqual([
      'Criterion 1 cannot be written in CQL: a registry follows rules of its own over charts and claims.'
    ])
    expect(problemsOf(event(emergency), { type: 'any', criteria: [event({ domain: 'condition' })] })).toEqual([
      'Criterion 2.1 cannot be written in CQL: it looks at claims as well; choose “in the chart”.'
    ])
    expect(problemsOf(event({ domain: 'result', codes: { lists: ['result:gone'] } }))[0]).toContain('not installed')
    expect(problemsOf({ type: 'filter', dimension: 'payer', values: ['x'] })[0]).toContain('computed by Populus')
  })
})
