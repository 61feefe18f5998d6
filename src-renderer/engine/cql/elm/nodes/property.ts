import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { defined } from '#shared/language/defined.ts'
import { isNode, text, type ElmNode } from '../library/elm-node.ts'
import { runtimeError } from '../library/elm-error.ts'
import { elementReader, fhirProperty } from '../fhir/fhir-elements.ts'
import type { FhirValues } from '../fhir/fhir-values.ts'
import type { Evaluate } from '../runtime/run.ts'
import type { NodeFamily, Scope } from '../runtime/scope.ts'
import { Code, CodeSystem, Concept, ValueSet } from '../values/code.ts'
import { FhirElement, type FhirObject } from '../values/fhir-element.ts'
import { Interval, Tuple, isList, typeName, type Value } from '../values/value.ts'
import { Quantity, Ratio } from '../values/quantity.ts'
import { SystemValue } from '../values/system-value.ts'

/** Elements of System values by their names in the System model. */
function systemProperty(value: SystemValue, name: string): Value | undefined {
  if (value instanceof Tuple) return value.elements.get(name) ?? null
  if (value instanceof Interval) {
    if (name === 'low') return value.low
    if (name === 'high') return value.high
    return name === 'lowClosed' ? value.lowClosed : name === 'highClosed' ? value.highClosed : undefined
  }
  if (value instanceof Quantity) return name === 'value' ? value.value : name === 'unit' ? value.unit : undefined
  if (value instanceof Ratio) {
    return name === 'numerator' ? value.numerator : name === 'denominator' ? value.denominator : undefined
  }
  if (value instanceof Concept) {
    return name === 'codes' ? value.codes : name === 'display' ? (value.display ?? null) : undefined
  }
  if (value instanceof Code) {
    if (name === 'code') return value.code
    return name === 'system' || name === 'version' || name === 'display' ? (value[name] ?? null) : undefined
  }
  if (value instanceof ValueSet || value instanceof CodeSystem) {
    return name === 'id' ? value.id : name === 'version' ? (value.version ?? null) : undefined
  }
  return undefined
}

/** One step of a path. `.value` of a primitive is its System value. @throws ElmError for an element that is none */
function step(name: string, values: FhirValues): (source: Value) => Value {
  const read = elementReader(name)
  const isValue = name === 'value'
  return (source) => {
    if (source === null) return null
    if (typeof source !== 'object') return isValue ? values.primitive(source) : null
    if (source instanceof FhirElement) {
      const { json } = source
      if (typeof json === 'object' && json !== null && !Array.isArray(json)) return read(json as FhirObject)
      return isValue ? values.primitive(source) : null
    }
    if (source instanceof SystemValue) {
      const value = systemProperty(source, name)
      if (value === undefined) throw runtimeError(m.hasNoElement(typeName(source), name))
      return value
    }
    return isList(source) ? fhirProperty(source, name) : read(source)
  }
}

/** Follows a path such as `medication.reference.value`. */
function follow(names: readonly string[], values: FhirValues): (source: Value) => Value {
  const steps = names.map((name) => step(name, values))
  const [first, second] = steps
  if (steps.length === 1) return defined(first)
  if (steps.length === 2) return (source) => defined(second)(defined(first)(source))
  return (source) => steps.reduce<Value>((value, next) => next(value), source)
}

function compileProperty(node: ElmNode, scope: Scope): Evaluate {
  const read = follow((text(node, 'path') ?? '').split('.'), scope.linker.fhir)
  if (isNode(node['source'])) {
    const source = scope.compile(node['source'])
    return (run) => read(source(run))
  }
  const name = text(node, 'scope') ?? ''
  const slot = scope.slot(name)
  if (slot === undefined) throw scope.error(node, m.isNotKnownHere(name))
  return (run) => read(run.frame[slot] ?? null)
}

/** Elements of values. */
export const propertyNodes: NodeFamily = {
  Property: compileProperty,
  // Inside `sort by` a bare name is an element of what is sorted.
  IdentifierRef: (node, scope) => {
    const name = text(node, 'name') ?? ''
    const slot = scope.slot(name)
    if (slot !== undefined) return (run) => run.frame[slot] ?? null
    const sorted = scope.slot('$this')
    if (sorted === undefined) throw scope.error(node, m.isNotKnownHere(name))
    const read = follow(name.split('.'), scope.linker.fhir)
    return (run) => read(run.frame[sorted] ?? null)
  }
}

/** The value that `sort by` a column compares. */
export function columnValue(path: string, values: FhirValues): (item: Value) => Value {
  const read = follow(path.split('.'), values)
  return (item) => {
    const value = read(item)
    return value instanceof SystemValue && !(value instanceof FhirElement) ? value : values.toValue(value)
  }
}
