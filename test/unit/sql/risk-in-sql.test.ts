import { expect, it } from 'vitest'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { sqlCatalog } from '#engine/tables/sql/sql-catalog.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { coverage, storeOf, visitClaim } from '../risk/hcc-people.ts'
import { day } from '../selection/plain-store.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { sqlOver } from '../../support/sql-database.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const store = storeOf(
  {
    patient: [{ id: 'a', birth_date: '1949-01-01', gender: 'female' }, { id: 'b' }],
    coverage: [coverage('a', '1', '2014-01-01')],
    encounter: [
      { id: 'v', patient_id: 'a', status: 'finished', class: `${act}|AMB`, period_start: '2020-01-01' },
      {
        id: 's',
        patient_id: 'a',
        status: 'finished',
        class: `${act}|IMP`,
        period_start: '2025-06-01',
        period_end: '2025-06-03'
      }
    ]
  },
  visitClaim('a', '2025-02-01', ['E11.22', 'I50.22', 'E11.9']),
  visitClaim('a', '2025-05-01', ['E11.22', 'I50.22'])
)
const context = { registries: shippedRegistries, asOf: day('2026-03-31'), risk: shippedRisk }

it('tells scores, what they are made of, and discharges', async () => {
  const database = await sqlOver(store, context)
  const ask = (statement: string): readonly (readonly unknown[])[] => database.query(statement).rows
  expect(ask("select patient_id, score, band, groups from person_index where score_id = 'charlson-2011'")).toEqual([
    ['a', 3, '3', 'Congestive heart failure; Diabetes with chronic complication'],
    ['b', 0, '0', null]
  ])
  expect(ask("select patient_id, score, payment_score, band from person_index where score_id = 'cms-hcc-v28'")).toEqual(
    [['a', 1.103, 0.973, 'CNA']]
  )
  expect(
    ask("select kind, variable, coefficient, codes from person_hcc where model = 'V28' and service_year = 2025")
  ).toEqual([
    ['demographic', 'F75_79', 0.465, null],
    ['condition', 'HCC37', 0.166, 'E1122'],
    ['condition', 'HCC226', 0.36, 'I5022'],
    ['interaction', 'DIABETES_HF_V28', 0.112, null],
    ['hierarchy', 'HCC38', null, 'E119']
  ])
  expect(
    ask("select variable, codes, last_day from person_hcc where model = 'V28' and kind = 'recapture' order by 1")
  ).toEqual([
    ['HCC226', 'I5022', '2025-05-01'],
    ['HCC37', 'E1122', '2025-05-01']
  ])
  expect(ask('select stay_id, discharged, lace, outcome from discharge_score')).toEqual([
    ['s', '2025-06-03', null, 'not-readmitted']
  ])
  database.close()
})

it('lists the tables without computing them', () => {
  const listed = sqlCatalog(tableSources(store, context)).filter(({ name }) =>
    ['person_index', 'person_hcc', 'discharge_score'].includes(name)
  )
  expect(listed.map(({ name, rows }) => [name, rows])).toEqual([
    ['discharge_score', undefined],
    ['person_hcc', undefined],
    ['person_index', undefined]
  ])
})

it('has no rows without definitions', async () => {
  const database = await sqlOver(store, { registries: shippedRegistries, asOf: day('2026-03-31') })
  expect(database.query('select count(*) from person_index').rows).toEqual([[0]])
  database.close()
})
