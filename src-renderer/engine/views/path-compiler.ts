import type { AppError } from '#shared/app-error.ts'
import type { CompiledPath } from './compiled-path.ts'
import type { PathExpression } from './path-expression.ts'

/** A constant of a view, named `%name` in its paths. */
export interface PathConstant {
  readonly value: unknown
  /** FHIR type, from `value[x]`. */
  readonly type: string
}

/** What compiling one path needs to know, and to say. */
export interface PathCompiler {
  readonly path: string
  readonly constants: ReadonlyMap<string, PathConstant>
  /** Type that the view's author declared for the whole path's result. */
  readonly expectedType: string | undefined
  /** Called when a result depends on how decimals were written. */
  readonly needDecimalText: () => void
  /** Compiles a part of the path; what stands first in it belongs to the current element. */
  compile(expression: PathExpression): CompiledPath
  /** An error that points into the path. */
  error(position: number, problem: string): AppError
}
