import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of charts/parts. */
export const chartsPartsMessages = catalog({
  cannotBeComputed: (missing: Text) => `cannot be computed: ${missing}`,
  axisStartsAt: (min: Text) => `Axis starts at ${min}.`,
  ofThoseThatAreShown: 'Of those that are shown, ',
  thereIsNothingToShowFor: (things: Text) => `There is nothing to show for ${things}.`,
  thenWith: (label: Text, value: Text) => `, then ${label} with ${value}`,
  hasTheMostWithInAll: (items: Text, label: Text, value: Text, rest: Text, items2: Text, things: Text) =>
    `${items}${label} has the most with ${value}${rest}; ${items2} ${things} in all.`,
  noGroupHasAValue: (everyone: Text) => `No group has a value.${everyone}`,
  withHighestWith: (lead: Text, label: Text, value: Text, label2: Text, value2: Text, everyone: Text) =>
    `${lead} ${label} with ${value}, highest ${label2} with ${value2}.${everyone}`,
  lowest: 'Lowest',
  leadLowest: (lead: Text) => `${lead}lowest`,
  noValuesInThisPeriod: (subject: Text) => `${subject}: no values in this period.`,
  inLabel: (subject: Text, value: Text, label: Text) => `${subject}: ${value} in ${label}.`,
  theSame: 'the same',
  highestIn: (value: Text, label: Text) => ` Highest: ${value} in ${label}.`,
  inAndIn: (subject: Text, value: Text, label: Text, label2: Text, top: Text) =>
    `${subject}: ${value} in ${label} and in ${label2}.${top}`,
  fromInToIn: (subject: Text, verb: Text, value: Text, label: Text, value2: Text, label2: Text, top: Text) =>
    `${subject}: ${verb} from ${value} in ${label} to ${value2} in ${label2}.${top}`,
  valuePeople: (value: Text, value2: number) => `${value} ${plural(value2, 'person', 'people')}`,
  valueEvents: (value: Text, value2: number) => `${value} ${plural(value2, 'event', 'events')}`,
  valuePer1000: (value: Text) => `${value} per 1,000`,
  numerator: 'Numerator',
  denominator: 'Denominator',
  toPrecisionToToPrecision: (toPrecision: Text, toPrecision2: Text) => `${toPrecision} to ${toPrecision2}`,
  up: 'up',
  down: 'down'
})
