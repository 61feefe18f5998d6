import { engineMeasuresExplainMessages as m } from '#messages/engine/measures/explain.ts'
import type { Aggregate, EvidenceFunction, Phrase, Position, Predicate, Relation } from './phrase.ts'

interface RelationText {
  readonly verb: string
  /** The verb where the statement is denied. */
  readonly negative: string
  /** What follows the verb. */
  readonly rest: string
}

function be(rest: string): RelationText {
  return { verb: 'is', negative: m.isNot, rest }
}

/** What relations are called between two values. */
export const relationTexts: Readonly<Record<Relation, RelationText>> = {
  is: be(''),
  isNot: { verb: m.isNot, negative: 'is', rest: '' },
  above: be('above'),
  atLeast: be(m.atLeast),
  below: be('below'),
  atMost: be(m.atMost),
  in: be('in'),
  within: { verb: 'lies', negative: m.doesNotLie, rest: 'in' },
  has: { verb: 'has', negative: m.doesNotHave, rest: '' },
  holds: { verb: 'holds', negative: m.doesNotHold, rest: '' },
  overlaps: { verb: 'overlaps', negative: m.doesNotOverlap, rest: '' },
  before: be('before'),
  onOrBefore: be(m.onOrBefore),
  after: be('after'),
  onOrAfter: be(m.onOrAfter),
  sameAs: be(m.theSameAs),
  hasCodeIn: { verb: 'has', negative: m.doesNotHave, rest: m.aCodeIn }
}

const placing: ReadonlySet<Relation> = new Set(['in', 'within', 'before', 'onOrBefore', 'after', 'onOrAfter'])

/** Whether a predicate says where something lies in time, so that an event needs no verb before it. */
export function placed(predicate: Predicate): boolean {
  if (predicate.kind === 'relation') return placing.has(predicate.relation)
  return predicate.kind === 'position' && predicate.position.kind !== 'known' && predicate.position.kind !== 'from'
}

/** What aggregates are called before "of". */
export const aggregateTexts: Readonly<Record<Aggregate, string>> = {
  start: m.start,
  end: m.end,
  count: m.number,
  sum: m.sum,
  first: m.first,
  last: m.last,
  greatest: m.greatest,
  least: m.least,
  earliest: m.earliest,
  latest: m.latest
}

/** What is asked of the records of chart and claims. */
export const evidenceTexts: Readonly<Record<EvidenceFunction, string>> = {
  has: m.activeInThePeriodOrConfirmed,
  'has any': m.activeOrOnAClaimIn,
  'had ever': m.everInTheChartOrOn,
  'done ever': m.everDoneOrOnAClaim,
  'confirmed in two years': m.confirmedInThePeriodOrThe,
  'mentioned in period': m.inThePeriod,
  'mentioned by end': m.upToTheLastDayOf,
  'served by end': m.upToTheLastDayOf,
  served: m.inLabel
}

/** An interval as a thing: `the period`, `18 to 75`. */
export function intervalText(interval: Position, text: (phrase: Phrase) => string): string {
  if (interval.kind === 'inPeriod') return m.thePeriod
  if (interval.kind === 'beforePeriod') return timeBeforePeriod(interval.time, text)
  return positionText(interval, text)
}

/** `the year before the period`, `the 2 years before the period`. */
function timeBeforePeriod(time: Phrase, text: (phrase: Phrase) => string): string {
  return m.theBeforeThePeriod(text(time).replace(/^1 /, ''))
}

/** Where something lies: `18 to 75`, `in the period`, `from 2 years before the period to its end`, `1 day to 30 days after its end`. */
export function positionText(position: Position, text: (phrase: Phrase) => string): string {
  switch (position.kind) {
    case 'known':
      return 'known'
    case 'before':
      return `before ${text(position.bound)}`
    case 'upTo':
      return m.upToBound(text(position.bound))
    case 'from':
      return m.boundOrLater(text(position.bound))
    case 'numbers':
      return m.lowToHigh(text(position.low), text(position.high))
    case 'inPeriod':
      return m.inThePeriod
    case 'toEndOfPeriod':
      return m.fromBeforeThePeriodToIts(text(position.time))
    case 'beforePeriod':
      return `in ${timeBeforePeriod(position.time, text)}`
    case 'after':
      return m.fromToToAfterBase(text(position.from), text(position.to), text(position.base))
    case 'upToAfter':
      return m.upToAfter(text(position.time), text(position.base))
    case 'between':
      return m.fromLowToBeforeHigh(text(position.low), position.open, text(position.high))
  }
}
