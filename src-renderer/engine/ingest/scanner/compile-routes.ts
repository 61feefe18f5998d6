import { engineIngestScannerMessages as m } from '#messages/engine/ingest/scanner.ts'
import { parsePath } from '../../views/parse-path.ts'
import type { PathCall, PathExpression } from '../../views/path-expression.ts'
import { choiceName, isChoiceElement, plainTypeName } from '../../views/path-types.ts'
import { isResourceType } from '../../base/fhir/resource-types.ts'
import { elementNode, memberOf, NotScannable, plainMember, type ElementNode } from './element-tree.ts'
import type { Condition, LoopLevel, ScanRoute, Source, Step, Template } from './scan-plan.ts'

/** Where paths begin: the resource, and the current element. */
export interface RouteScope {
  readonly root: ElementNode
  readonly node: ElementNode
  readonly context: number
  /** The loop whose elements `%rowIndex` counts. */
  readonly loop: LoopLevel
}

/** A path that may go on: its last name is not yet known to be a plain value or an object. */
interface Walk {
  readonly context: number
  readonly node: ElementNode
  readonly steps: readonly Step[]
  readonly last: string | undefined
}

/** What an expression compiles to: alternatives in order of preference. */
interface Walks {
  readonly walks: readonly Walk[]
  /** Only the first item of the whole is wanted. */
  readonly first: boolean
}

/** In place of a context: the element that a condition is about. */
const ELEMENT = -1

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype))

/** @throws NotScannable */
function refuse(reason: string): never {
  throw new NotScannable(reason)
}

/** The walk inside the object that its last name stands for. */
function entered(walk: Walk): Walk & { readonly last: undefined } {
  if (walk.last === undefined) return { ...walk, last: undefined }
  const member = memberOf(walk.node, walk.last, 'object')
  const step: Step = { kind: 'objects', member, of: walk.node }
  return { context: walk.context, node: member.node ?? elementNode(), steps: [...walk.steps, step], last: undefined }
}

/** Only the first item so far. */
function firstOf(walk: Walk): Walk {
  const inside = entered(walk)
  return { ...inside, steps: [...inside.steps, { kind: 'first' }] }
}

function named(walk: Walk, name: string): Walk {
  if (inherited.has(name)) refuse(m.isANameThatNeedsCare(name))
  const inside = entered(walk)
  if (isChoiceElement(name)) inside.node.guards.add(name)
  return { ...inside, last: name }
}

function typed(walk: Walk, name: string, type: string): Walk {
  const inside = entered(walk)
  const choice = choiceName(name, type)
  if (isResourceType(type)) {
    memberOf(inside.node, choice, 'refuse')
    const items = entered({ ...inside, last: name })
    const member = plainMember(items.node, 'resourceType')
    const condition: Condition = { kind: 'equal', member, of: items.node, text: type }
    return { ...items, steps: [...items.steps, { kind: 'where', condition }] }
  }
  // The element without its type is not FHIR, but counts where the other is missing.
  if (isChoiceElement(name)) memberOf(inside.node, name, 'refuse')
  else refuse(m.isNoChoiceOfTypes(name))
  return { ...inside, last: choice }
}

/** Compiles an expression to walks. @throws NotScannable when the scanner cannot do what it says */
function walksOf(expression: PathExpression, scope: RouteScope): Walks {
  const start: Walk = { context: scope.context, node: scope.node, steps: [], last: undefined }
  switch (expression.kind) {
    case 'constant':
      if (expression.name !== 'resource') refuse(`%${expression.name}`)
      return { walks: [{ context: 0, node: scope.root, steps: [], last: undefined }], first: false }
    case 'member': {
      const target =
        expression.target === undefined ? { walks: [start], first: false } : walksOf(expression.target, scope)
      return { walks: onward(target).map((walk) => named(walk, expression.name)), first: false }
    }
    case 'binary': {
      if (expression.operator !== '|') refuse(m.theOperatorOperator(expression.operator))
      const sides = [walksOf(expression.left, scope), walksOf(expression.right, scope)]
      return { walks: sides.flatMap((side) => onward(side)), first: false }
    }
    case 'call':
      return callOf(expression, scope, start)
    default:
      return refuse(m.anExpressionOfTheKind(expression.kind))
  }
}

/** Alternatives that go on; the first of several alternatives cannot. */
function onward({ walks, first }: Walks): readonly Walk[] {
  if (!first) return walks
  if (walks.length !== 1) refuse(m.aPathThatGoesOnBehind)
  return walks.map(firstOf)
}

function callOf(call: PathCall, scope: RouteScope, start: Walk): Walks {
  const target = (): Walks =>
    call.target === undefined ? { walks: [start], first: false } : walksOf(call.target, scope)
  switch (call.name) {
    case 'first':
      return { ...target(), first: true }
    case 'ofType': {
      const operand = call.target
      const written = call.args[0]
      const type = written?.kind === 'member' && written.target === undefined ? plainTypeName(written.name) : undefined
      if (operand?.kind !== 'member' || type === undefined) return refuse(m.ofTypeOfAnExpression)
      const holders = operand.target === undefined ? [start] : onward(walksOf(operand.target, scope))
      return { walks: holders.map((walk) => typed(walk, operand.name, type)), first: false }
    }
    case 'where':
      return {
        walks: onward(target()).map((walk) => {
          const inside = entered(walk)
          const condition = conditionOf(call.args[0]!, { ...scope, node: inside.node, context: ELEMENT })
          return { ...inside, steps: [...inside.steps, { kind: 'where', condition }] }
        }),
        first: false
      }
    case 'extension': {
      const url = call.args[0]
      if (url?.kind !== 'literal' || url.type !== 'string' || call.target?.kind === 'member')
        return refuse(m.extensionOfAnElement)
      return {
        walks: onward(target()).map((walk) => {
          const inside = entered({ ...entered(walk), last: 'extension' })
          const member = plainMember(inside.node, 'url')
          const condition: Condition = { kind: 'equal', member, of: inside.node, text: url.text }
          return { ...inside, steps: [...inside.steps, { kind: 'where', condition }] }
        }),
        first: false
      }
    }
    default:
      return refuse(m.theFunctionName(call.name))
  }
}

