import { registryList, resultList } from '#engine/base/codes/code-additions.ts'
import { cohortTemplates } from '#engine/cohorts/definition/cohort-templates.ts'
import { COHORT_FORMAT, type CohortDefinition, type CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import type { CodeSelection, EventQuery, Window } from '#engine/cohorts/definition/criteria.ts'

const actCode = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

const months = (amount: number): Window => ({
  type: 'relative',
  anchor: 'as-of',
  from: { amount: -amount, unit: 'months' }
})

const encounters = (...codes: readonly string[]): EventQuery => ({
  domain: 'encounter',
  codes: { codes: codes.map((code) => ({ system: actCode, code })) }
})

const result = (title: string, value?: EventQuery['value']): EventQuery => ({
  domain: 'result',
  codes: { lists: [resultList(title)] },
  ...(value === undefined ? {} : { value })
})

const diagnosis = (registry: string): EventQuery => ({
  domain: 'condition',
  codes: { lists: [registryList(registry)] }
})

const cohort = (title: string, steps: readonly CohortNode[], index?: CohortDefinition['index']): CohortDefinition => ({
  format: COHORT_FORMAT,
  title,
  steps,
  ...(index === undefined ? {} : { index })
})

/** Cohorts as somebody may build them: the templates of the program, and one for each kind of criterion. */
export const cohortCases: readonly CohortDefinition[] = [
  ...cohortTemplates,
  cohort('Codes with a look-back, and values in a unit', [
    { type: 'event', event: diagnosis('diabetes'), when: months(24), days: 2 },
    {
      type: 'event',
      event: result('Hemoglobin A1c', { comparison: '>=', value: 9, unit: '%' }),
      when: months(12)
    },
    {
      type: 'none',
      criteria: [
        {
          type: 'event',
          event: {
            domain: 'drug',
            codes: { codes: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '86', match: 'prefix' }] }
          },
          when: months(12)
        }
      ]
    }
  ]),
  cohort('An emergency visit within 90 days after a stay', [
    { type: 'age', at: 'as-of', from: 18 },
    {
      type: 'sequence',
      first: encounters('IMP', 'ACUTE'),
      firstWhen: months(24),
      then: encounters('EMER'),
      maximumDays: 90
    }
  ]),
  cohort('Counts of visits, prescriptions and claims', [
    { type: 'event', event: { domain: 'encounter' }, when: months(12), days: 4 },
    { type: 'event', event: { domain: 'drug' }, when: months(12), days: 3 },
    { type: 'event', event: { domain: 'claim', services: ['emergency', 'inpatient'] }, when: months(24), days: 2 },
    { type: 'number', number: 'encounters_12m', from: 4 }
  ]),
  cohort('Groups of criteria', [
    {
      type: 'any',
      criteria: [
        { type: 'registry', registry: 'diabetes' },
        {
          type: 'all',
          criteria: [
            { type: 'registry', registry: 'hypertension' },
            { type: 'event', event: result('LDL cholesterol', { comparison: '>=', value: 130, unit: 'mg/dL' }) }
          ]
        }
      ]
    },
    {
      type: 'none',
      criteria: [
        { type: 'event', event: diagnosis('chronic-kidney-disease') },
        { type: 'filter', dimension: 'sex', values: ['male'] }
      ]
    },
    { type: 'cost', atLeast: 1000, months: 12 }
  ]),
  cohort(
    'Care in the year after the first diagnosis',
    [
      { type: 'enrollment', months: 12, at: 'index', gapMonths: 1 },
      {
        type: 'event',
        event: result('Hemoglobin A1c'),
        when: {
          type: 'relative',
          anchor: 'index',
          from: { amount: 0, unit: 'days' },
          to: { amount: 90, unit: 'days' }
        }
      }
    ],
    { pick: 'first', event: diagnosis('diabetes'), when: months(36) }
  )
]

/** The same criterion about other months, days or amounts. */
export function otherAmounts(node: CohortNode): CohortNode {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      typeof value === 'number' &&
      ['amount', 'from', 'minimumDays', 'maximumDays', 'atLeast', 'months', 'days'].includes(key)
        ? value === 0
          ? 1
          : value - 1
        : value
    )
  ) as CohortNode
}

/** The same criterion about other limits of values. */
export function otherValues(node: CohortNode): CohortNode {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) => (typeof value === 'number' && key === 'value' ? value * 0.9 : value))
  ) as CohortNode
}

/** The same criterion about other codes. */
export function otherCodes(node: CohortNode): CohortNode {
  const other: Readonly<Record<string, string>> = {
    [registryList('diabetes')]: registryList('asthma'),
    [registryList('chronic-kidney-disease')]: registryList('heart-failure'),
    [resultList('Hemoglobin A1c')]: resultList('Systolic'),
    [resultList('LDL cholesterol')]: resultList('Diastolic'),
    EMER: 'AMB',
    IMP: 'OBSENC',
    '86': '3'
  }
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown): unknown => {
      if (key === 'codes' && Array.isArray(value))
        return (value as NonNullable<CodeSelection['codes']>).map((each) => ({
          ...each,
          code: other[each.code] ?? each.code
        }))
      if (key === 'lists' && Array.isArray(value))
        return (value as readonly string[]).map((each) => other[each] ?? each)
      return value
    })
  ) as CohortNode
}
