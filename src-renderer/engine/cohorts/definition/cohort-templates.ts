import { registryList, resultList } from '../../base/codes/code-additions.ts'
import { COHORT_FORMAT, type CohortDefinition } from './cohort-definition.ts'
import type { Criterion, EventQuery, Window } from './criteria.ts'

const actCode = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

const lastMonths = (months: number): Window => ({
  type: 'relative',
  anchor: 'as-of',
  from: { amount: -months, unit: 'months' }
})

const adults: Criterion = { type: 'age', at: 'as-of', from: 18 }

const lowEgfr: EventQuery = {
  domain: 'result',
  codes: { lists: [resultList('eGFR')] },
  value: { comparison: '<', value: 60, unit: 'mL/min/{1.73_m2}' }
}

/** Cohorts to begin with. Each is a definition like any other, to be changed. */
export const cohortTemplates: readonly CohortDefinition[] = [
  {
    format: COHORT_FORMAT,
    title: 'Uncontrolled diabetes without a visit in 6 months',
    description:
      'People with diabetes whose last A1c in 24 months is 9% or more, and who have not been seen for 6 months.',
    steps: [
      { type: 'registry', registry: 'diabetes' },
      { type: 'number', number: 'latest_hemoglobin_a1c', from: 9 },
      { type: 'none', criteria: [{ type: 'event', event: { domain: 'encounter' }, when: lastMonths(6) }] }
    ]
  },
  {
    format: COHORT_FORMAT,
    title: 'Hypertension newly diagnosed',
    description: 'Adults whose hypertension was first recorded in the last 6 months.',
    steps: [adults, { type: 'registry', registry: 'hypertension', firstRecorded: lastMonths(6) }]
  },
  {
    format: COHORT_FORMAT,
    title: 'Chronic kidney disease by two results',
    description:
      'Adults with two eGFR results below 60 at least 90 days apart and no diagnosis of chronic kidney disease on record.',
    steps: [
      adults,
      { type: 'sequence', first: lowEgfr, then: lowEgfr, minimumDays: 90 },
      {
        type: 'none',
        criteria: [
          { type: 'event', event: { domain: 'condition', codes: { lists: [registryList('chronic-kidney-disease')] } } }
        ]
      }
    ]
  },
  {
    format: COHORT_FORMAT,
    title: 'High-cost members with an emergency visit',
    description: 'Members covered all year, with $25,000 or more paid and an emergency visit in the last 12 months.',
    steps: [
      { type: 'enrollment', months: 12, at: 'as-of', gapMonths: 1 },
      { type: 'cost', atLeast: 25_000, months: 12 },
      {
        type: 'any',
        criteria: [
          {
            type: 'event',
            event: { domain: 'encounter', codes: { codes: [{ system: actCode, code: 'EMER', display: 'Emergency' }] } },
            when: lastMonths(12)
          },
          { type: 'event', event: { domain: 'claim', services: ['emergency'] }, when: lastMonths(12) }
        ]
      }
    ]
  }
]
