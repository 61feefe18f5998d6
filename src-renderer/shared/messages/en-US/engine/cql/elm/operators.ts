import { catalog } from '../../../../catalog.ts'
import type { Text } from '../../../../message.ts'
import { plural } from '../../../../plural.ts'

/** Texts of engine/cql/elm/operators. */
export const engineCqlElmOperatorsMessages = catalog({
  andCannotBe: (value: Text, value2: Text, name: Text) => `${value} and ${value2} cannot be ${name}.`,
  hasNoPrecision: (typeName: Text) => `${typeName} has no precision.`,
  hasNoBoundaries: (typeName: Text) => `${typeName} has no boundaries.`,
  andHaveNoOrder: (value: Text, value2: Text) => `${value} and ${value2} have no order.`,
  aTimeOfDayHasNo: 'A time of day has no distance from a date.',
  datesHaveNoDistanceInS: (unit: Text) => `Dates have no distance in ${unit}s.`,
  thisExpansionHasMoreThan100: 'This expansion has more than 100,000 intervals.',
  anExpansionNeedsAStepGreater: 'An expansion needs a step greater than zero.',
  anIntervalOfDatesOrTimes: 'An interval of dates or times has no width.',
  thisListIsTooLongTo: 'This list is too long to find its repetitions.',
  thisRepetitionDoesNotEnd: 'This repetition does not end.',
  oneElementWasExpectedWhereThere: (list: Text) => `One element was expected where there are ${list}.`,
  hasNo: (typeName: Text, what: Text) => `${typeName} has no ${what}.`,
  theIsBeyondTheRangeOf: (what: Text) => `The ${what} is beyond the range of Decimal.`,
  thereIsNoBeforeTheLast: (typeName: Text, direction: number) =>
    `There is no ${typeName} ${plural(direction, 'after', 'before')} the last possible one.`,
  hasNoPredecessorHere: (typeName: Text, direction: number) =>
    `${typeName} has no ${plural(direction, 'successor', 'predecessor')} here.`,
  isNoUnitOfTime: (unit: Text) => `"${unit}" is no unit of time.`,
  aDateOutsideTheYears1: 'A date outside the years 1 to 9999 cannot be written.',
  aRegularExpressionIsLongerThan: (maxPatternLength: Text) =>
    `A regular expression is longer than ${maxPatternLength} characters.`,
  aRegularExpressionRepeatsTooMuch: 'A regular expression repeats too much.',
  aRegularExpressionLooksAroundOr:
    'A regular expression looks around or back to a group, which cannot be done in bounded time.',
  thisTextIsNoRegularExpression: 'This text is no regular expression.',
  theReplacementNamesAGroupThat: 'The replacement names a group that the regular expression does not have.'
})
