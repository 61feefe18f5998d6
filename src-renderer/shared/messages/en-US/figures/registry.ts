import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of figures/registry. */
export const figuresRegistryMessages = catalog({
  prevalenceAndIncidence: 'Prevalence and incidence',
  prevalenceAsKnownAtMonthEnd: 'Prevalence as known at month end; new cases by the day first recorded',
  wilsonIntervalsExactPoissonForNew: 'Wilson intervals; exact Poisson for new cases.',
  prevalence: 'Prevalence',
  newCases: 'New cases',
  newCasesPer1000Person: 'New cases per 1,000 person-years',
  noMonthWithPeopleInView: 'No month with people in view. Move the as-of date.',
  comorbidities: 'Comorbidities',
  diagonalOthersObservedExpected: 'Diagonal: %; others: observed ÷ expected',
  expectedByChanceGivenAgeAnd: 'Expected: by chance, given age and sex.',
  nobodyInTheRegistryHasAnother: 'Nobody in the registry has another condition of a registry.',
  howMembersAreKnown: 'How members are known',
  shareAndNumberOfMembers: 'Share and number of members',
  chartDiagnosesAndResultsClaimsBy: 'Chart: diagnoses and results. Claims: by the rule of the registry.',
  knownFrom: 'Known from',
  noClaimMakesAMemberOf: 'No claim makes a member of this registry.',
  control: 'Control',
  nInTheLastPeriod: (latest: Text) => `n = ${latest} in the last period.`,
  nobodyInTheRegistryInThis: 'Nobody in the registry in this period. Move the as-of date or remove a filter.',
  sources: 'sources',
  members: 'Members',
  monthByMonth: 'Month by month',
  goalMonthByMonth: (goal: Text) => `${goal}, month by month`,
  shareOfTheResultsOfEachMonth: 'Control chart: share of the people with a result in the month',
  wordsSince: (words: Text, since: Text) => `${words} since ${since}`,
  limitsByAChart: (words: Text, method: Text) =>
    `${words}. Limits by a ${method}; the first half of the months is the baseline.`,
  orangeWorseBlueBetter: 'Orange: worse. Blue: better.'
})