/** Compiles a condition on the current element. @throws NotScannable */
function conditionOf(expression: PathExpression, scope: RouteScope): Condition {
  if (expression.kind === 'binary') {
    const { operator, left, right } = expression
    if (operator === 'and' || operator === 'or') {
      return { kind: operator, left: conditionOf(left, scope), right: conditionOf(right, scope) }
    }
    if ((operator === '=' || operator === '!=') && right.kind === 'literal') {
      const { member, of } = leafOf(left, scope)
      if (right.type === 'string') return { kind: operator === '=' ? 'equal' : 'unequal', member, of, text: right.text }
      if (right.type === 'boolean' && operator === '=') return { kind: 'is', member, of, value: right.value === true }
    }
  }
  if (expression.kind === 'call' && expression.target !== undefined) {
    if (expression.name === 'empty') return { kind: 'empty', ...leafOf(expression.target, scope) }
    if (expression.name === 'exists' && expression.args.length === 0) {
      const { walks } = walksOf(expression.target, scope)
      if (walks.length === 1 && walks[0]!.context === scope.context)
        return { kind: 'exists', steps: ended(walks[0]!).steps }
    }
  }
  return refuse(m.aConditionOfAnotherKind)
}

/** The plain member of the current element that an expression names. */
function leafOf(expression: PathExpression, scope: RouteScope) {
  const { walks, first } = walksOf(expression, scope)
  const { steps, context } = ended(walks[0]!)
  const step = steps[0]
  if (walks.length !== 1 || first || steps.length !== 1 || context !== scope.context || step?.kind !== 'value') {
    return refuse(m.aConditionOnSomethingDeeper)
  }
  return { member: step.member, of: step.of }
}

/** The walk as a path to a plain value, unless it ends in objects already. */
function ended(walk: Walk): Walk {
  if (walk.last === undefined) return walk
  const step: Step = { kind: 'value', member: memberOf(walk.node, walk.last, 'leaf'), of: walk.node }
  return { ...walk, steps: [...walk.steps, step], last: undefined }
}

function route(walk: Walk, first: boolean): ScanRoute {
  return { context: walk.context, first, steps: walk.steps }
}

/** Compiles a path to plain values. Several alternatives are allowed where the first value is asked for. */
export function valueSource(path: string, scope: RouteScope): Source {
  const { walks, first } = walksOf(parsePath(path), scope)
  if (walks.length > 1 && !first) refuse(m.aUnionOfValues)
  return walks.map((walk) => {
    if (walk.last === undefined) refuse(m.aPathThatEndsInObjects)
    return route(ended(walk), first)
  })
}

/** Compiles a path to objects. @returns the source, and the members of what it leads to */
export function objectSource(path: string, scope: RouteScope): { readonly source: Source; readonly node: ElementNode } {
  return objectRoutes(parsePath(path), scope)
}

/** Compiles an expression whose value is objects. @returns the source, and the members of what it leads to */
export function objectRoutes(
  expression: PathExpression,
  scope: RouteScope
): { readonly source: Source; readonly node: ElementNode } {
  const { walks, first } = walksOf(expression, scope)
  const inside = walks.map(entered)
  if (walks.length > 1 && !first) refuse(m.aUnionOfObjects)
  return { source: inside.map((walk) => route(walk, first)), node: joined(inside.map((walk) => walk.node)) }
}

/** Compiles a path to references, all of which are looked at in order. */
export function referenceSource(
  path: string,
  scope: RouteScope
): { readonly source: Source; readonly nodes: readonly ElementNode[] } {
  const { walks, first } = walksOf(parsePath(path), scope)
  if (walks.length > 1 && first) refuse(m.theFirstOfAUnionOf)
  const inside = walks.map(entered)
  return { source: inside.map((walk) => route(walk, first)), nodes: inside.map((walk) => walk.node) }
}

/** Elements that several paths lead to are read alike only where they are the same. */
function joined(nodes: readonly ElementNode[]): ElementNode {
  const node = nodes[0]!
  if (nodes.some((other) => other !== node)) refuse(m.aUnionOfDifferentElements)
  return node
}

/** Compiles a text, or texts joined by `+`. */
export function template(path: string, scope: RouteScope): Template | undefined {
  const parts = (expression: PathExpression): Template | undefined => {
    if (expression.kind === 'literal') return expression.type === 'string' ? [expression.text] : undefined
    if (expression.kind !== 'binary' || expression.operator !== '+') return undefined
    const side = (part: PathExpression): Template => {
      const inner = parts(part)
      if (inner !== undefined) return inner
      const { walks, first } = walksOf(part, scope)
      return [walks.map((walk) => route(ended(walk), first))]
    }
    return [...side(expression.left), ...side(expression.right)]
  }
  return parts(parsePath(path))
}

/** Compiles a path whose value is true or false; undefined when it names an element. */
export function conditionOfPath(path: string, scope: RouteScope): Condition | undefined {
  const expression = parsePath(path)
  return expression.kind === 'binary' ? conditionOf(expression, scope) : undefined
}

/** Whether the path asks for the id of the resource itself. */
export function isOwnKey(path: string): boolean {
  const expression = parsePath(path)
  return expression.kind === 'call' && expression.name === 'getResourceKey' && expression.target === undefined
}
