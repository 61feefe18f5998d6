import { conditionOf, firstOf } from './path-value.ts'

/** What a running path can see besides its input. One object per view, changed in place. */
export interface PathScope {
  /** The resource that the view runs over (`%resource`, `%rootResource`, `%context`). */
  resource: unknown
  /** `%rowIndex`: place of the element in the nearest `forEach`, `forEachOrNull` or `repeat`. */
  rowIndex: number
  /** `$index`: place of the element in the nearest `where`, `select` and the like. */
  index: number
}

/** Evaluates to a value as described in `path-value.ts`. */
export type PathClosure = (input: unknown, scope: PathScope) => unknown

/** A compiled expression, with the ways to run it that its users need. */
export interface CompiledPath {
  /** FHIR or FHIRPath type of the result, where the text tells it. */
  readonly type: string | undefined
  /** The whole result. */
  readonly all: PathClosure
  /** Its first item, found without building the rest. */
  readonly one: PathClosure
  /** The result as a condition with three values. */
  readonly test: (input: unknown, scope: PathScope) => boolean | undefined
}

/** Fills in `one` and `test` where there is no faster way. */
export function compiledPath(
  type: string | undefined,
  all: PathClosure,
  faster: { readonly one?: PathClosure; readonly test?: CompiledPath['test'] } = {}
): CompiledPath {
  return {
    type,
    all,
    one: faster.one ?? ((input, scope) => firstOf(all(input, scope))),
    test: faster.test ?? ((input, scope) => conditionOf(all(input, scope)))
  }
}

/** A result that is one item or none. */
export function compiledItem(type: string | undefined, all: PathClosure): CompiledPath {
  return compiledPath(type, all, { one: all })
}

/** A result that is true, false or empty. */
export function compiledTest(test: CompiledPath['test']): CompiledPath {
  return { type: 'boolean', all: test, one: test, test }
}
