import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { spendElements } from '../library/budget.ts'
import { runtimeError } from '../library/elm-error.ts'
import { end, pointSize, start } from '../operators/interval-bounds.ts'
import { expandToIntervals, expandToPoints } from '../operators/interval-expand.ts'
import { collapse, exceptionOf, intersectionOf, sizeOf, unionOf, widthOf } from '../operators/interval-sets.ts'
import { equal } from '../operators/equal.ts'
import { asList, exceptLists, intersectLists, unionLists } from '../operators/lists.ts'
import type { NodeCompiler, NodeFamily } from '../runtime/scope.ts'
import { Interval, isList, typeName, type Value } from '../values/value.ts'
import { Quantity } from '../values/quantity.ts'
import { toDecimal } from '../operators/compare.ts'
import { unary } from './strict.ts'

function interval(value: Value): Interval {
  if (value instanceof Interval) return value
  throw runtimeError(m.anIntervalWasExpectedWhereThere(typeName(value)))
}

/** A set operation on two intervals or on two lists; null counts as an empty list where the other is a list. */
function setOperation(
  ofIntervals: (a: Interval, b: Interval) => Value,
  ofLists: (a: readonly Value[], b: readonly Value[]) => Value,
  nullIsEmpty: 'both' | 'right' | 'no'
): NodeCompiler {
  return (node, scope) => {
    const [a, b] = scope.pair(node)
    return (run) => {
      const [left, right] = [a(run), b(run)]
      if (left instanceof Interval && right instanceof Interval) return ofIntervals(left, right)
      if (left instanceof Interval || right instanceof Interval) return null
      if (left === null && (right === null || nullIsEmpty !== 'both')) return null
      if (right === null && nullIsEmpty === 'no') return null
      return ofLists(asList(left), asList(right))
    }
  }
}

/** `per` of `collapse` and `expand`: a quantity, or a number taken as one without unit. */
function stepOf(value: Value): Quantity | null {
  if (value instanceof Quantity) return value
  const number = toDecimal(value)
  return number === undefined ? null : new Quantity(number, '1')
}

/** Bounds of intervals and sets of intervals; union, intersection and difference are those of lists too. */
export const intervalNodes: NodeFamily = {
  Start: unary((value) => start(interval(value))),
  End: unary((value) => end(interval(value))),
  Width: unary((value) => widthOf(interval(value))),
  Size: unary((value) => sizeOf(interval(value), pointSize(interval(value)))),
  PointFrom: unary((value) => {
    const [low, high] = [start(interval(value)), end(interval(value))]
    if (low === null || high === null) return null
    if (equal(low, high) !== true) throw runtimeError(m.thisIntervalIsMoreThanOne)
    return low
  }),
  Union: setOperation(unionOf, unionLists, 'both'),
  Intersect: setOperation(intersectionOf, intersectLists, 'no'),
  Except: setOperation(exceptionOf, exceptLists, 'right'),
  Collapse: (node, scope) => {
    const [list, per] = scope.all(node, 'operand')
    if (list === undefined) throw scope.error(node, m.collapseNeedsAList)
    return (run) => {
      const intervals = list(run)
      return intervals === null ? null : collapse(asList(intervals), per?.(run) ?? null)
    }
  },
  Expand: (node, scope) => {
    const [operand, per] = scope.all(node, 'operand')
    if (operand === undefined) throw scope.error(node, m.expandNeedsAnIntervalOrA)
    return (run) => {
      const value = operand(run)
      if (value === null) return null
      const by = stepOf(per?.(run) ?? null)
      if (!isList(value)) return expandToPoints(interval(value), by)
      const pieces: Value[] = []
      for (const item of value) {
        for (const piece of item === null ? [] : expandToIntervals(interval(item), by)) pieces.push(piece)
        spendElements(1, pieces.length)
      }
      return pieces
    }
  }
}
