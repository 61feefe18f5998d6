import type { NodeCompiler } from '../runtime/scope.ts'
import type { Value } from '../values/value.ts'

/** A value that is not null. */
export type Known = Exclude<Value, null>

/** An operator of one operand that is null when the operand is. */
export function unary(apply: (a: Known) => Value): NodeCompiler {
  return (node, scope) => {
    const a = scope.required(node, 'operand')
    return (run) => {
      const value = a(run)
      return value === null ? null : apply(value)
    }
  }
}

/** An operator of two operands that handles null itself. */
export function binaryWithNulls(apply: (a: Value, b: Value) => Value): NodeCompiler {
  return (node, scope) => {
    const [a, b] = scope.pair(node)
    return (run) => apply(a(run), b(run))
  }
}

/** An operator on the `source` of an aggregate or list function, or its `operand`, whichever the node has. */
export function sourceKey(node: { readonly [key: string]: unknown }): 'source' | 'operand' {
  return node['source'] === undefined ? 'operand' : 'source'
}
