import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of figures/overview. */
export const figuresOverviewMessages = catalog({
  ageAndSex: 'Age and sex',
  peopleInViewOn: (asOf: Text) => `People in view on ${asOf}`,
  peopleByLabel: (label: Text) => `People by ${label}`,
  group: 'group',
  countAndShare: 'Count and share',
  notRecordedForAnyoneInView: 'Not recorded for anyone in view.',
  prevalenceWith95IntervalOpenCircle: 'Prevalence with 95% interval; open circle: a year ago',
  peopleTextWilsonIntervals: (peopleText: Text) => `${peopleText} Wilson intervals.`,
  condition: 'Condition',
  aYearAgo: 'A year ago',
  noConditionOfARegistryIs: 'No condition of a registry is recorded for anyone in view.',
  topConditions: 'Top conditions',
  onClaimsInThe12Months: (day: Text) => `On claims in the 12 months up to ${day}`,
  activeOnDay: (day: Text) => `Active on ${day}`,
  shareAndNumberOfPeople: 'Share and number of people.',
  noActiveConditionIsRecordedFor: 'No active condition is recorded for anyone in view.',
  encountersByClass: 'Encounters by class',
  perMonthEachOnItsOwn: 'Per month, each on its own scale',
  encountersByMonth: 'Encounters by month',
  noEncountersInTheLast36: 'No encounters in the last 36 months. Move the as-of date to an earlier day.',
  theDataContainNoEncounters: 'The data contain no encounters.',
  dataCoverageAndFreshness: 'Data coverage and freshness',
  rowsPerMonthAtRightTheir: 'Rows per month; at right their sum and the last day',
  noDatedRowsForAnyoneIn: 'No dated rows for anyone in view.',
  groups: 'groups',
  conditions: 'conditions',
  share: 'Share'
})
