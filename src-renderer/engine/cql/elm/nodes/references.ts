import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { defined } from '#shared/language/defined.ts'
import { isElmObject, text, type ElmNode } from '../library/elm-node.ts'
import { runtimeError } from '../library/elm-error.ts'
import { fhirHelper } from '../fhir/fhir-helpers.ts'
import { chooseFunction } from '../runtime/overloads.ts'
import type { Evaluate } from '../runtime/run.ts'
import { nodesOf, type NodeCompiler, type NodeFamily, type Scope } from '../runtime/scope.ts'
import type { Value } from '../values/value.ts'

function nameOf(node: ElmNode, scope: Scope): string {
  const name = text(node, 'name')
  if (name === undefined) throw scope.error(node, m.namesNothing(node.type))
  return name
}

/** A value in the frame: an alias, a `let` or a function's operand. */
const local: NodeCompiler = (node, scope) => {
  const name = nameOf(node, scope)
  const slot = scope.slot(name)
  if (slot === undefined) throw scope.error(node, m.isNotKnownHere(name))
  return (run) => run.frame[slot] ?? null
}

const compileFunctionRef: NodeCompiler = (node, scope) => {
  const name = nameOf(node, scope)
  const operands = scope.all(node, 'operand')
  const library = scope.linker.included(scope.library, text(node, 'libraryName'))
  if (library.id === 'FHIRHelpers') {
    const helper = fhirHelper(name, node, scope.linker.fhir)
    const [operand] = operands
    if (helper !== undefined && operand !== undefined) return (run) => helper(operand(run))
  }
  const candidates = scope.linker.functions(library, name, operands.length)
  if (candidates.length === 0) {
    throw scope.error(node, m.libraryHasNoFunctionOfOperands(library.id, name, operands.length))
  }
  const chosen = chooseFunction(candidates, node['signature'], nodesOf(node, 'operand'))
  const evaluated = (run: Parameters<Evaluate>[0]): Value[] => operands.map((operand) => operand(run))
  if (chosen.length === 1) {
    const { call } = chosen[0]!.candidate
    const [first, second] = operands
    if (operands.length === 1) return (run) => call(run, [defined(first)(run)])
    if (operands.length === 2) return (run) => call(run, [defined(first)(run), defined(second)(run)])
    return (run) => call(run, evaluated(run))
  }
  // What the types written in the content leave open is decided by the values at hand.
  return (run) => {
    const values = evaluated(run)
    const fitting = chosen.find(({ tests }) => values.every((value, index) => value === null || tests[index]!(value)))
    if (fitting === undefined) throw runtimeError(m.noFunctionTakesTheseOperands(name))
    return fitting.candidate.call(run, values)
  }
}

/** References to defines, functions, parameters and names in sight. */
export const referenceNodes: NodeFamily = {
  ExpressionRef: (node, scope) => {
    const library = scope.linker.included(scope.library, text(node, 'libraryName'))
    const name = nameOf(node, scope)
    if (!library.defines.has(name)) throw scope.error(node, m.libraryHasNo(library.id, name))
    return scope.linker.define(library, name)
  },
  FunctionRef: compileFunctionRef,
  ParameterRef: (node, scope) => {
    const library = scope.linker.included(scope.library, text(node, 'libraryName'))
    const name = nameOf(node, scope)
    if (!library.parameters.has(name)) throw scope.error(node, m.libraryHasNoParameter(library.id, name))
    return scope.linker.parameter(library, name)
  },
  OperandRef: local,
  AliasRef: local,
  QueryLetRef: local
}

/** A member that names something declared, as `{ name, libraryName }`. */
export function referenceIn(
  node: ElmNode,
  key: string
): { readonly name: string; readonly libraryName: string | undefined } | undefined {
  const member = node[key]
  if (!isElmObject(member)) return undefined
  const name = text(member, 'name')
  return name === undefined ? undefined : { name, libraryName: text(member, 'libraryName') }
}
