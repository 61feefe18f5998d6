import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of screens/registry. */
export const screensRegistryMessages = catalog({
  lengthOfThePeriods: 'Length of the periods',
  quarter: 'Quarter',
  month: 'Month',
  thisRegistryHasNoControl: 'This registry has no control',
  itsDefinitionNamesNoMeasurementTo: 'Its definition names no measurement to follow.',
  control: 'Control',
  system: 'System',
  code: 'Code',
  meaning: 'Meaning',
  match: 'Match',
  rowsInTheData: 'Rows in the data',
  andBelow: 'and below',
  exact: 'exact',
  version: (title: Text, version: Text, label: Text) => `${title}, version ${version}. ${label}`,
  copiedWithItsSource: 'Copied with its source',
  titleVersionVersion: (title: Text, version: Text) => `${title}, version ${version}`,
  whoBelongsToIt: 'Who belongs to it',
  whatCountsAsControl: 'What counts as control',
  codes: 'Codes',
  ofOccurInTheData: (found: Text, codes: Text) => `${found} of ${codes} occur in the data`,
  rowsOfAllPeopleWhateverThe: 'Rows of all people, whatever the filters say.',
  copyAsTable: 'Copy as table',
  titleCodes: (title: Text) => `${title} codes`,
  peopleInTheRegistry: (title: Text) => `People in the registry ${title}`,
  howManyPeopleHaveItAnd: 'How many people have it, and is it controlled?',
  viewsOfTheRegistry: 'Views of the registry',
  definitionVersionVersion: (version: Text) => `Definition, version ${version}`,
  openPeoplePeople: (people: Text, value: number) => `Open ${people} ${plural(value, 'person', 'people')}`,
  thisRegistryCouldNotBeCalculated: 'This registry could not be calculated',
  prevalenceBySite: 'Prevalence by site',
  prevalence: 'Prevalence',
  controlByGroup: 'Control by group',
  chartDiagnosesAndResultsClaimsBy: 'Chart: diagnoses and results. Claims: by the rule in the definition.'
})
