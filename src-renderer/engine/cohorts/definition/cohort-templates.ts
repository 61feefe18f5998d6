import { engineCohortsDefinitionMessages as m } from '#messages/engine/cohorts/definition.ts'
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
    title: m.uncontrolledDiabetesWithoutAVisitIn,
    description: m.peopleWithDiabetesWhoseLastA1c,
    steps: [
      { type: 'registry', registry: 'diabetes' },
      { type: 'number', number: 'latest_hemoglobin_a1c', from: 9 },
      { type: 'none', criteria: [{ type: 'event', event: { domain: 'encounter' }, when: lastMonths(6) }] }
    ]
  },
  {
    format: COHORT_FORMAT,
    title: m.hypertensionNewlyDiagnosed,
    description: m.adultsWhoseHypertensionWasFirstRecorded,
    steps: [adults, { type: 'registry', registry: 'hypertension', firstRecorded: lastMonths(6) }]
  },
  {
    format: COHORT_FORMAT,
    title: m.chronicKidneyDiseaseByTwoResults,
    description: m.adultsWithTwoEGFRResultsBelow,
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
    title: m.highCostMembersWithAnEmergency,
    description: m.membersCoveredAllYearWith25,
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
