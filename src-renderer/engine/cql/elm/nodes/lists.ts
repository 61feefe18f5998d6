import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { spend, spendElements } from '../library/budget.ts'
import { runtimeError } from '../library/elm-error.ts'
import { text, type ElmNode } from '../library/elm-node.ts'
import { equalWithNulls } from '../operators/equal.ts'
import { asList, distinct, flatten, repeated, singleton } from '../operators/lists.ts'
import type { NodeFamily, Scope } from '../runtime/scope.ts'
import type { Evaluate } from '../runtime/run.ts'
import { isList, typeName, type Value } from '../values/value.ts'
import { sourceKey } from './strict.ts'

function list(value: Value): readonly Value[] {
  if (isList(value)) {
    // Whoever asks goes through it.
    spend(value.length)
    return value
  }
  throw runtimeError(m.aListWasExpectedWhereThere(typeName(value)))
}

/** A function of a list that is null where the list is. */
function ofList(apply: (items: readonly Value[]) => Value) {
  return (node: ElmNode, scope: Scope): Evaluate => {
    const source = scope.required(node, sourceKey(node))
    return (run) => {
      const value = source(run)
      return value === null ? null : apply(list(value))
    }
  }
}

/** Evaluates an expression for every element, which it sees under the node's scope name or as `$this`. */
function forEach(
  node: ElmNode,
  scope: Scope,
  key: 'condition' | 'element'
): (run: Parameters<Evaluate>[0]) => [Value, Value][] | null {
  const source = scope.required(node, 'source')
  const inner = scope.with(text(node, 'scope') ?? '$this')
  const index = inner.scope.with('$index')
  const body = index.scope.required(node, key)
  return (run) => {
    const items = source(run)
    if (items === null) return null
    const all = asList(items)
    spendElements(all.length, all.length)
    return all.map((item, position) => {
      run.frame[inner.slot] = item
      run.frame[index.slot] = position
      return [item, body(run)]
    })
  }
}

/** More elements than this are taken for an endless repetition. */
const repetitionLimit = 100_000

/** Applies an expression to all elements, to what that gave, and so on, until nothing new comes. */
function compileRepeat(node: ElmNode, scope: Scope): Evaluate {
  const source = scope.required(node, 'source')
  const inner = scope.with(text(node, 'scope') ?? '$this')
  const body = inner.scope.required(node, 'element')
  return (run) => {
    const items = source(run)
    if (items === null) return null
    return repeated(asList(items), repetitionLimit, (item) => {
      run.frame[inner.slot] = item
      return asList(body(run))
    })
  }
}

function slice(items: readonly Value[], from: Value, to: Value): readonly Value[] {
  return items.slice(typeof from === 'number' ? from : 0, typeof to === 'number' ? to : undefined)
}

/** Elements and parts of lists. */
export const listNodes: NodeFamily = {
  Exists: (node, scope) => {
    const operand = scope.required(node, 'operand')
    return (run) => {
      const items = operand(run)
      if (items === null) return false
      for (const item of list(items)) if (item !== null) return true
      return false
    }
  },
  First: ofList((items) => items[0] ?? null),
  Last: ofList((items) => items.at(-1) ?? null),
  SingletonFrom: ofList(singleton),
  Distinct: ofList(distinct),
  Flatten: ofList(flatten),
  ToList: (node, scope) => {
    const operand = scope.required(node, 'operand')
    return (run) => asList(operand(run))
  },
  IndexOf: (node, scope) => {
    const [source, element] = [scope.required(node, 'source'), scope.required(node, 'element')]
    return (run) => {
      const [items, wanted] = [source(run), element(run)]
      if (items === null || wanted === null) return null
      return list(items).findIndex((item) => equalWithNulls(item, wanted) === true)
    }
  },
  Indexer: (node, scope) => {
    const [source, indexIn] = scope.pair(node)
    return (run) => {
      const [items, index] = [source(run), indexIn(run)]
      if (items === null || typeof index !== 'number' || index < 0) return null
      return typeof items === 'string' ? (items[index] ?? null) : (list(items)[index] ?? null)
    }
  },
  Slice: (node, scope) => {
    const source = scope.required(node, 'source')
    const [from, to] = [scope.optional(node, 'startIndex'), scope.optional(node, 'endIndex')]
    return (run) => {
      const items = source(run)
      if (items === null) return null
      const [low, high] = [from?.(run) ?? null, to?.(run) ?? null]
      return slice(list(items), low, high)
    }
  },
  Filter: (node, scope) => {
    const each = forEach(node, scope, 'condition')
    return (run) => each(run)?.flatMap(([item, passes]) => (passes === true ? [item] : [])) ?? null
  },
  ForEach: (node, scope) => {
    const each = forEach(node, scope, 'element')
    return (run) => each(run)?.map(([, value]) => value) ?? null
  },
  Repeat: compileRepeat,
  Iteration: (node, scope) => {
    const slot = scope.slot('$index')
    if (slot === undefined) throw scope.error(node, m.thereIsNoIterationHere)
    return (run) => run.frame[slot] ?? null
  },
  Current: (node, scope) => {
    const slot = scope.slot(text(node, 'scope') ?? '$this')
    if (slot === undefined) throw scope.error(node, m.thereIsNoCurrentElementHere)
    return (run) => run.frame[slot] ?? null
  },
  Times: (node, scope) => {
    const [a, b] = scope.pair(node)
    return (run) => {
      const [left, right] = [a(run), b(run)]
      if (left === null || right === null) return null
      const [rows, others] = [list(left), list(right)]
      const pairs: Value[] = []
      for (const item of rows) {
        spendElements(3 * others.length, pairs.length + others.length)
        for (const other of others) pairs.push([item, other])
      }
      return pairs
    }
  }
}
