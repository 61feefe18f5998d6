import type { Provenance } from '../../../base/figures/figure.ts'
import { coveragePlans } from '../../claims/coverage-plans.ts'
import { payerLabel, payerRows } from '../../claims/payer-rows.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import { notRecorded } from '../../selection/dimension.ts'
import type { CostGroup, CostPart } from '../results/cost-result.ts'
import { beforeClaims, claimsBegin } from '../base/records-begin.ts'
import type { ClaimsView } from './claims-view.ts'
import { perMemberMonth } from './cost-figure.ts'
import type { CostTallies } from './cost-tally.ts'

/** The cost of each type of service, over all member months so that the parts add up to the whole. */
export function costByService(
  claimsOf: ClaimsView,
  now: CostTallies,
  before: CostTallies,
  provenance: Provenance
): CostPart[] {
  const { view, period, yearBefore } = claimsOf
  const begin = claimsBegin(view)
  return serviceTypes
    .map(({ value, label }, service): CostPart => {
      const where = [{ column: '@service', in: [value] }]
      const part = value === 'pharmacy' ? 'pharmacy' : 'medical'
      const figure = (tallies: CostTallies, months: typeof period) => {
        const unknownFor = months[0] && beforeClaims(begin, [part], months[0].start)
        return perMemberMonth(claimsOf, { ...tallies.services[service]!, months, where, unknownFor }, provenance)
      }
      return { id: value, label, figure: figure(now, period), yearAgo: figure(before, yearBefore) }
    })
    .filter(({ figure, yearAgo }) => (figure.opens ?? 0) + (yearAgo.opens ?? 0) > 0)
}

/**
 * The cost of each payer or plan over the months of its own members, most expensive in all first: its claims for care in
 * months in which the person was its member. Where the data hold no coverage nothing tells whose member somebody was.
 */
export function costByGroup(
  claimsOf: ClaimsView,
  by: 'payer' | 'plan',
  tallies: CostTallies,
  provenance: Provenance
): CostGroup[] {
  const { view, period, enrollment } = claimsOf
  if (enrollment === 'living') return []
  const names = [...(by === 'payer' ? payerRows(view.store) : coveragePlans(view.store)).names, '']
  return names
    .map((name, group): CostGroup => {
      const cost = (by === 'payer' ? tallies.payers : tallies.plans)[group]!
      const where = [
        { column: `@${by}`, in: [name] },
        { column: `@member:${by}:${name}`, in: ['yes'] }
      ]
      return {
        id: name,
        label: name === '' ? notRecorded.label : payerLabel(name),
        figure: perMemberMonth(claimsOf, { ...cost, months: period, where }, provenance),
        memberMonths: cost.memberMonths
      }
    })
    .filter(({ memberMonths }) => memberMonths > 0)
    .sort((left, right) => (right.figure.numerator ?? 0) - (left.figure.numerator ?? 0))
}
