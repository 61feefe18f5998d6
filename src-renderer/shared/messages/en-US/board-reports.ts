import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'
import { counted } from '../plural.ts'

/** Texts of board-reports. */
export const boardReportsMessages = catalog({
  listsOfSinglePeopleAreNot: 'Lists of single people are not part of reports. Open the board to see it.',
  figure: 'Figure',
  listOfPeople: 'List of people',
  itWasNotComputed: 'It was not computed.',
  thisVersionOfPopulusDoesNot: 'This version of Populus does not know the figure.',
  cannotBeComputed: (label: Text, missing: Text) => `${label} cannot be computed: ${missing}`,
  n95Interval: (interval: Text) => ` (95% interval ${interval})`,
  hiddenOfMarksSuppressed: (hidden: Text, marks: Text) => `${hidden} of ${marks} suppressed.`,
  thereAreTooFewPeopleTo: (denominator: Text, denominator2: Text) =>
    `There are too few people to tell a change: ${denominator} in the first period and ${denominator2} in the last.`,
  n95IntervalOfTheDifferenceTo: (low: Text, high: Text) =>
    `95% interval of the difference ${low} to ${high} points, Newcombe, as for periods of different people`,
  fromTheFirstToTheLast: (difference: Text, range: Text) =>
    `From the first to the last complete period the change is ${difference} points, more than chance alone explains (${range}).`,
  fromTheFirstToTheLastComplete: (difference: Text, range: Text) =>
    `From the first to the last complete period the change is ${difference} points, which chance alone can explain (${range}).`,
  asOf: (day: Text, who: Text) => `As of ${day}, ${who}`,
  asOfMeasured: (day: Text, who: Text, period: Text) => `As of ${day}, ${who}, measures of ${period}`,
  date: 'Date',
  dayTheLastDayWithData: (day: Text, isLatest: boolean) =>
    `${day}, ${isLatest ? 'the last day with data' : 'always the same day'}`,
  smallCounts: 'Small counts',
  incomplete: 'Incomplete',
  madeBy: 'Made by',
  populusVersionMadeAt: (version: Text, madeAt: Text) => `Populus ${version}, ${madeAt}`,
  theDefinitionsOfTheFiguresAnd: 'The definitions of the figures, and where they come from.',
  valueMoreRows: (value: number) => counted(value, 'more row', 'more rows'),
  valueMoreColumns: (value: number) => counted(value, 'more column', 'more columns'),
  areInTheWorkbookOfThe: (parts: Text) => `${parts} are in the workbook of the report.`,
  version: (title: Text, version: Text, value: Text) => `${title}, version ${version}. ${value}`,
  everyone: 'everyone',
  provenance: 'Provenance',
  finding: 'Finding',
  caption: 'Caption',
  contents: 'Contents',
  versionLabel: 'Version',
  rule: 'Rule',
  title: 'Title',
  text: 'Text',
  about: 'About'
})
