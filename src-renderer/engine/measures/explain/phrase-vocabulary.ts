import type { Aggregate, EvidenceFunction, Phrase, Position, Predicate, Relation } from './phrase.ts'

interface RelationText {
  readonly verb: string
  /** The verb where the statement is denied. */
  readonly negative: string
  /** What follows the verb. */
  readonly rest: string
}

function be(rest: string): RelationText {
  return { verb: 'is', negative: 'is not', rest }
}

/** What relations are called between two values. */
export const relationTexts: Readonly<Record<Relation, RelationText>> = {
  is: be(''),
  isNot: { verb: 'is not', negative: 'is', rest: '' },
  above: be('above'),
  atLeast: be('at least'),
  below: be('below'),
  atMost: be('at most'),
  in: be('in'),
  within: { verb: 'lies', negative: 'does not lie', rest: 'in' },
  has: { verb: 'has', negative: 'does not have', rest: '' },
  holds: { verb: 'holds', negative: 'does not hold', rest: '' },
  overlaps: { verb: 'overlaps', negative: 'does not overlap', rest: '' },
  before: be('before'),
  onOrBefore: be('on or before'),
  after: be('after'),
  onOrAfter: be('on or after'),
  sameAs: be('the same as'),
  hasCodeIn: { verb: 'has', negative: 'does not have', rest: 'a code in' }
}

const placing: ReadonlySet<Relation> = new Set(['in', 'within', 'before', 'onOrBefore', 'after', 'onOrAfter'])

/** Whether a predicate says where something lies in time, so that an event needs no verb before it. */
export function placed(predicate: Predicate): boolean {
  if (predicate.kind === 'relation') return placing.has(predicate.relation)
  return predicate.kind === 'position' && predicate.position.kind !== 'known' && predicate.position.kind !== 'from'
}

/** What aggregates are called before "of". */
export const aggregateTexts: Readonly<Record<Aggregate, string>> = {
  start: 'start',
  end: 'end',
  count: 'number',
  sum: 'sum',
  first: 'first',
  last: 'last',
  greatest: 'greatest',
  least: 'least',
  earliest: 'earliest',
  latest: 'latest'
}

/** What is asked of the records of chart and claims. */
export const evidenceTexts: Readonly<Record<EvidenceFunction, string>> = {
  has: 'active in the period or confirmed by claims',
  'has any': 'active or on a claim in the period',
  'had ever': 'ever in the chart or on a claim',
  'done ever': 'ever done or on a claim',
  'confirmed in two years': 'confirmed in the period or the year before',
  'mentioned in period': 'in the period',
  'mentioned by end': 'up to the last day of the period',
  'served by end': 'up to the last day of the period',
  served: 'in'
}

/** An interval as a thing: `the period`, `18 to 75`. */
export function intervalText(interval: Position, text: (phrase: Phrase) => string): string {
  if (interval.kind === 'inPeriod') return 'the period'
  if (interval.kind === 'beforePeriod') return timeBeforePeriod(interval.time, text)
  return positionText(interval, text)
}

/** `the year before the period`, `the 2 years before the period`. */
function timeBeforePeriod(time: Phrase, text: (phrase: Phrase) => string): string {
  return `the ${text(time).replace(/^1 /, '')} before the period`
}

/** Where something lies: `18 to 75`, `in the period`, `from 2 years before the period to its end`, `1 day to 30 days after its end`. */
export function positionText(position: Position, text: (phrase: Phrase) => string): string {
  switch (position.kind) {
    case 'known':
      return 'known'
    case 'before':
      return `before ${text(position.bound)}`
    case 'upTo':
      return `up to ${text(position.bound)}`
    case 'from':
      return `${text(position.bound)} or later`
    case 'numbers':
      return `${text(position.low)} to ${text(position.high)}`
    case 'inPeriod':
      return 'in the period'
    case 'toEndOfPeriod':
      return `from ${text(position.time)} before the period to its end`
    case 'beforePeriod':
      return `in ${timeBeforePeriod(position.time, text)}`
    case 'after':
      return `${text(position.from)} to ${text(position.to)} after ${text(position.base)}`
    case 'upToAfter':
      return `up to ${text(position.time)} after ${text(position.base)}`
    case 'between':
      return `from ${text(position.low)} ${position.open ? 'to before' : 'to'} ${text(position.high)}`
  }
}
