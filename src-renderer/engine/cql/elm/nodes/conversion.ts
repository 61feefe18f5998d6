import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { runtimeError } from '../library/elm-error.ts'
import { isElmObject, text, type ElmNode } from '../library/elm-node.ts'
import { isExtensionClass } from '../fhir/model-types.ts'
import { convertTo } from '../operators/conversions.ts'
import { convertQuantity } from '../operators/quantities.ts'
import type { NodeCompiler, NodeFamily, Scope } from '../runtime/scope.ts'
import { bareName, isSystemType } from '../library/qualified-name.ts'
import { namedTypeTest, typeTest, widened, type TypeTest } from '../runtime/types.ts'
import { FhirElement } from '../values/fhir-element.ts'
import { Quantity } from '../values/quantity.ts'
import { typeName } from '../values/value.ts'

/** The type that a node names directly or by a specifier. */
function namedBy(
  node: ElmNode,
  key: string
): { readonly test: TypeTest; readonly bare: string; readonly specifier: unknown } {
  const name = text(node, key)
  if (name !== undefined) return { test: namedTypeTest(name), bare: systemBare(name), specifier: name }
  const specifier = node[`${key}Specifier`]
  const inner =
    isElmObject(specifier) && specifier['type'] === 'NamedTypeSpecifier' ? text(specifier, 'name') : undefined
  return { test: typeTest(specifier), bare: inner === undefined ? '' : systemBare(inner), specifier }
}

function systemBare(name: string): string {
  return isSystemType(name) ? bareName(name) : ''
}

/**
 * Casts of a whole list or to a choice leave a value alone: its elements keep their own types. So do those to a class of an
 * extension, whose value stands in for it.
 */
function castsNothing(specifier: unknown): boolean {
  if (typeof specifier === 'string') return !isSystemType(specifier) && isExtensionClass(specifier)
  if (!isElmObject(specifier)) return false
  return specifier['type'] === 'ListTypeSpecifier' || specifier['type'] === 'ChoiceTypeSpecifier'
}

const compileAs: NodeCompiler = (node, scope) => {
  const operand = scope.required(node, 'operand')
  const { test, bare, specifier } = namedBy(node, 'asType')
  if (castsNothing(specifier)) return operand
  const strict = node['strict'] === true
  const values = scope.linker.fhir
  return (run) => {
    const value = operand(run)
    if (value === null || test(value)) return value
    const wide = widened(value, bare)
    if (wide !== undefined) return wide
    if (value instanceof FhirElement && bare !== '') {
      const converted = values.toValue(value)
      if (converted !== null && test(converted)) return converted
    }
    if (strict) throw runtimeError(m.cannotBeCastTo(typeName(value), bare === '' ? m.thisType : bare))
    return null
  }
}

const compileIs: NodeCompiler = (node, scope) => {
  const operand = scope.required(node, 'operand')
  const { test } = namedBy(node, 'isType')
  return (run) => {
    const value = operand(run)
    return value === null ? false : test(value)
  }
}

/** Conversion to a System type named by the node or fixed by its kind; FHIR primitives are converted by their System value. */
function conversion(type?: string): NodeCompiler {
  return (node, scope) => {
    const operand = scope.required(node, 'operand')
    const target = type ?? namedBy(node, 'toType').bare
    const { zone, fhir } = scope.linker
    return (run) => {
      const value = operand(run)
      return convertTo(value instanceof FhirElement ? fhir.toValue(value) : value, target, zone)
    }
  }
}

/** Whether a conversion would give a value. */
function convertible(type?: string): NodeCompiler {
  return (node: ElmNode, scope: Scope) => {
    const convert = conversion(type)(node, scope)
    const operand = scope.required(node, 'operand')
    return (run) => (operand(run) === null ? null : convert(run) !== null)
  }
}

const targets = ['Boolean', 'Integer', 'Long', 'Decimal', 'String', 'Quantity', 'Ratio', 'Date', 'DateTime', 'Time']

/** Casts, tests of type and conversions. */
export const conversionNodes: NodeFamily = {
  As: compileAs,
  Is: compileIs,
  Convert: conversion(),
  CanConvert: convertible(),
  ToConcept: conversion('Concept'),
  ...Object.fromEntries(targets.map((type) => [`To${type}`, conversion(type)])),
  ...Object.fromEntries(targets.map((type) => [`ConvertsTo${type}`, convertible(type)])),
  ToChars: (node, scope) => {
    const operand = scope.required(node, 'operand')
    return (run) => {
      const value = operand(run)
      return typeof value === 'string' ? Array.from(value) : null
    }
  },
  ConvertQuantity: (node, scope) => {
    const [value, unit] = scope.pair(node)
    return (run) => {
      const [quantity, to] = [value(run), unit(run)]
      return quantity instanceof Quantity && typeof to === 'string' ? (convertQuantity(quantity, to) ?? null) : null
    }
  },
  CanConvertQuantity: (node, scope) => {
    const [value, unit] = scope.pair(node)
    return (run) => {
      const [quantity, to] = [value(run), unit(run)]
      if (!(quantity instanceof Quantity) || typeof to !== 'string') return null
      return convertQuantity(quantity, to) !== undefined
    }
  }
}
