import { isNode, type ElmNode } from '../../cql/elm/library/elm-node.ts'

const first = 'start of the period'
const last = 'end of the period'

/** A text between two others, or undefined where they do not enclose it. */
function between(text: string, start: string, end: string): string | undefined {
  return text.startsWith(start) && text.endsWith(end) && text.length > start.length + end.length
    ? text.slice(start.length, text.length - end.length)
    : undefined
}

/**
 * The end of a sentence that says where in an interval something lies: `is 18 to 75`, `is in the period`,
 * `is from 2 years before the period to its end`, `is 1 day to 30 days after its end`.
 *
 * @param node an Interval of ELM
 * @param words the words of one of its bounds
 */
export function intervalPhrase(node: ElmNode, words: (bound: ElmNode) => string): string {
  const [low, high] = [boundWords(node, 'low', words), boundWords(node, 'high', words)]
  if (low === '') return high === '' ? 'is known' : `is ${isOpen(node, 'high') ? 'before' : 'up to'} ${high}`
  if (high === '') return `is ${low} or later`
  if (isNumber(low) && isNumber(high)) return `is ${low} to ${high}`
  if (low === first && high === last) return 'is in the period'
  const early = between(low, '', ` before ${first}`)
  if (early !== undefined && high === last) return `is from ${early} before the period to its end`
  if (early !== undefined && high === first && isOpen(node, 'high'))
    return `is in the ${early.replace(/^1 /, '')} before the period`
  const after = timeAfter(low)
  const until = timeAfter(high)
  if (after !== undefined && until !== undefined && after.base === until.base) {
    return `is ${after.time} to ${until.time} after ${after.base}`
  }
  if (until !== undefined && until.base === low) return `is up to ${until.time} after ${low}`
  return `is from ${low} ${isOpen(node, 'high') ? 'to before' : 'to'} ${high}`
}

function boundWords(node: ElmNode, key: 'low' | 'high', words: (bound: ElmNode) => string): string {
  const bound = node[key]
  return isNode(bound) && bound.type !== 'Null' ? words(bound) : ''
}

function isOpen(node: ElmNode, key: 'low' | 'high'): boolean {
  return node[`${key}Closed`] === false
}

function isNumber(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text))
}

/** `30 days after its end` in its parts. */
function timeAfter(text: string): { readonly time: string; readonly base: string } | undefined {
  const match = /^(\d+ \w+) after (.+)$/.exec(text)
  return match === null ? undefined : { time: match[1]!, base: match[2]! }
}
