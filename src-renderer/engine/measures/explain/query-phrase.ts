import { isElmObject, isNode, objects, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { bareName } from '../../cql/elm/library/qualified-name.ts'
import { nodesOf } from '../../cql/elm/runtime/scope.ts'
import { elementPath, partsOfType } from './elm-parts.ts'
import type { Names, Phrase, RelatedPhrase } from './phrase.ts'
import { spaced } from '../rates/describe-name.ts'

/** Says an expression. */
type Say = (node: ElmNode, names: Names) => Phrase

/** Whether a node says that two records are different ones, which a sentence says by "another". */
function tellsApart(node: ElmNode): boolean {
  const [equal] = node.type === 'Not' ? nodesOf(node, 'operand') : []
  if (node.type !== 'NotEqual' && equal?.type !== 'Equal' && equal?.type !== 'Equivalent') return false
  return nodesOf(equal ?? node, 'operand').every((operand) => elementPath(operand) === 'id')
}

/** One of the `with` and `without` clauses of a query. @param alias name of the record that is looked at */
function relatedPhrases(
  relation: Readonly<Record<string, unknown>>,
  alias: string,
  names: Names,
  say: Say
): readonly RelatedPhrase[] {
  const other = relation['expression']
  if (!isNode(other)) return []
  const that = relation['suchThat']
  const conditions = isNode(that) ? partsOfType(that, 'And') : []
  const told = conditions.filter((condition) => !tellsApart(condition))
  const inside: Names = new Map([...names, [alias, { kind: 'other' }]])
  return [
    {
      without: text(relation, 'type') === 'Without',
      another: told.length < conditions.length,
      records: say(other, names),
      conditions: told.map((condition) => say(condition, inside))
    }
  ]
}

/** Whether a query only follows references from orders to the medicines that they name. */
export function followsMedicines(node: ElmNode): boolean {
  return (
    node.type === 'Query' &&
    objects(node['relationship']).some(
      ({ expression }) => isNode(expression) && bareName(text(expression, 'dataType') ?? '') === 'Medication'
    )
  )
}

/** What claims are looked through for, where a query asks nothing else of their diagnoses or services. */
function claimedCodes(source: ElmNode, where: ElmNode): Phrase | undefined {
  if (source.type !== 'ExpressionRef' || text(source, 'libraryName') !== 'Claims' || where.type !== 'InValueSet') return
  const named = where['valueset']
  return isElmObject(named) ? { kind: 'claims', codes: text(named, 'name') ?? '' } : undefined
}

/**
 * What a query of ELM says.
 * @param names what the names bound by the queries around it stand for
 * @param say says the expressions in it
 */
export function queryPhrase(node: ElmNode, names: Names, say: Say): Phrase {
  const [source] = objects(node['source'])
  const expression = source?.['expression']
  const alias = (source && text(source, 'alias')) ?? ''
  const where = node['where']
  // A query through an element of the record asks for the element.
  const path = isNode(expression) ? elementPath(expression) : undefined
  if (path !== undefined && isNode(where)) {
    const element = { kind: 'element', path: spaced(path.replace(/(^|\.)coding$/, '')) } as const
    return say(where, new Map([...names, [alias, element]]))
  }
  const claimed = isNode(expression) && isNode(where) ? claimedCodes(expression, where) : undefined
  return (
    claimed ?? {
      kind: 'query',
      records: isNode(expression) ? say(expression, names) : undefined,
      related: objects(node['relationship']).flatMap((relation) => relatedPhrases(relation, alias, names, say)),
      where: isNode(where) ? say(where, names) : undefined
    }
  )
}
