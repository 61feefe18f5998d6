import { text, type ElmNode } from '../library/elm-node.ts'
import type { Evaluate } from './run.ts'
import type { Scope } from './scope.ts'

/** A closure that reports what it came to. */
export function traced(node: ElmNode, scope: Scope, evaluate: Evaluate): Evaluate {
  const localId = text(node, 'localId')
  if (localId === undefined) return evaluate
  const { library, expression } = scope
  return (run) => {
    const value = evaluate(run)
    run.trace?.clause(library.id, expression, localId, node.type, value)
    return value
  }
}
