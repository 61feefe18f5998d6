import { describe, expect, it } from 'vitest'
import { hccPopulation } from '#engine/risk/hcc/hcc-population.ts'
import { readRiskTable } from '#engine/risk/tables/read-risk-table.ts'
import { applyTables } from '#engine/risk/tables/risk-imports.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { day } from '../selection/plain-store.ts'
import { coverage, storeOf, visitClaim } from './hcc-people.ts'
import { onlyShard } from '#engine/shards/shard.ts'

const store = storeOf(
  {
    patient: [{ id: 'a', birth_date: '1950-03-01', gender: 'female' }],
    coverage: [coverage('a', '1', '2015-03-01')]
  },
  visitClaim('a', '2025-03-01', ['E11.22'])
)

const scored = (...texts: string[]) => {
  const tables = texts.map((text) => readRiskTable('table.csv', text))
  const { definitions, imports, unknownMembers } = applyTables([onlyShard(store)], shippedRisk, tables)
  const model = definitions.models.find(({ version }) => version === 'V28')!
  const [member] = hccPopulation(store, model, 2025, day('2026-10-31'), imports[0]).members
  return { score: member!.score, unknownMembers }
}

describe('tables of risk', () => {
  it('leave everything as it is where there are none', () => {
    expect(applyTables([onlyShard(store)], shippedRisk, []).definitions).toBe(shippedRisk)
  })

  it('tell the members of a plan', () => {
    const { score, unknownMembers } = scored('patient_id;dual;institutional\na;partial;no\nz;full;yes\n')
    expect(score.segment).toBe('CPA')
    expect(unknownMembers).toBe(1)
  })

  it('limit outpatient and professional claims to eligible procedures', () => {
    expect(scored('hcpcs\nG0438\n').score.hccs).toEqual([])
    expect(scored('hcpcs\ng0439\n').score.hccs).toEqual([37])
  })

  it('take the place of the tables of a model', () => {
    const mapping = 'model,icd10,hcc\nV28,E11.22,36\n'
    const coefficients = 'model,segment,variable,coefficient\nV28,CNA,F75_79,0.5\nV28,CNA,HCC36,1.25\n'
    const { score } = scored(mapping, coefficients)
    expect(score.hccs).toEqual([36])
    expect(score.raw).toBe(1.75)
  })

  it.each([
    ['a,b\n1,2\n', /is no table of risk/],
    ['patient_id,dual\na,maybe\n', /line 2: dual must be one of none, full, partial/],
    ['patient_id,dual\n,full\n', /line 2: patient_id is empty/],
    ['model,icd10,hcc\nV28,E11,x\n', /line 2: hcc is no number/],
    ['model,segment,variable,coefficient\nV28,XXX,F75_79,1\n', /line 2: segment is not one of the model/],
    ['model,segment,variable,coefficient\nV28,CNA,F75_79,\n', /line 2: coefficient is no number/],
    ['model,icd10,hcc\nV28,E11,999\n', /a category 999 that CMS-HCC V28 does not have/]
  ])('say what is wrong with %j', (text, problem) => {
    expect(() => scored(text)).toThrow(problem)
  })
})
