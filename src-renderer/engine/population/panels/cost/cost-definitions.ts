import type { Definition } from '../../../base/figures/figure.ts'
import { finalActionRule, finalActionSources } from '../../claims/claim-actions.ts'
import { costBases } from '../../claims/claim-amounts.ts'
import { serviceTypeRule } from '../../claims/service-types.ts'
import { COMPLETE_SHARE, costPeriodLabel, type ClaimsView } from './claims-view.ts'
import { memberMonthRule } from '../base/member-months.ts'
import { runOutRule, runOutSources } from './run-out-triangles.ts'

const sources: Definition['sources'] = [
  {
    title: 'Member months, per member per month',
    publisher: 'Tuva Project, Claims data model: member months',
    url: 'https://thetuvaproject.com'
  },
  ...finalActionSources,
  {
    title: 'Interval of a ratio of sums over people, on a logarithmic scale',
    publisher: 'Cochran, Sampling Techniques, 3rd ed., chapter 6',
    year: 1977
  }
]

const outsideRule =
  'Claims for care in a month in which the person was not a member, and claims of people who are not in the data, are shown apart ' +
  'and never count here. A claim belongs to the month of its first day of service: that of the claim, else of a line, else the ' +
  'day on which it was made. A claim whose amount is not known adds nothing and is counted apart.'

const finalClaims =
  'Only final claims count: none that are canceled, replaced, reversed, duplicate or denied, by the rule that "Claims that count" tells.'

/** E.g. `Paid per member per month`; per person where nothing tells who was a member. */
export function costTitle({ basis, enrolment }: Pick<ClaimsView, 'basis' | 'enrolment'>): string {
  const { title } = costBases.find(({ value }) => value === basis)!
  return `${title} per ${enrolment === 'coverage' ? 'member' : 'person'} per month`
}

/** What the cost of a period means; `more` says what a part of it is. */
export function costDefinition(claimsOf: ClaimsView, id: string, title: string, more = ''): Definition {
  const basis = costBases.find(({ value }) => value === claimsOf.basis)!
  return {
    id: `cost/${id}`,
    version: '2.0.0',
    title,
    text:
      `Amounts of final claims for service in ${costPeriodLabel(claimsOf.period)} ÷ member months in these months, of the people ` +
      `who match the filters on the date. ${basis.rule} ${memberMonthRule(claimsOf.view.store)} ${outsideRule} ${finalClaims} ` +
      `The months end with the last one of which at least ${COMPLETE_SHARE * 100}% is known, as lag triangles tell. ` +
      `Interval: 95%, people taken as independent.${more === '' ? '' : ` ${more}`}`,
    sources
  }
}

/** What the cost of types of service means. */
export function serviceDefinition(claimsOf: ClaimsView): Definition {
  return costDefinition(claimsOf, 'service', 'Cost by type of service', serviceTypeRule)
}

/** What the cost of a payer or plan means. */
export function groupDefinition(claimsOf: ClaimsView): Definition {
  return costDefinition(
    claimsOf,
    'payer',
    'Cost by payer and plan',
    'Claims are those of the payer or plan for care in months in which the person was its member, over these months. A month ' +
      'with several payers counts for each, so that rows can add up to more member months than the total. The plan is the kind ' +
      'of coverage as it is written.'
  )
}

/** Which claims count. */
export function setsDefinition(claimsOf: ClaimsView): Definition {
  return {
    id: 'cost/claims',
    version: '1.0.0',
    title: 'Claims that count',
    text:
      `Explanations of benefit for service in ${costPeriodLabel(claimsOf.period)}, of the people who match the filters on the date; ` +
      `without filters also those of people who are not in the data. ${finalActionRule} ${outsideRule}`,
    sources: finalActionSources
  }
}

/** How lag triangles are read. */
export function triangleDefinition(): Definition {
  return {
    id: 'cost/run-out',
    version: '1.0.0',
    title: 'Completion of claims by lag',
    text: `${runOutRule} No interval is given: the triangle is read as it stands.`,
    sources: runOutSources
  }
}
