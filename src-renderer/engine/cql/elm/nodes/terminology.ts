import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { spend } from '../library/budget.ts'
import { runtimeError } from '../library/elm-error.ts'
import { isNode, isElmObject, objects, text, type ElmNode } from '../library/elm-node.ts'
import type { ElmLibrary } from '../library/elm-library.ts'
import { asList } from '../operators/lists.ts'
import type { Evaluate } from '../runtime/run.ts'
import type { NodeCompiler, NodeFamily, Scope } from '../runtime/scope.ts'
import { Code, CodeSystem, Concept, ValueSet, type CodeMembership } from '../values/code.ts'
import { FhirElement } from '../values/fhir-element.ts'
import { isFhirObject, isList, type Value } from '../values/value.ts'
import { referenceIn } from './references.ts'

function declaration(
  node: ElmNode,
  scope: Scope,
  section: 'valueSets' | 'codeSystems' | 'codes' | 'concepts',
  reference: { readonly name: string; readonly libraryName: string | undefined }
): { readonly library: ElmLibrary; readonly declared: Readonly<Record<string, unknown>> } {
  const library = scope.linker.included(scope.library, reference.libraryName)
  const declared = library[section].get(reference.name)
  if (declared === undefined) throw scope.error(node, m.libraryDoesNotDeclare(library.id, reference.name))
  return { library, declared }
}

function ownReference(node: ElmNode): { readonly name: string; readonly libraryName: string | undefined } {
  return { name: text(node, 'name') ?? '', libraryName: text(node, 'libraryName') }
}

function valueSetOf(node: ElmNode, scope: Scope, reference = ownReference(node)): ValueSet {
  const { declared } = declaration(node, scope, 'valueSets', reference)
  const [id, version] = (text(declared, 'id') ?? '').split('|')
  return scope.linker.valueSet(id ?? '', version ?? text(declared, 'version'), reference.name)
}

function codeSystemOf(node: ElmNode, scope: Scope, library: ElmLibrary, reference: unknown): CodeSystem | undefined {
  if (!isElmObject(reference)) return undefined
  const owner = scope.linker.included(library, text(reference, 'libraryName'))
  const declared = owner.codeSystems.get(text(reference, 'name') ?? '')
  if (declared === undefined) throw scope.error(node, m.thereIsNoCodeSystem(text(reference, 'name') ?? ''))
  return new CodeSystem(text(declared, 'id') ?? '', text(declared, 'version'))
}

function codeOf(node: ElmNode, scope: Scope, reference = ownReference(node)): Code {
  const { library, declared } = declaration(node, scope, 'codes', reference)
  const system = codeSystemOf(node, scope, library, declared['codeSystem'])
  return new Code(text(declared, 'id') ?? '', system?.id, system?.version, text(declared, 'display'))
}

/** Codes of anything that codes can be asked of: a code, concept, text, or their FHIR forms. */
export function codesOfValue(value: Value): readonly Code[] {
  if (value === null) return []
  if (value instanceof Code) return [value]
  if (value instanceof Concept) return value.codes
  if (typeof value === 'string') return [new Code(value)]
  if (isList(value)) {
    spend(value.length)
    return value.flatMap(codesOfValue)
  }
  const json = value instanceof FhirElement ? (value.json as Value) : value
  if (typeof json === 'string') return [new Code(json)]
  if (!isFhirObject(json)) return []
  const { coding, code, system } = json
  if (Array.isArray(coding)) return (coding as readonly Value[]).flatMap(codesOfValue)
  return typeof code === 'string' ? [new Code(code, typeof system === 'string' ? system : undefined)] : []
}

/** A code written out in the logic, with its code system by name. */
function codeLiteral(node: ElmNode, scope: Scope): Code {
  const system = codeSystemOf(node, scope, scope.library, node['system'])
  return new Code(text(node, 'code') ?? '', system?.id, system?.version, text(node, 'display'))
}

/**
 * Whether a code subsumes another: it does when they are the same. Anything else is told by the hierarchy of the code
 * system, which measure content does not bring.
 */
