import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { runtimeError } from '../library/elm-error.ts'
import { text } from '../library/elm-node.ts'
import {
  before,
  ends,
  includes,
  inInterval,
  meetsBefore,
  overlaps,
  overlapsAfter,
  overlapsBefore,
  properlyContains,
  properlyIncludes,
  sameAs,
  sameOrBefore,
  starts
} from '../operators/interval-relations.ts'
import { asList, listContains, listIncludes, listProperlyContains } from '../operators/lists.ts'
import { or } from '../operators/logic.ts'
import type { NodeCompiler, NodeFamily } from '../runtime/scope.ts'
import { Interval, isList, typeName, type Value } from '../values/value.ts'
import { precisionFromName, type Precision } from '../values/precision.ts'
import type { Known } from './strict.ts'

type Relation = (a: Known, b: Known, precision: Precision | undefined) => Value

/** A relation at the node's precision, null when an operand is. */
function relation(apply: Relation): NodeCompiler {
  return (node, scope) => {
    const [a, b] = scope.pair(node)
    const name = text(node, 'precision')
    const precision = name === undefined ? undefined : precisionFromName(name)
    if (name !== undefined && precision === undefined) throw scope.error(node, m.thereIsNoPrecision(name))
    return (run) => {
      const left = a(run)
      const right = b(run)
      return left === null || right === null ? null : apply(left, right, precision)
    }
  }
}

function interval(value: Known): Interval {
  if (value instanceof Interval) return value
  throw runtimeError(m.anIntervalWasExpectedWhereThere(typeName(value)))
}

/** A relation of two intervals. */
function between(apply: (a: Interval, b: Interval, precision?: Precision) => boolean | null): NodeCompiler {
  return relation((a, b, precision) => apply(interval(a), interval(b), precision))
}

/** Membership of the second operand in the first, which may be null: then nothing is in it. */
function membership(container: 0 | 1, proper: boolean): NodeCompiler {
  return (node, scope) => {
    const operands = scope.pair(node)
    const name = text(node, 'precision')
    const precision = name === undefined ? undefined : precisionFromName(name)
    const [within, of] = [operands[container], operands[container === 0 ? 1 : 0]]
    return (run) => {
      const item = of(run)
      const container = within(run)
      if (container === null) return false
      if (isList(container)) return proper ? listProperlyContains(container, item) : listContains(container, item)
      if (item === null) return null
      return proper
        ? properlyContains(interval(container), item, precision)
        : inInterval(item, interval(container), precision)
    }
  }
}

/** Whether `a` includes `b`, for lists, intervals and points. */
function inclusion(a: Known, b: Known, precision: Precision | undefined): boolean | null {
  if (isList(a)) return isList(b) ? listIncludes(a, b) : listContains(a, b)
  return b instanceof Interval ? includes(interval(a), b, precision) : inInterval(b, interval(a), precision)
}

function properInclusion(a: Known, b: Known, precision: Precision | undefined): boolean | null {
  if (!isList(a)) {
    return b instanceof Interval
      ? properlyIncludes(interval(a), b, precision)
      : properlyContains(interval(a), b, precision)
  }
  if (!isList(b)) return listProperlyContains(a, b)
  return asList(a).length > b.length ? listIncludes(a, b) : false
}

/** Relations in time and of intervals and lists. */
export const timingNodes: NodeFamily = {
  Before: relation(before),
  After: relation((a, b, precision) => before(b, a, precision)),
  SameAs: relation(sameAs),
  SameOrBefore: relation(sameOrBefore),
  SameOrAfter: relation((a, b, precision) => sameOrBefore(b, a, precision)),
  In: membership(1, false),
  Contains: membership(0, false),
  ProperIn: membership(1, true),
  ProperContains: membership(0, true),
  Includes: relation(inclusion),
  IncludedIn: relation((a, b, precision) => inclusion(b, a, precision)),
  ProperIncludes: relation(properInclusion),
  ProperIncludedIn: relation((a, b, precision) => properInclusion(b, a, precision)),
  Overlaps: between(overlaps),
  OverlapsBefore: between(overlapsBefore),
  OverlapsAfter: between(overlapsAfter),
  Meets: between((a, b, precision) => or(meetsBefore(a, b, precision), meetsBefore(b, a, precision))),
  MeetsBefore: between(meetsBefore),
  MeetsAfter: between((a, b, precision) => meetsBefore(b, a, precision)),
  Starts: between(starts),
  Ends: between(ends)
}
