import type { Provenance } from '../../../base/figures/figure.ts'
import { coveragePlans } from '../../claims/coverage-plans.ts'
import { notRecorded } from '../../selection/dimension.ts'
import { payerLabel, payerRows } from '../../claims/payer-rows.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import { perMemberMonth, type ClaimsView } from './claims-view.ts'
import { sumClaims } from './claim-sums.ts'
import type { CostGroup, CostPart } from '../results/cost-result.ts'
import { memberMonths, membersIn } from './member-months.ts'

/** Sum of some entries per month over all months and the wanted values. */
function sumOf(months: readonly Int32Array[], wanted: (value: number) => boolean = () => true): number {
  let sum = 0
  for (const counts of months) counts.forEach((count, value) => (sum += wanted(value) ? count : 0))
  return sum
}

/** The cost of each type of service, over all member months so that the parts add up to the whole. */
export function costByService(claimsOf: ClaimsView, provenance: Provenance): CostPart[] {
  const { view, claims, period, yearBefore } = claimsOf
  const people = view.population.select(view.asOf, view.filters)
  const parts = [period, yearBefore].map((months) => {
    const sums = sumClaims(view, claims, months, claims.services, serviceTypes.length)
    const all = sumOf(memberMonths(view.population, people, months))
    const [members = 0] = membersIn(view.population, people, months, [() => true])
    return serviceTypes.map(({ value }, service) => {
      const at = service * months.length
      return perMemberMonth(
        claimsOf,
        {
          paid: sums.paid.subarray(at, at + months.length).reduce((sum, each) => sum + each, 0),
          claims: sums.claims.subarray(at, at + months.length).reduce((sum, each) => sum + each, 0),
          memberMonths: all,
          members,
          months,
          where: [{ column: '@service', in: [value] }]
        },
        provenance
      )
    })
  })
  return serviceTypes
    .map(({ value, label }, i) => ({ id: value, label, figure: parts[0]![i]!, yearAgo: parts[1]![i]! }))
    .filter(({ figure, yearAgo }) => (figure.opens ?? 0) + (yearAgo.opens ?? 0) > 0)
}

/**
 * The cost of each payer or plan over the months of its own members, most expensive in all first. Claims are those of
 * the payer or plan itself.
 */
export function costByGroup(claimsOf: ClaimsView, by: 'payer' | 'plan', provenance: Provenance): CostGroup[] {
  const { view, claims, period } = claimsOf
  const { population } = view
  const people = population.select(view.asOf, view.filters)
  const names = [...(by === 'payer' ? payerRows(view.store) : coveragePlans(view.store)).names, '']
  const sums = sumClaims(view, claims, period, by === 'payer' ? claims.payers : claims.plans, names.length)
  const months = memberMonths(population, people, period)
  const { members } = population.enrolment
  const isOf = names.map((name) => (value: number) => members[value]![by] === name)
  const persons = membersIn(population, people, period, isOf)
  return names
    .map((name, group) => {
      const at = group * period.length
      const cost = {
        paid: sums.paid.subarray(at, at + period.length).reduce((sum, each) => sum + each, 0),
        claims: sums.claims.subarray(at, at + period.length).reduce((sum, each) => sum + each, 0),
        memberMonths: sumOf(months, isOf[group]),
        members: persons[group]!,
        months: period,
        where: [{ column: `@${by}`, in: [name] }]
      }
      return {
        id: name,
        label: name === '' ? notRecorded.label : payerLabel(name),
        figure: perMemberMonth(claimsOf, cost, provenance),
        memberMonths: cost.memberMonths
      }
    })
    .filter(({ figure, memberMonths: own }) => own > 0 || (figure.opens ?? 0) > 0)
    .sort((left, right) => (right.figure.numerator ?? 0) - (left.figure.numerator ?? 0))
}
