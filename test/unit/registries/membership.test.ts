import { describe, expect, it } from 'vitest'
import { registryIndex } from '#engine/population/registries/registry-index.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { shipped } from './shipped-registries.ts'

const sct = 'http://snomed.info/sct'
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const person: PlainRow = { id: 'p', birth_date: '1960-01-01', gender: 'female' }

/** Whether the one person of some tables is a member on a date. */
function isMember(registry: Registry, tables: PlainTables, date: string): boolean {
  const store = plainStore({ patient: [person], ...tables })
  return registryIndex(store, [registry]).members(registry, day(date))[0] === 1
}

function diagnosis(values: PlainRow): PlainTables {
  return { condition: [{ id: 'c', patient_id: 'p', ...values }] }
}

const diabetes = { code: `${sct}|44054006`, onset: '2015-03-01', verification_status: 'confirmed' }
const asthma = { ...diabetes, code: `${sct}|195967001` }

describe('membership by diagnosis', () => {
  const registry = shipped('diabetes')

  it('begins on the day of onset', () => {
    expect(isMember(registry, diagnosis(diabetes), '2015-02-28')).toBe(false)
    expect(isMember(registry, diagnosis(diabetes), '2015-03-01')).toBe(true)
  })

  it('takes the recorded date when there is no onset, and every date when there is neither', () => {
    const recorded = { ...diabetes, onset: undefined, recorded_date: '2017-01-01' }
    expect(isMember(registry, diagnosis(recorded), '2016-12-31')).toBe(false)
    expect(isMember(registry, diagnosis(recorded), '2017-01-01')).toBe(true)
    expect(isMember(registry, diagnosis({ ...diabetes, onset: undefined }), '1990-01-01')).toBe(true)
  })

  it.each(['refuted', 'entered-in-error', 'differential', 'provisional', 'unconfirmed'])(
    'does not count a %s one',
    (status) => {
      expect(isMember(registry, diagnosis({ ...diabetes, verification_status: status }), '2020-01-01')).toBe(false)
    }
  )

  it('counts one without verification status, as claims have it', () => {
    expect(isMember(registry, diagnosis({ ...diabetes, verification_status: undefined }), '2020-01-01')).toBe(true)
  })

  it.each([
    [`${icd}|E11.9`, true],
    [`${icd}|E119`, true],
    [`${icd}|E10.649`, true],
    ['urn:oid:2.16.840.1.113883.6.90|E13.9', true],
    [`${icd}|E12`, false],
    [`${icd}|E09.9`, false],
    [`${icd}|R73.03`, false],
    [`${sct}|15777000`, false],
    [`${sct}|4405400`, false],
    ['http://example.org|44054006', false]
  ])('finds the code %s: %s', (code, found) => {
    expect(isMember(registry, diagnosis({ ...diabetes, code }), '2020-01-01')).toBe(found)
  })

  it('looks at every coding', () => {
    const coded = {
      ...diabetes,
      code: 'http://example.org|sugar',
      codings: ['http://example.org|sugar', `${icd}|E11.9`]
    }
    expect(isMember(registry, diagnosis(coded), '2020-01-01')).toBe(true)
  })

  it('lasts for life when the condition does, and ends with a condition that resolves', () => {
    const ended = { abatement: '2018-06-01', clinical_status: 'resolved' }
    expect(isMember(registry, diagnosis({ ...diabetes, ...ended }), '2020-01-01')).toBe(true)
    const resolvable = shipped('asthma')
    expect(isMember(resolvable, diagnosis({ ...asthma, ...ended }), '2018-05-31')).toBe(true)
    expect(isMember(resolvable, diagnosis({ ...asthma, ...ended }), '2018-06-01')).toBe(false)
    expect(isMember(resolvable, diagnosis({ ...asthma, clinical_status: 'inactive' }), '2016-01-01')).toBe(false)
  })

  it('goes on with a second spell', () => {
    const spells = {
      condition: [
        { id: 'c1', patient_id: 'p', ...asthma, abatement: '2016-01-01' },
        { id: 'c2', patient_id: 'p', ...asthma, onset: '2018-01-01' }
      ]
    }
    const on = (date: string): boolean => isMember(shipped('asthma'), spells, date)
    expect(['2015-12-31', '2017-01-01', '2018-01-01'].map(on)).toEqual([true, false, true])
  })
})

function results(code: string, unit: string, values: readonly (readonly [string, number])[]): PlainTables {
  return {
    observation: values.map(([effective, value], index) => ({
      id: `o${index}`,
      patient_id: 'p',
      status: 'final',
      code: `http://loinc.org|${code}`,
      effective,
      value,
      unit
    }))
  }
}

describe('membership by measurement', () => {
  const kidney = shipped('chronic-kidney-disease')
  const egfr = (...values: readonly (readonly [string, number])[]): PlainTables =>
    results('98979-8', 'mL/min/{1.73_m2}', values)

  it('kidney disease: two low rates at least 90 days apart', () => {
    const tables = egfr(['2019-01-01', 55], ['2019-04-01', 58])
    expect(isMember(kidney, tables, '2019-03-31')).toBe(false)
    expect(isMember(kidney, tables, '2019-04-01')).toBe(true)
    expect(isMember(kidney, egfr(['2019-01-01', 55], ['2019-03-31', 58]), '2020-01-01')).toBe(false)
  })

  it('kidney disease: not with a better rate between them, nor at 60', () => {
    expect(isMember(kidney, egfr(['2019-01-01', 55], ['2019-02-01', 60], ['2019-04-15', 50]), '2020-01-01')).toBe(false)
    expect(isMember(kidney, egfr(['2019-01-01', 55], ['2019-06-01', 60]), '2020-01-01')).toBe(false)
  })

  it('kidney disease: for life, whatever comes later', () => {
    expect(isMember(kidney, egfr(['2019-01-01', 55], ['2019-04-01', 58], ['2019-09-01', 80]), '2020-01-01')).toBe(true)
  })

  it('obesity: no longer than 24 months after the last body mass index, and again with the next one', () => {
    const obesity = shipped('obesity')
    const bmi = (effective: string): PlainRow => ({
      id: effective,
      patient_id: 'p',
      status: 'final',
      code: 'http://loinc.org|39156-5',
      effective,
      value: 34,
      unit: 'kg/m2'
    })
    const tables = { observation: [bmi('2015-03-10'), bmi('2016-01-10'), bmi('2020-05-01')] }
    expect(isMember(obesity, tables, '2018-01-09')).toBe(true)
    expect(isMember(obesity, tables, '2018-01-10')).toBe(false)
    expect(isMember(obesity, tables, '2020-05-01')).toBe(true)
    expect(isMember(obesity, tables, '2022-05-01')).toBe(false)
  })

  it('obesity: while the latest body mass index of an adult is 30 or more', () => {
    const obesity = shipped('obesity')
    const tables = results('39156-5', 'kg/m2', [
      ['2018-01-01', 30],
      ['2019-01-01', 29.9],
      ['2020-01-01', 31]
    ])
    const on = (date: string): boolean => isMember(obesity, tables, date)
    expect(['2017-12-31', '2018-01-01', '2018-12-31', '2019-01-01', '2020-06-01'].map(on)).toEqual([
      false,
      true,
      true,
      false,
      true
    ])
    expect(isMember(obesity, results('39156-5', 'kg/m2', [['1979-06-01', 33]]), '1980-06-01')).toBe(false)
  })
})
