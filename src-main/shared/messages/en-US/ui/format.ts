import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of ui/format. */
export const uiFormatMessages = catalog({
  fromToday: 'from today',
  countUnitSOld: (count: number, unit: Text) => `${count} ${unit}${plural(count, '', 's')} old`,
  per1000People: 'per 1,000 people',
  per1000PersonYears: 'per 1,000 person-years',
  per1000MemberYears: 'per 1,000 member-years',
  usDollars: 'US dollars',
  exactPoisson: 'exact Poisson',
  ratioOfSumsOverPeople: 'ratio of sums over people',
  chainLadderMack: 'chain ladder, Mack',
  localeIntervalNames: (locale: Text, names: Text) => `${locale}% interval, ${names}`,
  labelsOfTotal: (labels: Text, total: Text) => `${labels} of ${total}`,
  sourcePopulusAsOf: (label: Text, asOf: Text, people: Text) => `Source: Populus, ${label}, as of ${asOf}, ${people}`,
  partFoundPlainExpected: (part: Text, plain: Text) => `${part} found, ${plain} expected`,
  partInPlainPersonYears: (part: Text, plain: Text) => `${part} in ${plain} person-years`,
  partInPlainMemberYears: (part: Text, plain: Text) => `${part} in ${plain} member-years`,
  partInPlain: (part: Text, plain: Text) => `${part} in ${plain}`,
  minutesMin: (minutes: Text) => `${minutes} min`,
  minutesMinInText: (minutes: Text) => ` ${minutes} min`,
  personDimensionNOTINValues: (dimension: Text, isValue: boolean, values: Text) =>
    `person.${dimension} ${isValue ? 'NOT IN' : 'IN'} (${values})`,
  asOf: (asOf: Text) => `-- as of ${asOf}`,
  more: (shown: Text, values: Text) => `${shown}, … ${values} more`
})
