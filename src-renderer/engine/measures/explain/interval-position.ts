import { isNode, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { samePhrase, type Phrase, type Position } from './phrase.ts'

/** What a time that was added to a date consists of. */
type Offset = Extract<Phrase, { kind: 'offset' }>

/**
 * Where in an interval of ELM something lies: from 18 to 75, in the period, from 2 years before the period to its end, 1 day
 * to 30 days after the end of a stay.
 * @param node an Interval of ELM
 * @param phrase says one of its bounds
 */
export function intervalPosition(node: ElmNode, phrase: (bound: ElmNode) => Phrase): Position {
  const [low, high] = [boundOf(node, 'low', phrase), boundOf(node, 'high', phrase)]
  const open = node['highClosed'] === false
  if (low === undefined) return high === undefined ? { kind: 'known' } : { kind: open ? 'before' : 'upTo', bound: high }
  if (high === undefined) return { kind: 'from', bound: low }
  if (isNumber(low) && isNumber(high)) return { kind: 'numbers', low, high }
  if (isBoundary(low, 'start') && isBoundary(high, 'end')) return { kind: 'inPeriod' }
  const early = offsetOf(low, 'before')
  if (early !== undefined && isBoundary(early.base, 'start')) {
    if (isBoundary(high, 'end')) return { kind: 'toEndOfPeriod', time: early.time }
    if (isBoundary(high, 'start') && open) return { kind: 'beforePeriod', time: early.time }
  }
  const [after, until] = [offsetOf(low, 'after'), offsetOf(high, 'after')]
  if (after !== undefined && until !== undefined && samePhrase(after.base, until.base)) {
    return { kind: 'after', from: after.time, to: until.time, base: after.base }
  }
  if (until !== undefined && samePhrase(until.base, low)) return { kind: 'upToAfter', time: until.time, base: low }
  return { kind: 'between', low, high, open }
}

function boundOf(node: ElmNode, key: 'low' | 'high', phrase: (bound: ElmNode) => Phrase): Phrase | undefined {
  const bound = node[key]
  return isNode(bound) && bound.type !== 'Null' ? phrase(bound) : undefined
}

/** Whether a phrase is the first or the last day of the measurement period. */
function isBoundary(phrase: Phrase, boundary: 'start' | 'end'): boolean {
  return phrase.kind === 'aggregate' && phrase.aggregate === boundary && phrase.of.kind === 'period'
}

function offsetOf(phrase: Phrase, side: Offset['side']): Offset | undefined {
  return phrase.kind === 'offset' && phrase.side === side ? phrase : undefined
}

function isNumber(phrase: Phrase): boolean {
  return phrase.kind === 'value' && phrase.text !== '' && Number.isFinite(Number(phrase.text))
}
