import { describe, expect, it } from 'vitest'
import { populationOf } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import { readRiskTable } from '#engine/risk/tables/read-risk-table.ts'
import { applyTables } from '#engine/risk/tables/risk-imports.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { figuresIn, promisedCount } from '../panels/opened-rows.ts'
import { day, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { storeOf, visitClaim } from './hcc-people.ts'

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

/** Indicators invented for the test: PX1 heart failure of adults, PX2 asthma up to 39 without cystic fibrosis, PX9 both. */
const indicators = `indicator,title,from_age,to_age,role,code
PX1,Heart failure,18,,principal,I50
PX1,,,,without_procedure,02H
PX2,Asthma of younger adults,18,39,principal,J45.901
PX2,,,,without_diagnosis,E84
PX9,Composite,18,,component,PX1
PX9,,,,component,PX2
`
const nyu = `icd10,non_emergent,primary_care_treatable,preventable,not_preventable,injury,mental_health,alcohol,drug
J06,0.75,0.25,,,,,,
J06.9,0.5,0.5,,,,,,
S52,,,,,1,,,
`
const kim = `variable,weight,system,code,code_to
intercept,0.10,intercept,,
wheelchair,0.12,hcpcs,E1130,E1298
dementia,0.06,icd10,F03,
dementia,0.06,icd10,G30,
`

const stay = (patient: string, on: string, reason: string, kind = 'IMP'): PlainRow => ({
  id: `e-${patient}-${on}`,
  patient_id: patient,
  status: 'finished',
  class: `${act}|${kind}`,
  period_start: on,
  period_end: on,
  ...(reason === '' ? {} : { reason: `${icd}|${reason}` })
})
const people: PlainTables = {
  patient: [
    { id: 'a', birth_date: '1950-01-01', gender: 'female', postal_code: '02139' },
    { id: 'b', birth_date: '1995-01-01', gender: 'male' },
    { id: 'c', birth_date: '1980-01-01', gender: 'male' }
  ],
  encounter: [
    stay('a', '2026-02-01', 'I50.9'),
    stay('a', '2026-03-01', 'I50.9'),
    stay('b', '2026-02-01', 'J45.901'),
    stay('b', '2026-04-01', 'J45.901'),
    stay('c', '2026-02-01', 'J45.901'),
    stay('c', '2026-05-01', ''),
    stay('c', '2024-05-01', 'I50.9'),
    stay('b', '2026-06-01', 'J06.9', 'EMER'),
    stay('b', '2026-06-20', 'J06.0', 'EMER'),
    stay('c', '2026-06-01', 'S52.5', 'EMER'),
    stay('c', '2026-06-20', 'Z99', 'EMER')
  ],
  procedure: [
    {
      id: 'p',
      patient_id: 'a',
      encounter_id: 'Encounter/e-a-2026-03-01',
      status: 'completed',
      code: 'http://www.cms.gov/Medicare/Coding/ICD10|02HA0QZ'
    }
  ],
  condition: [
    { id: 'd', patient_id: 'b', encounter_id: 'Encounter/e-b-2026-04-01', code: `${icd}|E84.0`, onset: '2026-04-01' }
  ]
}
const context = { asOf: day('2026-10-31'), filters: [] }

function avoidable(parts: readonly PlainTables[], ...texts: readonly string[]) {
  const store = storeOf(...parts)
  const tables = texts.map((text) => readRiskTable('table.csv', text))
  const { definitions, imports } = applyTables([onlyShard(store)], shippedRisk, tables)
  const risk = openRisk(populationOf(store, []), definitions, imports)
  return { risk, panel: runRiskPanel(risk, 'avoidable', context, {}) }
}

describe('use of hospitals that might have been avoided', () => {
  it('says what to import where no table is there', () => {
    const { panel } = avoidable([people])
    for (const part of [panel.indicators, panel.emergency, panel.frailty])
      expect(part.missing).toMatch(/^no table of .* is imported$/)
    expect(panel.emergency.avoidable.value).toBeUndefined()
  })

  it('counts stays by principal diagnosis, ages and what the table leaves out', () => {
    const { panel } = avoidable([people], indicators)
    expect(panel.indicators).toMatchObject({ missing: undefined, stays: 6, undecidable: 1 })
    expect(panel.indicators.rows.map(({ id, ages, stays }) => [id, ages, stays.value])).toEqual([
      ['PX1', '18 and over', 1],
      ['PX2', '18 to 39', 1],
      ['PX9', '18 and over', 2]
    ])
  })

  it('leaves out diagnoses that are not confirmed and procedures that were not done', () => {
    const [procedure, condition] = [people['procedure']![0]!, people['condition']![0]!]
    const stays = (tables: PlainTables): readonly unknown[] =>
      avoidable([{ ...people, ...tables }], indicators).panel.indicators.rows.map(({ stays: { value } }) => value)
    expect(stays({ procedure: [{ ...procedure, status: 'not-done' }] })).toEqual([2, 1, 3])
    for (const verification_status of ['refuted', 'entered-in-error'])
      expect(stays({ condition: [{ ...condition, verification_status }] })).toEqual([1, 2, 3])
  })

  it('divides by the years of people of the same ages, and weights ages by the standard population', () => {
    const { panel } = avoidable([people], indicators)
    const [heart, asthma] = panel.indicators.rows
    // Three adults of a year each; one of them between 18 and 39.
    expect(heart!.rate.denominator).toBeCloseTo(3, 1)
    expect(asthma!.rate.denominator).toBeCloseTo(1, 1)
    // One event in the year of 75 to 84 (weight 0.044842) next to those of 25 to 34 and 45 to 54 (0.135573, 0.134834).
    const share = 0.044842 / (0.044842 + 0.135573 + 0.134834)
    expect(heart!.standardized.value! / 1000).toBeCloseTo(share, 2)
  })

  it('has wider intervals where one person has all stays than where each has one', () => {
    const intervals = (...patients: readonly string[]) => {
      const encounter = patients.map((patient, month) => stay(patient, `2026-0${month + 2}-01`, 'I50.9'))
      const { panel } = avoidable([{ patient: people['patient']!, encounter }], indicators)
      const { rate, standardized } = panel.indicators.rows[0]!
      return [rate, standardized].map(({ value, interval }) => [
        value,
        interval!.high - interval!.low,
        interval!.method
      ])
    }
    const [apart, together] = [intervals('a', 'b', 'c'), intervals('a', 'a', 'a')]
    expect([apart[0]![2], together[0]![2]]).toEqual(['exact-poisson', 'compound-poisson'])
    expect(together[0]![0]).toBe(apart[0]![0])
    for (const [index, [value, width]] of together.entries()) {
      const [valueApart, widthApart] = apart[index]!
      expect(Number(width) / Number(value)).toBeGreaterThan(Number(widthApart) / Number(valueApart))
    }
  })

  it('adds up the probabilities of emergency visits, by the longest beginning of a code', () => {
    const { panel } = avoidable([people], nyu)
    const { rows, avoidable: potential, classified } = panel.emergency
    expect(classified).toMatchObject({ numerator: 3, denominator: 4 })
    expect(rows.slice(0, 5).map(({ visits }) => visits.value)).toEqual([1.25, 0.75, 0, 0, 1])
    expect(potential.value).toBeCloseTo(2 / 3)
  })

  it('adds weights of claims once for each variable, for people of 65 and over', () => {
    const { panel } = avoidable(
      [
        people,
        visitClaim('a', '2026-01-10', ['F03.90', 'G30.9']),
        visitClaim('a', '2026-01-11', [], { procedure_code: 'E1140' }),
        visitClaim('b', '2026-01-10', ['F03.90'])
      ],
      kim
    )
    expect(panel.frailty.mean).toMatchObject({ denominator: 1 })
    expect(panel.frailty.mean.value).toBeCloseTo(0.28)
    expect(panel.frailty.bands.map(({ count }) => count.value)).toEqual([0, 0, 1])
  })

  it('opens as many people as its figures say', () => {
    const { risk, panel } = avoidable([people, visitClaim('a', '2026-01-10', ['F03.90'])], indicators, nyu, kim)
    const figures = figuresIn(panel).filter(({ figure }) => figure.rows !== undefined)
    expect(figures.length).toBeGreaterThan(15)
    for (const { figure } of figures)
      expect(resolveRows(risk.population.shards[0]!, figure.rows!)).toHaveLength(promisedCount(figure)!)
  })

  it('opens the people of the table that was imported last', () => {
    const store = storeOf(people, visitClaim('a', '2026-01-10', ['F03.90']))
    const population = populationOf(store, [])
    const opened = (...texts: readonly string[]): number[][] => {
      const tables = texts.map((text) => readRiskTable('table.csv', text))
      const { definitions, imports } = applyTables([onlyShard(store)], shippedRisk, tables)
      const panel = runRiskPanel(openRisk(population, definitions, imports), 'avoidable', context, {})
      const figures = figuresIn([panel.frailty, panel.emergency]).filter(({ figure }) => figure.rows !== undefined)
      return figures.map(({ figure }) => [promisedCount(figure) ?? 0, resolveRows(population, figure.rows!).length])
    }
    const expectAlike = (pairs: readonly number[][]): void => {
      for (const [promised, rows] of pairs) expect(rows).toBe(promised)
    }
    const first = opened(kim, nyu)
    expectAlike(first)
    const second = opened(kim.replaceAll('dementia,0.06', 'dementia,0.01'), nyu.replace('S52,,,,,1', 'S52,,,1,,'))
    expect(second).not.toEqual(first)
    expectAlike(second)
  })

  it.each([
    ['indicator,role,code\nX,main,I50\n', /line 2: role must be one of principal, diagnosis/],
    ['indicator,role,code\nX,component,Y\n', /line 2: the component Y is no indicator/],
    ['icd10,non_emergent,preventable\nJ06,0.5,0.2\n', /line 2: the probabilities sum to 0.700, not to 1/],
    ['variable,weight,system,code\nx,0.1,icd10,F03\n', /line 3: a line with the system intercept is missing/],
    ['variable,weight,system,code\nx,0.1,icd10,F03\nx,0.2,icd10,G30\n', /line 3: the variable x has two weights/],
    ['zip,deprivation\n2139,4\n', /line 2: zip has no five digits/]
  ])('refuses %j', (text, problem) => {
    expect(() => readRiskTable('table.csv', text)).toThrow(problem)
  })
})
