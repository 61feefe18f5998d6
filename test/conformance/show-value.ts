import { toText } from '#engine/cql/elm/operators/conversions.ts'
import { Code, Concept } from '#engine/cql/elm/values/code.ts'
import { Interval, Tuple, Uncertainty, isList, typeName, type Value } from '#engine/cql/elm/values/value.ts'

/** A value as a reader of test results wants to see it. */
export function show(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'bigint') return `${value}L`
  if (isList(value)) return `{ ${value.map(show).join(', ')} }`
  if (value instanceof Interval) {
    const [open, close] = [value.lowClosed ? '[' : '(', value.highClosed ? ']' : ')']
    return `Interval${open}${show(value.low)}, ${show(value.high)}${close}`
  }
  if (value instanceof Uncertainty) return `Uncertain[${show(value.low)}, ${show(value.high)}]`
  if (value instanceof Tuple)
    return `{ ${[...value.elements].map(([name, item]) => `${name}: ${show(item)}`).join(', ')} }`
  if (value instanceof Code) return `Code ${value.code}`
  if (value instanceof Concept) return `Concept { ${value.codes.map(show).join(', ')} }`
  return toText(value) ?? typeName(value)
}
