import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { compiledItem, compiledPath, type CompiledPath } from './compiled-path.ts'
import { parsePath } from './parse-path.ts'
import type { PathCompiler } from './path-compiler.ts'
import { pathError } from './path-error.ts'
import type { PathBinary, PathExpression, PathMember } from './path-expression.ts'
import { compileCall } from './path-functions.ts'
import { compileOfType } from './path-of-type.ts'
import { compileOperator } from './path-operators.ts'
import { compileExists, compileIndex, compileNameEquals } from './path-selection.ts'
import { compileStep, filterItems } from './path-steps.ts'
import { plainTypeName, pathTypeTest } from './path-types.ts'
import { onlyOf } from './path-value.ts'
import { isResourceType } from '../base/fhir/resource-types.ts'

/** Code systems that FHIR names by constants (FHIR R4 §2.9.1.4). */
const systems: ReadonlyMap<string, string> = new Map([
  ['sct', 'http://snomed.info/sct'],
  ['loinc', 'http://loinc.org'],
  ['ucum', 'http://unitsofmeasure.org']
])

/**
 * Compiles a FHIRPath text to closures. Elements that are missing or of an unexpected JSON type give the empty
 * collection; so does what FHIRPath calls a run-time error.
 * @throws AppError `invalid-input` with the path, the position and the reason
 */
export function compilePath(path: string, options: Omit<PathCompiler, 'path' | 'compile' | 'error'>): CompiledPath {
  const known = new Map<PathExpression, CompiledPath>()
  const compiler: PathCompiler = {
    ...options,
    path,
    compile: (expression) => {
      const compiled = known.get(expression) ?? compileExpression(expression, compiler)
      known.set(expression, compiled)
      return compiled
    },
    error: (position, problem) => pathError(path, position, problem)
  }
  return compiler.compile(parsePath(path))
}

const current = compiledPath(undefined, (input) => input)

function compileExpression(expression: PathExpression, compiler: PathCompiler): CompiledPath {
  switch (expression.kind) {
    case 'literal': {
      const { value, type } = expression
      return compiledItem(type, () => value)
    }
    case 'empty':
      return compiledPath(undefined, () => undefined)
    case 'variable':
      return expression.name === '$this' ? current : compiledItem('integer', (_input, scope) => scope.index)
    case 'constant':
      return compileConstant(expression.name, expression.at, compiler)
    case 'member':
      return compileMember(expression, compiler)
    case 'call':
      return compileCall(
        expression,
        expression.target === undefined ? current : compiler.compile(expression.target),
        compiler
      )
    case 'index':
      return compileIndex(compiler.compile(expression.target), compiler.compile(expression.index).all)
    case 'negative': {
      const operand = compiler.compile(expression.operand)
      return compiledItem(operand.type, (input, scope) => {
        const value = onlyOf(operand.all(input, scope))
        return typeof value === 'number' ? -value : undefined
      })
    }
    case 'binary':
      return compileBinary(expression, compiler)
    case 'type': {
      const type = plainTypeName(expression.type)
      if (type === undefined) throw compiler.error(expression.at, m.thereIsNoType(expression.type))
      const matching = compileOfType(expression.operand, type, compiler)
      return expression.operator === 'as' ? matching : compileExists(matching, undefined)
    }
  }
}

function compileConstant(name: string, position: number, compiler: PathCompiler): CompiledPath {
  if (name === 'rowIndex') return compiledItem('integer', (_input, scope) => scope.rowIndex)
  if (name === 'resource' || name === 'rootResource' || name === 'context') {
    return compiledItem(undefined, (_input, scope) => scope.resource)
  }
  const constant = compiler.constants.get(name)
  const value = constant?.value ?? systems.get(name)
  if (value === undefined) throw compiler.error(position, m.theViewDefinesNoConstant(name))
  return compiledItem(constant?.type ?? 'uri', () => value)
}

function compileMember(member: PathMember, compiler: PathCompiler): CompiledPath {
  if (member.target !== undefined) return compileStep(compiler.compile(member.target), member.name)
  // A path may start with the type of what it is about: `Patient.name`.
  if (isResourceType(member.name) || member.name === 'Resource') {
    const accepts = pathTypeTest(member.name)
    return compiledPath(member.name, (input) => filterItems(input, accepts))
  }
  return compileStep(undefined, member.name)
}

function compileBinary(expression: PathBinary, compiler: PathCompiler): CompiledPath {
  const { left, right, operator } = expression
  const general = compileOperator(operator, compiler.compile(left), compiler.compile(right))
  const isNameEqualsText =
    operator === '=' && left.kind === 'member' && left.target === undefined && right.kind === 'literal'
  if (!isNameEqualsText || right.type !== 'string' || isResourceType(left.name)) return general
  const test = compileNameEquals(left.name, right.text, general.test)
  return { ...general, all: test, one: test, test }
}
