import { compiledItem, compiledPath, type CompiledPath, type PathClosure } from './compiled-path.ts'
import { decimalText } from './decimal-text.ts'
import { decimalBoundary, temporalBoundary, type Boundary } from './path-boundaries.ts'
import type { PathExpression } from './path-expression.ts'
import { argument, required, type FunctionCall } from './path-function.ts'
import { typeArgument } from './path-of-type.ts'
import { compileWhere } from './path-selection.ts'
import { compileExtensionStep, compileStep, filterItems } from './path-steps.ts'
import { isObject, itemsOf, onlyOf } from './path-value.ts'
import { referenceKey } from './reference-key.ts'

/** `extension(url)`: extensions of an element, also of a primitive one. */
export function compileExtension(call: FunctionCall): CompiledPath {
  const url = required(call, 0)
  const element = call.targetExpression
  const extensions =
    element?.kind === 'member'
      ? compileExtensionStep(element.target && call.compiler.compile(element.target), element.name)
      : compileStep(call.target, 'extension')
  const literal = call.args[0]?.kind === 'literal' ? call.args[0].value : undefined
  if (literal !== undefined) {
    return compileWhere(extensions, (item) => isObject(item) && item['url'] === literal)
  }
  const all: PathClosure = (input, scope) => {
    const wanted = onlyOf(url.all(input, scope))
    return filterItems(extensions.all(input, scope), (item) => isObject(item) && item['url'] === wanted)
  }
  return compiledPath('Extension', all)
}

/** `lowBoundary([digits])` and `highBoundary([digits])`. */
export function compileBoundary(call: FunctionCall, end: Boundary): CompiledPath {
  call.compiler.needDecimalText()
  const digitsOf = argument(call, 0)
  const type = call.target.type ?? call.compiler.expectedType
  const written = compileDecimalText(call)
  return compiledItem(type, (input, scope) => {
    const value = onlyOf(call.target.all(input, scope))
    const digits = digitsOf === undefined ? undefined : onlyOf(digitsOf.all(input, scope))
    if (digits !== undefined && typeof digits !== 'number') return undefined
    if (typeof value === 'number') return decimalBoundary(written(input, scope, value), end, digits)
    return typeof value === 'string' ? temporalBoundary(value, type, end, digits) : undefined
  })
}

/** Finds how a decimal was written: from the literal, or from the object that holds the element. */
function compileDecimalText(
  call: FunctionCall
): (input: unknown, scope: Parameters<PathClosure>[1], value: number) => string {
  const element = withoutSelection(call.targetExpression)
  if (element?.kind === 'literal') return () => element.text
  if (element?.kind !== 'member') return (_input, _scope, value) => String(value)
  const { name } = element
  const holders: PathClosure =
    element.target === undefined ? (input) => input : call.compiler.compile(element.target).all
  return (input, scope, value) => {
    const holder = itemsOf(holders(input, scope)).find((item) => isObject(item) && item[name] === value)
    return isObject(holder) ? decimalText(holder, name, value) : String(value)
  }
}

/** `value.first()` and `value[0]` stand for `value` when its text is looked up. */
function withoutSelection(expression: PathExpression | undefined): PathExpression | undefined {
  if (expression?.kind === 'index') return withoutSelection(expression.target)
  const selects = expression?.kind === 'call' && ['first', 'single', 'last', 'ofType'].includes(expression.name)
  return selects ? withoutSelection(expression.target) : expression
}

/** `getReferenceKey([type])`. */
export function compileReferenceKey(call: FunctionCall): CompiledPath {
  const type = call.args[0] === undefined ? undefined : typeArgument(call.args[0], call.compiler)
  const keyOf = (item: unknown) => referenceKey(item, type)
  return compiledPath('id', (input, scope) => {
    const value = call.target.all(input, scope)
    if (!Array.isArray(value)) return keyOf(value)
    const keys = itemsOf(value).flatMap((item) => keyOf(item) ?? [])
    return keys.length > 1 ? keys : keys[0]
  })
}

/** `getResourceKey()`: the id of a resource. */
export function compileResourceKey({ target }: FunctionCall): CompiledPath {
  return compiledItem('id', (input, scope) => {
    const resource = onlyOf(target.all(input, scope))
    const id = isObject(resource) && typeof resource['resourceType'] === 'string' ? resource['id'] : undefined
    return typeof id === 'string' ? id : undefined
  })
}
