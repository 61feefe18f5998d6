import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { compiledPath, type CompiledPath } from './compiled-path.ts'
import type { PathCompiler } from './path-compiler.ts'
import type { PathExpression } from './path-expression.ts'
import { compileTypedStep, filterItems } from './path-steps.ts'
import { plainTypeName, pathTypeTest } from './path-types.ts'

/** The type that an argument names, such as `Quantity` or `FHIR.Quantity`. */
export function typeArgument(expression: PathExpression, compiler: PathCompiler): string {
  const written = qualifiedName(expression)
  const type = written === undefined ? undefined : plainTypeName(written)
  if (type === undefined) throw compiler.error(expression.at, m.expectedTheNameOfAFHIR)
  return type
}

function qualifiedName(expression: PathExpression): string | undefined {
  if (expression.kind !== 'member') return undefined
  if (expression.target === undefined) return expression.name
  const space = qualifiedName(expression.target)
  return space === undefined ? undefined : `${space}.${expression.name}`
}

/** Compiles `operand.ofType(type)` and `operand as type`. */
export function compileOfType(operand: PathExpression | undefined, type: string, compiler: PathCompiler): CompiledPath {
  if (operand?.kind === 'member') {
    const holder = operand.target === undefined ? undefined : compiler.compile(operand.target)
    return compileTypedStep(holder, operand.name, type)
  }
  const accepts = pathTypeTest(type)
  const from = operand === undefined ? (input: unknown) => input : compiler.compile(operand).all
  return compiledPath(type, (input, scope) => filterItems(from(input, scope), accepts))
}
