import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/measures/star-tables. */
export const engineMeasuresStarTablesMessages = catalog({
  thisFileBeginsLikeJSONAnd: 'This file begins like JSON but is not valid JSON. Export the table again.',
  theFirstLineNamesNoYear: 'The first line names no year. Choose the file of cut points as CMS publishes it.',
  noColumnIsNamedLikeC01: 'No column is named like "C01: Breast Cancer Screening". Choose a CMS file.',
  noLineBeginsWith1starTo: 'No line begins with "1star" to "5star".',
  yearStarsWordsImported: (year: Text, words: Text) => `${year} Stars, ${words} (imported)`,
  importedFile: 'Imported file',
  noRewardFactorTheFileHolds: 'No reward factor: the file contains no thresholds for it.',
  theLineForStarsIsMissing: (count: Text) => `The line for ${count} stars is missing.`,
  isNewHereItCountsOnce: (code: Text, title: Text) =>
    `${code}, ${title}, is new here: it counts once, as a process measure.`,
  theCutPointOfStarsCannot: (code: Text, index: Text, cell: Text) =>
    `${code}: the cut point of ${index} stars cannot be read from "${cell}".`,
  starsHealthAndDrugPlan: (year: Text) => `${year} Stars, health and drug plan`,
  starsHealthPlanWithoutDrugs: (year: Text) => `${year} Stars, health plan without drugs`,
  starsDrugPlan: (year: Text) => `${year} Stars, drug plan`,
  theTable: 'the table',
  thisIsNoStarsTableIs: (place: Text, message: Text) =>
    `This is not a Stars table: ${place} is not as it should be. ${message}`,
  theStarsTableHasTwice: (code: Text) => `The Stars table has ${code} twice.`,
  theCutPointsOfAreNot: (code: Text) => `The cut points of ${code} are not in order from 2 to 5 stars.`,
  part: (part: Text) => `Part ${part}`,
  partAndKind: (part: Text, kind: Text) => `Part ${part}, ${kind}`
})
