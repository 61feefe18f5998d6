import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of figures/cost. */
export const figuresCostMessages = catalog({
  theDataContainNoClaimsSo: 'The data contain no claims, so the cost of care is unknown.',
  perPerMonth: (basis: Text, claims: Text) => `${basis} per ${claims} per month`,
  byMonthOfService: 'By month of service',
  byMonthOfServiceOfLabel: (label: Text) => `By month of service, ${label}`,
  noMonthWithDataMoveThe: 'No month with data. Move the as-of date.',
  typeOfService: 'Type of service',
  perPerMonthChangeAgainstThe: (claims: Text) =>
    `Per ${claims} per month; change against the 12 months before at right`,
  rightOfTheLineCostRose: (period: Text) => `${period}. Right of the line: cost rose.`,
  perPerMonthOfClaims: (claims: Text) => `Per ${claims} per month`,
  n12MonthsBefore: '12 months before',
  typesOfService: 'types of service',
  noClaimsInTheseMonthsMove: 'No claims in these months. Move the as-of date.',
  payerAndPlan: 'Payer and plan',
  perMemberPerMonth: 'Per member per month',
  memberMonthsAtRightSomebodyWith: (period: Text) =>
    `${period}. Member months at right; somebody with several payers counts for each.`,
  memberMonths: 'Member months',
  nobodyWasAMemberInThese: 'Nobody was a member in these months. Move the as-of date.',
  whereTheCostIs: 'Where the cost is',
  shareOfCostByShareOf: 'Share of cost by share of members',
  dashedIfAllCostTheSame: (period: Text) => `${period}. Dashed: if all cost the same.`,
  careInTheseMonthsCostNothing: 'Care in these months cost nothing.',
  hospitalUse: 'Hospital use',
  per1000YearsByMonth: (claims: Text) => `Per 1,000 ${claims}-years by month`,
  hospitalUseByMonth: 'Hospital use by month',
  neitherEncountersNorClaimsTellEmergency: 'Neither encounters nor claims identify emergency visits and stays.',
  runOut: 'Run-out',
  knownByMonthsAfterTheMonth: (label: Text) => `Known by months after the month of service${label}`,
  readAtTheEndOfFrom: (valuation: Text, count: Text) =>
    `Read at the end of ${valuation}, from ${count} final claims. Chain ladder; a month will come to what is known ÷ its completion.`,
  cost: 'Cost',
  change: 'Change'
})
