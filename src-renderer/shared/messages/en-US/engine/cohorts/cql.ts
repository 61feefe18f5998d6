import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/cohorts/cql. */
export const engineCohortsCqlMessages = catalog({
  aRegistryFollowsRulesOfIts: 'a registry follows rules of its own over charts and claims',
  theNumberIsComputedByPopulus: 'the number is computed by Populus',
  monthsOfCoverageAreCounted: 'months of coverage are counted by Populus',
  itRestsOnTheResultsOf: 'it rests on the results of a measure',
  whichClaimsAreFinalFollows: 'which claims are final follows from rules over all claims',
  itNamesAnotherCohort: 'it names another cohort; write that one’s criteria out',
  itListsPeopleByTheirIds: 'it lists people by their ids',
  theFilterIsComputedByPopulus: 'the filter is computed by Populus',
  itIsComputedByPopulus: 'it is computed by Populus',
  drugsMayBeNamedByRecords: 'drugs may be named by records of their own',
  itLooksAtClaimsAsWell: 'it looks at claims as well; choose “in the chart”',
  aCodeListIsNotInstalled: 'a code list is not installed',
  itsListHasMoreCodesThan: 'its list has more codes than a text should hold',
  criterionNumber: (number: number) => `Criterion ${number}`,
  cannotBeWrittenInCql: (criterion: Text, reason: Text) => `${criterion} cannot be written in CQL: ${reason}`
})
