import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { spend } from '../library/budget.ts'
import { text, type ElmNode } from '../library/elm-node.ts'
import { add, divide, multiply, subtract } from '../operators/arithmetic.ts'
import { compare, toDecimal } from '../operators/compare.ts'
import { equal } from '../operators/equal.ts'
import { power } from '../operators/mathematics.ts'
import { asList } from '../operators/lists.ts'
import type { Evaluate } from '../runtime/run.ts'
import type { NodeCompiler, NodeFamily, Scope } from '../runtime/scope.ts'
import { Decimal } from '../values/decimal.ts'
import { Quantity } from '../values/quantity.ts'
import type { Value } from '../values/value.ts'
import { fhirProperty } from '../fhir/fhir-elements.ts'
import type { Known } from './strict.ts'

/** An aggregate over the elements that are not null; a null list counts as empty. */
function aggregate(apply: (items: readonly Known[]) => Value): NodeCompiler {
  return (node: ElmNode, scope: Scope): Evaluate => {
    const source = scope.required(node, 'source')
    const path = text(node, 'path')
    return (run) => {
      const items = asList(source(run))
      const values = path === undefined ? items : items.map((item) => fhirProperty(item, path))
      return apply(values.filter((item) => item !== null))
    }
  }
}

function reduced(items: readonly Known[], join: (a: Value, b: Value) => Value): Value {
  return items.length === 0 ? null : items.slice(1).reduce<Value>((sum, item) => join(sum, item), items[0]!)
}

function extreme(sign: 1 | -1): NodeCompiler {
  return aggregate((items) => reduced(items, (best, item) => ((compare(item, best) ?? 0) * sign > 0 ? item : best)))
}

/** Numbers as decimals, for means and deviations; quantities keep their unit. */
function widened(items: readonly Known[]): readonly Known[] {
  return items.map((item) => (item instanceof Quantity ? item : (toDecimal(item) ?? item)))
}

function mean(items: readonly Known[]): Value {
  return items.length === 0 ? null : divide(reduced(widened(items), add), items.length)
}

/** Mean squared deviation from the mean, by `n` or `n - 1`. */
function variance(items: readonly Known[], sample: 0 | 1): Value {
  if (items.length === 0 || (sample === 1 && items.length === 1)) return null
  const middle = mean(items)
  const squares = widened(items).map((item) => {
    const difference = subtract(item, middle)
    return difference instanceof Quantity
      ? new Quantity(difference.value.times(difference.value) ?? difference.value, difference.unit)
      : (multiply(difference, difference) as Known)
  })
  return divide(reduced(squares, add), items.length - sample)
}

function squareRoot(value: Value): Value {
  const half = new Decimal(50_000_000n, 1)
  if (!(value instanceof Quantity)) return power(value, half)
  const root = power(value.value, half)
  return root instanceof Decimal ? new Quantity(root, value.unit) : null
}

function median(items: readonly Known[]): Value {
  if (items.length === 0) return null
  const sorted = [...widened(items)].sort((a, b) => compare(a, b) ?? 0)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : divide(add(sorted[middle - 1]!, sorted[middle]!), 2)
}

function mode(items: readonly Known[]): Value {
  let best: Value = null
  let maxCount = 0
  spend(items.length * items.length)
  const counted = items.map((item) => ({ item, count: items.filter((other) => equal(item, other) === true).length }))
  for (const { item, count } of counted) {
    if (count > maxCount || (count === maxCount && (compare(item, best) ?? 0) < 0)) {
      best = item
      maxCount = count
    }
  }
  return best
}

function geometricMean(items: readonly Known[]): Value {
  if (items.length === 0) return null
  const product = reduced(widened(items), multiply)
  return power(product, divide(1, items.length))
}

/** Functions that make one value of a list. */
export const aggregateNodes: NodeFamily = {
  Count: aggregate((items) => items.length),
  Sum: aggregate((items) => reduced(items, add)),
  Product: aggregate((items) => reduced(items, multiply)),
  Min: extreme(-1),
  Max: extreme(1),
  Avg: aggregate(mean),
  Median: aggregate(median),
  Mode: aggregate(mode),
  GeometricMean: aggregate(geometricMean),
  Variance: aggregate((items) => variance(items, 1)),
  PopulationVariance: aggregate((items) => variance(items, 0)),
  StdDev: aggregate((items) => squareRoot(variance(items, 1))),
  PopulationStdDev: aggregate((items) => squareRoot(variance(items, 0))),
  AllTrue: aggregate((items) => !items.includes(false)),
  AnyTrue: aggregate((items) => items.includes(true)),
  Aggregate: (node, scope) => {
    const source = scope.required(node, 'source')
    const initial = scope.optional(node, 'initialValue')
    const item = scope.with(text(node, 'scope') ?? '$this')
    const index = item.scope.with('$index')
    const total = index.scope.with('$total')
    const body = total.scope.required(node, 'iteration')
    return (run) => {
      let result = initial?.(run) ?? null
      for (const [position, value] of asList(source(run)).entries()) {
        run.frame[item.slot] = value
        run.frame[index.slot] = position
        run.frame[total.slot] = result
        result = body(run)
      }
      return result
    }
  },
  Total: (node, scope) => {
    const slot = scope.slot('$total')
    if (slot === undefined) throw scope.error(node, m.thereIsNoRunningTotalHere)
    return (run) => run.frame[slot] ?? null
  }
}