function subsumption(general: 0 | 1): NodeCompiler {
  return (node, scope) => {
    const operands = scope.pair(node)
    const [above, below] = [operands[general], operands[general === 0 ? 1 : 0]]
    return (run) => {
      const [upper, lower] = [above(run), below(run)]
      if (upper === null || lower === null) return null
      const [uppers, lowers] = [codesOfValue(upper), codesOfValue(lower)]
      const same = (a: Code, b: Code): boolean => a.code === b.code && a.system === b.system
      if (uppers.some((item) => lowers.some((other) => same(item, other)))) return true
      const systems = new Set(uppers.map(({ system }) => system ?? m.noSystem))
      throw runtimeError(m.whetherACodeSubsumesAnotherNeeds([...systems].join(', ')))
    }
  }
}

function membershipOf(value: Value): CodeMembership {
  if (value instanceof ValueSet || value instanceof CodeSystem) return value
  throw runtimeError(m.aValueSetOrCodeSystem)
}

/** The set of a membership test: named, or given by an expression. */
function setOf(node: ElmNode, scope: Scope, name: 'valueset' | 'codesystem'): Evaluate {
  const reference = referenceIn(node, name)
  if (reference === undefined || isNode(node[`${name}Expression`])) return scope.required(node, `${name}Expression`)
  const value =
    name === 'valueset'
      ? valueSetOf(node, scope, reference)
      : codeSystemOf(node, scope, scope.library, node['codesystem'])
  if (value === undefined) throw scope.error(node, m.thisIsNotKnown(name))
  return () => value
}

/** Whether the codes of the operand are in a set: any of them, where the operand is a list or a concept. */
function inSet(key: 'code' | 'codes', set: 'valueset' | 'codesystem'): NodeCompiler {
  return (node, scope) => {
    const codes = scope.required(node, key)
    const members = setOf(node, scope, set)
    return (run) => {
      const value = codes(run)
      if (value === null) return false
      const within = membershipOf(members(run))
      if (value instanceof Concept) return value.codes.some((code) => within.has(code.system, code.code))
      return codesOfValue(value).some((code) => within.has(code.system, code.code))
    }
  }
}

/** Value sets, codes, concepts and membership in them. */
export const terminologyNodes: NodeFamily = {
  ValueSetRef: (node, scope) => {
    const value = valueSetOf(node, scope)
    return () => value
  },
  CodeSystemRef: (node, scope) => {
    const { library } = declaration(node, scope, 'codeSystems', ownReference(node))
    const value = codeSystemOf(node, scope, library, { name: text(node, 'name') })
    if (value === undefined) throw scope.error(node, m.thisCodeSystemIsNotKnown)
    return () => value
  },
  CodeRef: (node, scope) => {
    const value = codeOf(node, scope)
    return () => value
  },
  ConceptRef: (node, scope) => {
    const { library, declared } = declaration(node, scope, 'concepts', ownReference(node))
    const codes = objects(declared['code']).map((item) => {
      const owner = scope.linker.included(library, text(item, 'libraryName'))
      const known = owner.codes.get(text(item, 'name') ?? '')
      if (known === undefined) throw scope.error(node, m.thereIsNoCode(text(item, 'name') ?? ''))
      return new Code(text(known, 'id') ?? '', codeSystemOf(node, scope, owner, known['codeSystem'])?.id)
    })
    const value = new Concept(codes, text(declared, 'display'))
    return () => value
  },
  Code: (node, scope) => {
    const value = codeLiteral(node, scope)
    return () => value
  },
  Concept: (node, scope) => {
    const codes = objects(node['code']).map((item) => codeLiteral({ ...item, type: 'Code' }, scope))
    const value = new Concept(codes, text(node, 'display'))
    return () => value
  },
  Subsumes: subsumption(0),
  SubsumedBy: subsumption(1),
  InValueSet: inSet('code', 'valueset'),
  AnyInValueSet: inSet('codes', 'valueset'),
  InCodeSystem: inSet('code', 'codesystem'),
  AnyInCodeSystem: inSet('codes', 'codesystem'),
  ExpandValueSet: (node, scope) => {
    const operand = scope.required(node, 'operand')
    return (run) => {
      const set = operand(run)
      if (!(set instanceof ValueSet)) return null
      const codes = [...(set.expansion ?? [])].flatMap(([system, members]) =>
        [...members].map((code) => new Code(code, system))
      )
      return asList(codes)
    }
  }
}
