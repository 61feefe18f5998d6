import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { isNode, text } from '../library/elm-node.ts'
import { absolute, add, divide, modulo, multiply, negate, subtract, truncatedDivide } from '../operators/arithmetic.ts'
import { boundaryOf, precisionOf } from '../operators/boundaries.ts'
import { exp, ln, log, power, round, integerPart } from '../operators/mathematics.ts'
import { extremeOf, step } from '../operators/successor.ts'
import type { NodeCompiler, NodeFamily } from '../runtime/scope.ts'
import { bareName } from '../library/qualified-name.ts'
import { literalValue } from './literals.ts'
import { binaryWithNulls, unary } from './strict.ts'

function extreme(high: boolean): NodeCompiler {
  return (node, scope) => {
    const type = bareName(text(node, 'valueType') ?? '')
    const value = extremeOf(type, high)
    if (value === undefined) throw scope.error(node, m.hasNoMaximum(type, high))
    return () => value
  }
}

function boundary(high: boolean): NodeCompiler {
  return (node, scope) => {
    const [value, digits] = scope.all(node, 'operand')
    if (value === undefined) throw scope.error(node, m.aBoundaryNeedsAnOperand)
    return (run) => boundaryOf(value(run), digits?.(run) ?? null, high)
  }
}

/** The smallest Integer and Long have no positive counterpart: a minus before a literal belongs to the literal. */
const compileNegate: NodeCompiler = (node, scope) => {
  const { operand } = node
  if (isNode(operand) && operand.type === 'Literal') {
    const value = literalValue(bareName(text(operand, 'valueType') ?? ''), `-${String(operand['value'])}`)
    if (value !== undefined) return () => value
  }
  return unary(negate)(node, scope)
}

/** Arithmetic on numbers, quantities, dates and times. */
export const arithmeticNodes: NodeFamily = {
  Add: binaryWithNulls(add),
  Subtract: binaryWithNulls(subtract),
  Multiply: binaryWithNulls(multiply),
  Divide: binaryWithNulls(divide),
  TruncatedDivide: binaryWithNulls(truncatedDivide),
  Modulo: binaryWithNulls(modulo),
  Power: binaryWithNulls(power),
  Log: binaryWithNulls(log),
  Negate: compileNegate,
  Abs: unary(absolute),
  Ceiling: unary((value) => integerPart(value, 'ceiling')),
  Floor: unary((value) => integerPart(value, 'floor')),
  Truncate: unary((value) => integerPart(value, 'truncate')),
  Exp: unary(exp),
  Ln: unary(ln),
  Round: (node, scope) => {
    const value = scope.required(node, 'operand')
    const digits = scope.optional(node, 'precision')
    return (run) => round(value(run), digits?.(run) ?? null)
  },
  Successor: unary((value) => step(value, 1)),
  Predecessor: unary((value) => step(value, -1)),
  MinValue: extreme(false),
  MaxValue: extreme(true),
  Precision: unary(precisionOf),
  LowBoundary: boundary(false),
  HighBoundary: boundary(true)
}
