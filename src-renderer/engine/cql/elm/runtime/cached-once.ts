import type { Dependence } from '../library/dependence.ts'
import { isNode, type ElmNode } from '../library/elm-node.ts'
import type { Evaluate, Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Value } from '../values/value.ts'

/** Expressions whose value is at hand, so that keeping it would cost more. */
const cheap: ReadonlySet<string> = new Set([
  'Literal',
  'Null',
  'Quantity',
  'ValueSetRef',
  'CodeSystemRef',
  'CodeRef',
  'ConceptRef',
  'ParameterRef',
  'ExpressionRef',
  'Retrieve'
])

/** Evaluates for the first patient of a period and keeps the value for all. */
export function oncePerPeriod(evaluate: Evaluate, cell: number): Evaluate {
  return (run) => {
    const { shared } = run
    let value = shared[cell]
    if (value === undefined) {
      value = evaluate(run)
      while (shared.length <= cell) shared.push(undefined)
      shared[cell] = value
    }
    return value
  }
}

/** Evaluates once per patient: what stands within a query or function and does not depend on its names. */
function oncePerPatient(evaluate: Evaluate, cell: number): Evaluate {
  return (run) => {
    const known = run.memory.value(cell)
    if (known !== undefined) return known
    const value = evaluate(run)
    run.memory.keep(cell, value)
    return value
  }
}

/** Evaluates again only when the value of a slot is another one than last time. */
function againForAnother(evaluate: Evaluate, slot: number): Evaluate {
  let lastRun: Run | undefined
  let last: Value = null
  let value: Value = null
  return (run) => {
    const item = run.frame[slot] ?? null
    if (run === lastRun && item === last) return value
    value = evaluate(run)
    lastRun = run
    last = item
    return value
  }
}

/** Evaluates once for each value that a slot has for a patient. */
function oncePerItem(evaluate: Evaluate, slot: number): Evaluate {
  let lastRun: Run | undefined
  const values = new Map<Value, Value>()
  return (run) => {
    if (run !== lastRun) {
      values.clear()
      lastRun = run
    }
    const item = run.frame[slot] ?? null
    let value = values.get(item)
    if (value === undefined) {
      value = evaluate(run)
      values.set(item, value)
    }
    return value
  }
}

const names: ReadonlySet<string> = new Set(['AliasRef', 'OperandRef', 'QueryLetRef', 'IdentifierRef', 'Current'])

/** Whether an expression only reads a name or an element: that is as quick as finding a value that was kept. */
function isReading(node: ElmNode): boolean {
  return names.has(node.type) || (node.type === 'Property' && !isNode(node['source']))
}

/**
 * Keeps the value of an expression that depends on one name, where its surroundings depend on others too and are
 * evaluated for many values of these.
 */
function keptPerItem(
  node: ElmNode,
  evaluate: Evaluate,
  free: ReadonlySet<string>,
  outer: Dependence | undefined,
  scope: Scope
): Evaluate {
  const [name, another] = free
  if (name === undefined || another !== undefined || isReading(node)) return evaluate
  if (outer === undefined || outer.free.size < 2) return evaluate
  const slot = scope.slot(name)
  if (slot === undefined) return evaluate
  switch (scope.repetition(slot)) {
    case 'again':
      return againForAnother(evaluate, slot)
    case 'often':
      return oncePerItem(evaluate, slot)
    case 'once':
      return evaluate
  }
}

/**
 * Keeps the value of an expression that is the same each time its surroundings are evaluated.
 * @param outer dependence of the surroundings; undefined for a whole define or function
 * @param newCell gives a place for the value
 */
export function cachedOnce(
  node: ElmNode,
  evaluate: Evaluate,
  { patient, free, opaque }: Dependence,
  outer: Dependence | undefined,
  scope: Scope,
  newCell: () => number
): Evaluate {
  if (cheap.has(node.type) || opaque) return evaluate
  if (free.size > 0) return keptPerItem(node, evaluate, free, outer, scope)
  if (!patient) {
    const within = outer !== undefined && !outer.patient && !outer.opaque && outer.free.size === 0
    return within ? evaluate : oncePerPeriod(evaluate, newCell())
  }
  return outer !== undefined && outer.free.size > 0 ? oncePerPatient(evaluate, newCell()) : evaluate
}
