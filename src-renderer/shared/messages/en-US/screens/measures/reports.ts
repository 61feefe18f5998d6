import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of screens/measures/reports. */
export const screensMeasuresReportsMessages = catalog({
  chooseSummaryReports: 'Choose summary reports.',
  theirs: 'Theirs',
  ours: 'Ours',
  difference: 'Difference',
  compareWithReportsOfOthers: 'Compare with reports of others',
  summaryMeasureReportsAsJSONNDJSONOr: 'Summary MeasureReports, as JSON, NDJSON or Bundles',
  differentOfComparedDiffer: (different: Text, compared: Text) => `${different} of ${compared} differ.`,
  chooseFilesThatAnotherSystemMade:
    'Choose files that another system produced for the same measures and period. They are not saved.',
  theFilesHoldNoMeasureReportAbout: 'The files contain no MeasureReport about an installed measure.',
  chooseFiles: 'Choose files',
  countsOfBoth: 'Counts of both',
  oursPopulationTitle: (population: Text, title: Text) => `ours, ${population}, ${title}`,
  wasNotExported: (label: Text, message: Text) => `${label} was not exported. ${message}`,
  anotherFileAboutSinglePeopleIs: 'Another file about single people is being written.',
  thisFileIsBeingWritten: 'This file is being written.',
  peopleInViewEachExportIs: (period: Text) => `People in view, ${period}. Each export is recorded in the audit log.`,
  modeledOnPublicDefinitionsNotHEDIS: 'Modeled on public definitions; not HEDIS, not certified.',
  reportingOrganization: 'Reporting organization',
  all: 'all',
  listGroupsOfPeopleOr: (defaultSmallCells: Text, limit: Text) =>
    `List groups of ${defaultSmallCells} people or fewer in the report, workbook and web page${limit}`,
  groupsOf1ToStayHidden: (limit: Text) => `; groups of 1 to ${limit} stay hidden by the small-cell setting`,
  aboutSinglePeople: 'about single people',
  countingPeople: 'counting people',
  peopleOfTotal: (people: Text, total: Text) => `${people} of ${total}`,
  writingLabel: (label: Text) => `Writing ${label}`,
  peopleOfTotalPeople: (people: Text, total: Text) => `${people} of ${total} people`,
  cancelLabel: (label: Text) => `Cancel ${label}`,
  exportLabel: (label: Text) => `Export ${label}`,
  writing: 'Writing…',
  print: 'Print',
  reportPDF: 'Report, PDF',
  printReport: 'Print report',
  aPDFFileScorecardGroupsAnd: (makesPdf: boolean) =>
    `${makesPdf ? 'A PDF file' : 'Opens the print dialog of the browser, which also saves PDF'}: scorecard, groups and Stars, with definitions and where the figures come from.`,
  workbook: 'Workbook',
  xlsxScorecardGroupsAndStarsWith:
    'XLSX: scorecard, groups and Stars, with a sheet of definitions and where the figures come from.',
  webPage: 'Web page',
  htmlInOneFileToHand: 'HTML in one file, to hand on or to print later.',
  csvOneLinePerRateWith: 'CSV: one line per rate with its counts.',
  measureReportSummary: 'MeasureReport, summary',
  fhirJSONCountsAndScoresOf: 'FHIR JSON: counts and scores of every measure, no people.',
  measureReportIndividual: 'MeasureReport, individual',
  fhirNDJSONOneReportPerPerson: 'FHIR NDJSON: one report per person and measure that applies, with ids of the source.',
  gapsInCareDEQM: 'Gaps in care, DEQM',
  fhirNDJSONOneBundlePerPerson:
    'FHIR NDJSON: one Bundle per person with a MeasureReport and DetectedIssue for each measure that applies.'
})
