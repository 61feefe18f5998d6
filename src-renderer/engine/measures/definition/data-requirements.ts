import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { isNode, isElmObject, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { findInclude } from '../../cql/elm/library/find-library.ts'
import { resourceTypeOf } from '../../cql/elm/fhir/model-types.ts'
import type { MeasureDefinition } from './measure-definition.ts'
import { walkLogic } from './walk-logic.ts'

/** One kind of record that a measure reads. */
export interface DataRequirement {
  /** FHIR type. */
  readonly type: string
  /** Profile that the logic names. */
  readonly profile: string | undefined
  /** Element with the codes. */
  readonly codeProperty: string | undefined
  /** Names of the value sets and codes that are looked for in it; none where all are read. */
  readonly codes: readonly string[]
  /** URLs of the value sets, without version. */
  readonly valueSets: readonly string[]
  /** Single codes. */
  readonly single: readonly { readonly system: string | undefined; readonly code: string }[]
  /** Whether `valueSets` and `single` are all that is looked for; else every record may be meant. */
  readonly closed: boolean
}

/** The requirement of one retrieve. */
export function requirementOf(node: ElmNode, library: ElmLibrary, libraries: readonly ElmLibrary[]): DataRequirement {
  const sought: Sought = { names: [], valueSets: [], single: [], closed: isElmObject(node['codes']) }
  collectSought(library, node['codes'], sought, libraries)
  const { names: codes, valueSets, single, closed } = sought
  return {
    type: resourceTypeOf(text(node, 'dataType') ?? ''),
    profile: text(node, 'templateId'),
    codeProperty: text(node, 'codeProperty'),
    codes,
    valueSets,
    single,
    closed
  }
}

/** Collects the value sets and codes of an expression; any other part of it leaves open what is looked for. */
function collectSought(library: ElmLibrary, value: unknown, into: Sought, libraries: readonly ElmLibrary[]): void {
  if (!isNode(value)) return
  const owner = findInclude(libraries, library, text(value, 'libraryName'))
  const name = text(value, 'name') ?? ''
  switch (value.type) {
    case 'ToList':
    case 'ToConcept':
      collectSought(library, value['operand'], into, libraries)
      return
    case 'List':
      for (const item of Array.isArray(value['element']) ? value['element'] : [])
        collectSought(library, item, into, libraries)
      return
    case 'ValueSetRef': {
      const declared = owner?.valueSets.get(name)
      into.names.push(name)
      if (declared === undefined) into.closed = false
      else into.valueSets.push((text(declared, 'id') ?? '').split('|')[0]!)
      return
    }
    case 'CodeRef': {
      const declared = owner?.codes.get(name)
      into.names.push(name)
      const system = isElmObject(declared?.['codeSystem']) ? declared['codeSystem'] : {}
      const systems = owner === undefined ? undefined : findInclude(libraries, owner, text(system, 'libraryName'))
      const id = systems?.codeSystems.get(text(system, 'name') ?? '')
      if (declared === undefined) into.closed = false
      else into.single.push({ system: text(id ?? {}, 'id'), code: text(declared, 'id') ?? '' })
      return
    }
    default:
      into.names.push(...namesIn(value))
      into.closed = false
  }
}

interface Sought {
  readonly names: string[]
  readonly valueSets: string[]
  readonly single: { readonly system: string | undefined; readonly code: string }[]
  closed: boolean
}

/** Names of the value sets and codes within an expression. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (!isElmObject(value)) return []
  const isReference = value['type'] === 'ValueSetRef' || value['type'] === 'CodeRef' || value['type'] === 'ConceptRef'
  if (isReference) return [text(value, 'name') ?? '']
  return Object.values(value).flatMap(namesIn)
}

/** What the populations, stratifiers and observations of a measure read; with `all` its supplemental data too. */
export function dataRequirements(
  measure: MeasureDefinition,
  libraries: readonly ElmLibrary[],
  all = false
): readonly DataRequirement[] {
  const found = new Map<string, DataRequirement>()
  walkLogic(measure, libraries, all, {
    node: (node, library) => {
      if (node.type !== 'Retrieve') return
      const requirement = requirementOf(node, library, libraries)
      found.set(JSON.stringify(requirement), requirement)
    }
  })
  return [...found.values()]
}
