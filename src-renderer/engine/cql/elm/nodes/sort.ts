import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { spendElements } from '../library/budget.ts'
import { isNode, isElmObject, objects, text, type ElmNode } from '../library/elm-node.ts'
import { asList } from '../operators/lists.ts'
import type { Run } from '../runtime/run.ts'
import type { NodeFamily, Scope } from '../runtime/scope.ts'
import type { Value } from '../values/value.ts'
import { sortOrder } from './comparison.ts'
import { columnValue } from './property.ts'

interface SortKey {
  readonly of: (item: Value, run: Run) => Value
  readonly sign: 1 | -1
}

function readKey(item: Readonly<Record<string, unknown>>, node: ElmNode, scope: Scope): SortKey {
  const sign = (text(item, 'direction') ?? 'asc').startsWith('desc') ? -1 : 1
  if (item['type'] === 'ByColumn') {
    const column = columnValue(text(item, 'path') ?? '', scope.linker.fhir)
    return { of: column, sign }
  }
  if (item['type'] === 'ByExpression') {
    const inner = scope.with('$this')
    const expression = item['expression']
    if (!isNode(expression)) throw scope.error(node, m.aSortLacksItsExpression)
    const evaluate = inner.scope.compile(expression)
    const of = (value: Value, run: Run): Value => {
      run.frame[inner.slot] = value
      return evaluate(run)
    }
    return { of, sign }
  }
  return { of: (value) => value, sign }
}

/** The `sort` of a query, or undefined when it has none. Equal keys keep their order. */
export function compileSort(
  node: ElmNode,
  scope: Scope
): ((items: readonly Value[], run: Run) => readonly Value[]) | undefined {
  const clause = node['sort']
  const by = isElmObject(clause) ? objects(clause['by']) : objects(node['by'])
  if (by.length === 0) return undefined
  const keys = by.map((item) => readKey(item, node, scope))
  return (items, run) => {
    spendElements(items.length * keys.length, items.length)
    const rows = items.map((item) => ({ item, values: keys.map((key) => key.of(item, run)) }))
    rows.sort((a, b) => {
      for (let i = 0; i < keys.length; i++) {
        const order = sortOrder(a.values[i] ?? null, b.values[i] ?? null)
        if (order !== 0) return order * keys[i]!.sign
      }
      return 0
    })
    return rows.map((row) => row.item)
  }
}

/** Sorting outside of queries. */
export const sortNodes: NodeFamily = {
  Sort: (node, scope) => {
    const source = scope.required(node, 'source')
    const sort = compileSort(node, scope)
    return (run) => {
      const items = source(run)
      return items === null || sort === undefined ? items : sort(asList(items), run)
    }
  }
}
