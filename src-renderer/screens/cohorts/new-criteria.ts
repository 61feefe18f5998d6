import { commonMessages as common } from '#messages/common.ts'
import { screensCohortsMessages as m } from '#messages/screens/cohorts.ts'
import type { CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import type { EventDomain, EventQuery, Window } from '#engine/cohorts/definition/criteria.ts'
import type { CohortOptions } from '#engine/cohorts/members/cohort-options.ts'
import type { IconName } from '../../ui/primitives/icons.ts'

/** A kind of criterion that can be added. */
export interface CriterionKind {
  readonly label: string
  readonly icon: IconName
  readonly create: (options: CohortOptions) => CohortNode
}

/** The last year, which most criteria begin with. */
const lastYear: Window = { type: 'relative', anchor: 'as-of', from: { amount: -12, unit: 'months' } }

const event = (domain: EventDomain): CohortNode => ({ type: 'event', event: { domain }, when: lastYear })

const result: EventQuery = { domain: 'result', value: { comparison: '>=', value: 0, unit: '' } }

/** Kinds of criteria, in the order of the menu. */
export const criterionKinds: readonly CriterionKind[] = [
  { label: m.diagnosis, icon: 'document', create: () => event('condition') },
  { label: m.resultOfATest, icon: 'flask', create: () => ({ type: 'event', event: result, when: lastYear }) },
  { label: m.drug, icon: 'document', create: () => event('drug') },
  { label: m.procedure, icon: 'document', create: () => event('procedure') },
  { label: m.immunization, icon: 'document', create: () => event('immunization') },
  { label: m.encounter, icon: 'clock', create: () => event('encounter') },
  { label: m.claim, icon: 'money', create: () => event('claim') },
  {
    label: m.oneEventAfterAnother,
    icon: 'right',
    create: () => ({
      type: 'sequence',
      first: { domain: 'condition' },
      then: { domain: 'encounter' },
      minimumDays: 0,
      maximumDays: 90
    })
  },
  { label: common.age, icon: 'person', create: () => ({ type: 'age', at: 'as-of', from: 18 }) },
  {
    label: m.sexRacePayerPractice,
    icon: 'person',
    create: ({ dimensions }) => ({ type: 'filter', dimension: dimensions[0]?.value ?? 'sex', values: [] })
  },
  {
    label: m.numberOfVisitsLastResult,
    icon: 'gauge',
    create: ({ numbers }) => ({ type: 'number', number: numbers[0]?.value ?? 'encounters_12m', from: 1 })
  },
  { label: m.enrollment, icon: 'shield', create: () => ({ type: 'enrollment', months: 12, at: 'as-of' }) },
  { label: m.cost, icon: 'money', create: () => ({ type: 'cost', atLeast: 10_000, months: 12 }) },
  {
    label: common.registry,
    icon: 'people',
    create: ({ registries }) => ({ type: 'registry', registry: registries[0]?.value ?? '' })
  },
  { label: m.resultOfAMeasure, icon: 'gauge', create: () => ({ type: 'measure', measure: '', population: 'gap' }) },
  { label: m.anotherCohort, icon: 'people', create: () => ({ type: 'cohort', cohort: '' }) },
  { label: m.allOfSeveral, icon: 'layers', create: () => ({ type: 'all', criteria: [] }) },
  { label: m.anyOfSeveral, icon: 'layers', create: () => ({ type: 'any', criteria: [] }) },
  { label: m.noneOfSeveral, icon: 'layers', create: () => ({ type: 'none', criteria: [] }) }
]

/** A list with one of its entries replaced, or taken out. */
export function replaced<T>(list: readonly T[], position: number, next: T | undefined): readonly T[] {
  return list.flatMap((item, place) => (place === position ? (next === undefined ? [] : [next]) : [item]))
}

/** A list with two neighbors exchanged. @param step -1 up, 1 down */
export function moved<T>(list: readonly T[], index: number, step: -1 | 1): readonly T[] {
  const other = list[index + step]
  const item = list[index]
  if (item === undefined || other === undefined) return list
  return list.map((each, place) => (place === index ? other : place === index + step ? item : each))
}
