import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { compiledItem, compiledPath, compiledTest, type CompiledPath, type PathClosure } from './compiled-path.ts'
import { compileBoundary, compileExtension, compileReferenceKey, compileResourceKey } from './fhir-functions.ts'
import type { PathCompiler } from './path-compiler.ts'
import type { PathCall } from './path-expression.ts'
import { argument, required, type PathFunction } from './path-function.ts'
import { compileOfType, typeArgument } from './path-of-type.ts'
import { distinctItems } from './path-operators.ts'
import {
  compileAll,
  compileEmpty,
  compileExists,
  compileRepeat,
  compileSelect,
  compileSlice,
  compileWhere
} from './path-selection.ts'
import { isObject, itemsOf, onlyOf } from './path-value.ts'
import { textFunctions } from './text-functions.ts'

/** Compiles a function call. @throws AppError for an unknown function or a wrong number of arguments */
export function compileCall(call: PathCall, target: CompiledPath, compiler: PathCompiler): CompiledPath {
  const found = functions.get(call.name)
  if (found === undefined) throw compiler.error(call.at, m.thereIsNoFunction(call.name))
  const [min, max] = found.arity
  if (call.args.length < min || call.args.length > max) {
    throw compiler.error(call.at, m.takesArgumentsAndHas(call.name, [min, max], call.args.length))
  }
  return found.compile({ target, targetExpression: call.target, args: call.args, at: call.at, compiler })
}

const nothing: PathClosure = () => undefined

/** FHIRPath functions by name: those that SQL on FHIR requires (§ Supported FHIRPath functionality), and common others. */
const functions: ReadonlyMap<string, PathFunction> = new Map(
  Object.entries<PathFunction>({
    where: { arity: [1, 1], compile: (call) => compileWhere(call.target, required(call, 0).test) },
    select: { arity: [1, 1], compile: (call) => compileSelect(call.target, required(call, 0)) },
    repeat: { arity: [1, 1], compile: (call) => compileRepeat(call.target, required(call, 0)) },
    exists: { arity: [0, 1], compile: (call) => compileExists(call.target, argument(call, 0)?.test) },
    all: { arity: [1, 1], compile: (call) => compileAll(call.target, required(call, 0).test) },
    empty: { arity: [0, 0], compile: (call) => compileEmpty(call.target) },
    not: {
      arity: [0, 0],
      compile: ({ target }) =>
        compiledTest((input, scope) => {
          const value = target.test(input, scope)
          return value === undefined ? undefined : !value
        })
    },
    count: {
      arity: [0, 0],
      compile: ({ target }) => compiledItem('integer', (input, scope) => itemsOf(target.all(input, scope)).length)
    },
    hasValue: {
      arity: [0, 0],
      compile: ({ target }) =>
        compiledTest((input, scope) => {
          const item = onlyOf(target.all(input, scope))
          return item !== undefined && !isObject(item)
        })
    },
    first: { arity: [0, 0], compile: ({ target }) => compiledItem(target.type, target.one) },
    last: {
      arity: [0, 0],
      compile: ({ target }) => compiledItem(target.type, (input, scope) => itemsOf(target.all(input, scope)).at(-1))
    },
    single: {
      arity: [0, 0],
      compile: ({ target }) => compiledItem(target.type, (input, scope) => onlyOf(target.all(input, scope)))
    },
    tail: {
      arity: [0, 0],
      compile: ({ target }) =>
        compileSlice(
          target,
          (items) => items.slice(1),
          () => 1
        )
    },
    skip: {
      arity: [1, 1],
      compile: (call) =>
        compileSlice(call.target, (items, count) => items.slice(Math.max(0, count)), required(call, 0).all)
    },
    take: {
      arity: [1, 1],
      compile: (call) =>
        compileSlice(call.target, (items, count) => items.slice(0, Math.max(0, count)), required(call, 0).all)
    },
    distinct: {
      arity: [0, 0],
      compile: ({ target }) => compiledPath(target.type, (input, scope) => distinctItems([target.all(input, scope)]))
    },
    union: {
      arity: [1, 1],
      compile: (call) => {
        const other = required(call, 0)
        return compiledPath(call.target.type, (input, scope) =>
          distinctItems([call.target.all(input, scope), other.all(input, scope)])
        )
      }
    },
    iif: {
      arity: [2, 3],
      compile: (call) => {
        const condition = required(call, 0)
        const [then, otherwise] = [required(call, 1), argument(call, 2)?.all ?? nothing]
        return compiledPath(then.type, (input, scope) => {
          const current = call.targetExpression === undefined ? input : call.target.all(input, scope)
          return condition.test(current, scope) === true ? then.all(current, scope) : otherwise(current, scope)
        })
      }
    },
    ofType: {
      arity: [1, 1],
      compile: (call) => compileOfType(call.targetExpression, typeArgument(call.args[0]!, call.compiler), call.compiler)
    },
    as: {
      arity: [1, 1],
      compile: (call) => compileOfType(call.targetExpression, typeArgument(call.args[0]!, call.compiler), call.compiler)
    },
    is: {
      arity: [1, 1],
      compile: (call) =>
        compileExists(
          compileOfType(call.targetExpression, typeArgument(call.args[0]!, call.compiler), call.compiler),
          undefined
        )
    },
    extension: { arity: [1, 1], compile: compileExtension },
    getResourceKey: { arity: [0, 0], compile: compileResourceKey },
    getReferenceKey: { arity: [0, 1], compile: compileReferenceKey },
    lowBoundary: { arity: [0, 1], compile: (call) => compileBoundary(call, 'low') },
    highBoundary: { arity: [0, 1], compile: (call) => compileBoundary(call, 'high') },
    ...textFunctions
  })
)
