import { engineIngestScannerMessages as m } from '#messages/engine/ingest/scanner.ts'
import { parsePath } from '../../views/parse-path.ts'
import type { PathExpression } from '../../views/path-expression.ts'
import { objectRoutes, type RouteScope } from './compile-routes.ts'
import { NotScannable, type ElementNode } from './element-tree.ts'
import type { ScanLoop } from './scan-plan.ts'

/** Numbers in views beyond this are left to the general path. */
const LARGEST = 1_000_000

/**
 * Compiles the path of a loop over objects, perhaps without the first ones: `item`, `coding.tail()`, `coding.skip(2)`.
 * @returns the loop, and the members of what it leads to
 * @throws NotScannable
 */
export function loopSource(path: string, scope: RouteScope): { readonly loop: ScanLoop; readonly node: ElementNode } {
  const expression = parsePath(path)
  const skipped = skipOf(expression)
  const { source, node } = objectRoutes(skipped?.target ?? expression, scope)
  const route = source[0]!
  if (source.length !== 1 || route.first || route.steps.some(({ kind }) => kind === 'first'))
    throw new NotScannable(m.aLoopOverTheFirstOf)
  return { loop: { route, skip: skipped?.count ?? 0 }, node }
}

/** `target.tail()` and `target.skip(n)`. */
function skipOf(expression: PathExpression): { readonly target: PathExpression; readonly count: number } | undefined {
  if (expression.kind !== 'call' || expression.target === undefined) return undefined
  const { name, target } = expression
  if (name === 'tail') return { target, count: 1 }
  const count = name === 'skip' ? integerOf(expression.args[0]) : undefined
  return count === undefined ? undefined : { target, count }
}

/** Compiles `%rowIndex`, perhaps with a number that is added; undefined for another path. */
export function indexOfPath(path: string): { readonly plus: number } | undefined {
  const expression = parsePath(path)
  const isIndex = (part: PathExpression): boolean => part.kind === 'constant' && part.name === 'rowIndex'
  if (isIndex(expression)) return { plus: 0 }
  if (expression.kind !== 'binary' || expression.operator !== '+' || !isIndex(expression.left)) return undefined
  const plus = integerOf(expression.right)
  return plus === undefined ? undefined : { plus }
}

/** A whole number that is written in a path, neither negative nor large. */
function integerOf(expression: PathExpression | undefined): number | undefined {
  if (expression?.kind !== 'literal' || expression.type !== 'integer') return undefined
  const value = Number(expression.text)
  return value <= LARGEST ? value : undefined
}
