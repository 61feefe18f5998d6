import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { spend } from '../library/budget.ts'
import { ElmError } from '../library/elm-error.ts'
import { text } from '../library/elm-node.ts'
import { resourceTypeOf } from '../fhir/model-types.ts'
import { asList } from '../operators/lists.ts'
import type { RetrieveRequest } from '../runtime/patient-data.ts'
import type { NodeCompiler, NodeFamily } from '../runtime/scope.ts'
import { CodeSystem, ValueSet, type CodeMembership } from '../values/code.ts'
import { CodeFilter } from '../values/concept-numbers.ts'
import { Interval, type Value } from '../values/value.ts'
import { codesOfValue } from './terminology.ts'

/** The codes of a retrieve as a set to test against: a value set, or the codes written out. */
function membership(value: Value): CodeMembership {
  if (value instanceof ValueSet || value instanceof CodeSystem) return value
  const codes = asList(value).flatMap(codesOfValue)
  return {
    has: (system, code) => codes.some((item) => item.code === code && (item.system === system || system === undefined))
  }
}

/** Filters of CQL 1.5 beyond codes and dates, which no translator writes unless told to. */
const furtherFilters = ['codeFilter', 'dateFilter', 'otherFilter', 'include']

const compileRetrieve: NodeCompiler = (node, scope) => {
  for (const key of furtherFilters) {
    const filter = node[key]
    if (Array.isArray(filter) && filter.length > 0) {
      throw new ElmError('not-supported', m.aRetrieveWithIsNotSupported(key), scope.position(node))
    }
  }
  const request: RetrieveRequest = {
    dataType: resourceTypeOf(text(node, 'dataType') ?? ''),
    templateId: text(node, 'templateId'),
    codeProperty: text(node, 'codeProperty'),
    dateProperty: text(node, 'dateProperty') ?? text(node, 'dateLowProperty')
  }
  const codes = scope.optional(node, 'codes')
  const dates = scope.optional(node, 'dateRange')
  const cell = scope.linker.newCell()
  const fixed = codes === undefined || isFixed(node['codes'])
  const { linker, library, expression } = scope
  const localId = text(node, 'localId') ?? ''
  let filter: CodeFilter | undefined
  const filterOf = (wanted: Value | undefined): CodeFilter | undefined => {
    if (wanted === undefined) return undefined
    if (wanted instanceof ValueSet) return linker.filter(wanted)
    if (!fixed) return new CodeFilter(membership(wanted))
    return (filter ??= new CodeFilter(membership(wanted)))
  }
  return (run) => {
    const known = run.memory.value(cell)
    if (known !== undefined) return known
    const wanted = codes?.(run)
    const range = dates?.(run) ?? null
    const rows =
      wanted === null ? [] : run.data.retrieve(request, filterOf(wanted), range instanceof Interval ? range : undefined)
    spend(rows.length)
    // A retrieve within a function may depend on its operands: only fixed ones are kept.
    if (fixed && dates === undefined) run.memory.keep(cell, rows)
    run.trace?.retrieved(library.id, expression, localId, rows)
    return rows
  }
}

/** Whether codes are the same at every evaluation: a value set, or codes of the library. */
function isFixed(codes: unknown): boolean {
  const node = codes as { readonly type?: string; readonly operand?: unknown; readonly element?: unknown } | undefined
  switch (node?.type) {
    case 'ValueSetRef':
    case 'CodeRef':
    case 'ConceptRef':
      return true
    case 'ToList':
    case 'ToConcept':
      return isFixed(node.operand)
    case 'List':
      return Array.isArray(node.element) && node.element.every(isFixed)
    default:
      return false
  }
}

/** Reading of the patient's records. */
export const retrieveNodes: NodeFamily = { Retrieve: compileRetrieve }
