import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of screens/measures. */
export const screensMeasuresMessages = catalog({
  providersAndSites: 'Providers and sites',
  whatIf: 'What-if',
  capacity: 'Capacity',
  equity: 'Equity',
  changes: 'Changes',
  reports: 'Reports',
  howFarIsEachMeasureFrom: 'How far is each measure from its target and its next star?',
  viewsOfTheQualityMeasures: 'Views of the quality measures',
  worklist: 'Worklist',
  theStarRatingsCouldNotBe: 'The Star ratings could not be calculated.',
  payerOrPlan: 'Payer or plan',
  allPayers: 'All payers',
  asFilteredAbove: 'As filtered above',
  chooseTheCSVFileOf: 'Choose the CSV file of one part of the cut points.',
  importedMeasures: (title: Text, measures: number) => `Imported ${title}: ${counted(measures, 'measure', 'measures')}`,
  cutPoints: 'Cut points',
  rated: 'Rated',
  medicareMembers: 'Medicare members',
  everybodyNoContract: 'Everybody (no contract)',
  importCutPoints: 'Import cut points',
  importLabel: 'Import',
  figureToCompare: 'Figure to compare',
  compareBy: 'Compare by',
  compareWith: 'Compare with',
  gapsByGroup: 'Gaps by group',
  groupOfTheGap: 'Group of the gap'
})
