import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of ui/format. */
export const uiFormatMessages = catalog({
  fromToday: 'from today',
  daysOld: (days: number) => `${days} ${plural(days, 'day', 'days')} old`,
  monthsOld: (months: number) => `${months} ${plural(months, 'month', 'months')} old`,
  yearsOld: (years: number) => `${years} ${plural(years, 'year', 'years')} old`,
  everyone: 'everyone',
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
  asOf: (asOf: Text) => `-- as of ${asOf}`,
  more: (shown: Text, values: Text) => `${shown}, … ${values} more`,
  percent: 'percent',
  events: 'events',
  ratio: 'ratio',
  days: 'days',
  stars: 'stars',
  wilson: 'Wilson',
  newcombe: 'Newcombe',
  katz: 'Katz',
  byar: 'Byar',
  fayFeuer: 'Fay-Feuer',
  deLong: 'DeLong',
  wald: 'Wald',
  prediction: 'prediction'
})
