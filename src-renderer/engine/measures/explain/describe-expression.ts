import type { ElmNode } from '../../cql/elm/library/elm-node.ts'
import { phraseOf } from './expression-phrase.ts'
import { phraseText } from './phrase-text.ts'

/** An expression of ELM in plain words, as far as it has any: short, without types and precision, for outlines. */
export function describeExpression(node: ElmNode): string {
  return phraseText(phraseOf(node))
}
