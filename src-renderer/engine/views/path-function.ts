import type { CompiledPath } from './compiled-path.ts'
import type { PathCompiler } from './path-compiler.ts'
import type { PathExpression } from './path-expression.ts'

/** What one call is compiled from. */
export interface FunctionCall {
  readonly target: CompiledPath
  readonly targetExpression: PathExpression | undefined
  readonly args: readonly PathExpression[]
  readonly at: number
  readonly compiler: PathCompiler
}

/** How calls of one function are checked and compiled. */
export interface PathFunction {
  /** Least and greatest number of arguments. */
  readonly arity: readonly [number, number]
  readonly compile: (call: FunctionCall) => CompiledPath
}

/** Compiles an argument; undefined when the call has not so many. */
export function argument(call: FunctionCall, index: number): CompiledPath | undefined {
  const expression = call.args[index]
  return expression === undefined ? undefined : call.compiler.compile(expression)
}

/** Compiles an argument that the arity says is there. */
export function required(call: FunctionCall, index: number): CompiledPath {
  return call.compiler.compile(call.args[index]!)
}
