import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const sct = 'http://snomed.info/sct'
const visit = (id: string, patient_id: string, period_start: string): PlainRow => ({
  id,
  patient_id,
  status: 'finished',
  class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB',
  period_start
})
/** Three living people and one who died in 2019, with visits, diagnoses and results. */
export const store = plainStore({
  patient: [
    {
      id: 'aaa-1',
      birth_date: '1950-03-01',
      gender: 'female',
      given: 'Josephine',
      family: 'Okafor',
      record_number: 'MRN0012345',
      phone: '555-0100',
      address_line: '1 Elm Street',
      city: 'Boston',
      state: 'MA',
      postal_code: '02101'
    },
    { id: 'aab-2', birth_date: '1980-03-01', gender: 'male', given: 'Al', family: 'Zed' },
    { id: 'bbb-3', birth_date: '1952-03-01', gender: 'female', given: 'Bo', family: 'Adams' },
    { id: 'ccc-4', birth_date: '1990-03-01', gender: 'female', given: 'Cy', family: 'Old', deceased_at: '2019-01-01' }
  ],
  encounter: [
    visit('e1', 'aaa-1', '2019-02-01'),
    visit('e2', 'aaa-1', '2019-11-01T09:00:00Z'),
    visit('e3', 'aab-2', '2018-05-01'),
    visit('e4', 'aab-2', '2020-05-01')
  ],
  condition: [
    { id: 'c1', patient_id: 'aaa-1', code: `${sct}|44054006|Diabetes`, onset: '2015-01-01', clinical_status: 'active' },
    { id: 'c2', patient_id: 'bbb-3', code: `${sct}|195967001|Asthma`, onset: '2016-01-01', abatement: '2018-01-01' },
    { id: 'c3', patient_id: 'bbb-3', code: `${sct}|1|Migraine`, onset: '2016-01-01' }
  ],
  observation: [
    {
      id: 'o1',
      patient_id: 'aaa-1',
      status: 'final',
      code: 'http://loinc.org|4548-4|A1c',
      effective: '2019-02-01',
      value: 7.1,
      unit: '%'
    },
    {
      id: 'o2',
      patient_id: 'aaa-1',
      status: 'final',
      code: 'http://loinc.org|4548-4|A1c',
      effective: '2018-02-01',
      value: 54,
      unit: 'mmol/mol'
    },
    {
      id: 'o3',
      patient_id: 'aaa-1',
      status: 'final',
      code: 'http://loinc.org|4548-4|A1c',
      effective: '2018-06-01',
      value: 7.4,
      unit: '%'
    },
    {
      id: 'o4',
      patient_id: 'aaa-1',
      status: 'final',
      code: 'http://loinc.org|1|Note',
      effective: '2018-06-01',
      value_text: 'Called Josephine'
    }
  ]
})
/** The end of 2019, for everybody. */
export const context = { asOf: day('2019-12-31'), filters: [] }
