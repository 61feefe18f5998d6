import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { and, not, or, truth } from '../operators/logic.ts'
import { equal } from '../operators/equal.ts'
import { isElmObject, objects } from '../library/elm-node.ts'
import type { Evaluate } from '../runtime/run.ts'
import { isNode, type ElmNode } from '../library/elm-node.ts'
import type { NodeFamily, Scope } from '../runtime/scope.ts'
import { isList } from '../values/value.ts'

function compileCase(node: ElmNode, scope: Scope): Evaluate {
  const comparand = scope.optional(node, 'comparand')
  const items = objects(node['caseItem']).map((item) => {
    const [when, then] = [item['when'], item['then']]
    if (!isNode(when) || !isNode(then)) throw scope.error(node, m.aCaseItemLacksItsWhen)
    return { when: scope.compile(when), then: scope.compile(then) }
  })
  const otherwise = scope.optional(node, 'else') ?? (() => null)
  return (run) => {
    const subject = comparand?.(run)
    for (const { when, then } of items) {
      const test = when(run)
      if (subject === undefined ? test === true : equal(subject, test) === true) return then(run)
    }
    return otherwise(run)
  }
}

/** Three-valued logic, tests for null, and conditions. */
export const logicalNodes: NodeFamily = {
  And: (node, scope) => {
    const [a, b] = scope.pair(node)
    return (run) => {
      const left = truth(a(run))
      return left === false ? false : and(left, truth(b(run)))
    }
  },
  Or: (node, scope) => {
    const [a, b] = scope.pair(node)
    return (run) => {
      const left = truth(a(run))
      return left === true ? true : or(left, truth(b(run)))
    }
  },
  Implies: (node, scope) => {
    const [a, b] = scope.pair(node)
    return (run) => {
      const left = truth(a(run))
      return left === false ? true : or(not(left), truth(b(run)))
    }
  },
  Xor: (node, scope) => {
    const [a, b] = scope.pair(node)
    return (run) => {
      const [left, right] = [truth(a(run)), truth(b(run))]
      return left === null || right === null ? null : left !== right
    }
  },
  Not: (node, scope) => {
    const a = scope.required(node, 'operand')
    return (run) => not(truth(a(run)))
  },
  IsNull: (node, scope) => {
    const a = scope.required(node, 'operand')
    return (run) => a(run) === null
  },
  IsTrue: (node, scope) => {
    const a = scope.required(node, 'operand')
    return (run) => a(run) === true
  },
  IsFalse: (node, scope) => {
    const a = scope.required(node, 'operand')
    return (run) => a(run) === false
  },
  Coalesce: (node, scope) => {
    const operands = scope.all(node, 'operand')
    if (operands.length === 1) {
      return (run) => {
        const value = operands[0]!(run)
        return isList(value) ? (value.find((item) => item !== null) ?? null) : value
      }
    }
    return (run) => {
      for (const operand of operands) {
        const value = operand(run)
        if (value !== null) return value
      }
      return null
    }
  },
  If: (node, scope) => {
    const condition = scope.required(node, 'condition')
    const then = scope.required(node, 'then')
    const otherwise = isElmObject(node['else']) ? scope.required(node, 'else') : () => null
    return (run) => (condition(run) === true ? then(run) : otherwise(run))
  },
  Case: compileCase
}
