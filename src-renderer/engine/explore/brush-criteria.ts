import { defined } from '#shared/language/defined.ts'
import type { Filter } from '../base/figures/filter.ts'
import type { CohortNode } from '../cohorts/definition/cohort-definition.ts'
import type { ExploreCodes } from './explore-dimensions.ts'

const MEASURE = 'measure:'

/** Filters of the whole application as criteria. */
export function filterCriteria(filters: readonly Filter[]): CohortNode[] {
  return filters.map(({ dimension, values, exclude = false }) => {
    if (!dimension.startsWith('cohort:'))
      return { type: 'filter', dimension, values: [...values], ...(exclude ? { exclude: true } : {}) }
    const criterion = cohortCriterion(dimension, values)
    return exclude ? { type: 'none', criteria: [criterion] } : criterion
  })
}

function cohortCriterion(dimension: string, values: readonly string[]): CohortNode {
  const criterion = { type: 'cohort' as const, cohort: dimension.slice('cohort:'.length) }
  const others: CohortNode = { ...criterion, exclude: true }
  return {
    type: 'any',
    criteria: [...(values.includes('yes') ? [criterion] : []), ...(values.includes('no') ? [others] : [])]
  }
}

/** What a chart has chosen as criteria: neighboring steps of a number become one range. @param chosen codes */
export function brushCriteria({ id, values }: ExploreCodes, chosen: readonly number[]): CohortNode {
  const names = [...chosen].sort((left, right) => left - right).map((code) => values[code]?.value ?? '')
  if (!id.startsWith(MEASURE)) {
    const [criterion] = filterCriteria([{ dimension: id, values: names }])
    return defined(criterion)
  }
  const number = id.slice(MEASURE.length)
  const steps = values.filter(({ value }) => value !== 'none')
  const criteria: CohortNode[] = []
  for (let step = 0; step < steps.length; step++) {
    if (!chosen.includes(step)) continue
    const start = step
    while (step + 1 < steps.length && chosen.includes(step + 1)) step++
    criteria.push({
      type: 'number',
      number,
      ...(start === 0 ? {} : { from: Number(steps[start]!.value) }),
      ...(step === steps.length - 1 ? {} : { below: Number(steps[step + 1]!.value) })
    })
  }
  if (names.includes('none')) criteria.push({ type: 'number', number, missing: true })
  return criteria.length === 1 ? criteria[0]! : { type: 'any', criteria }
}
