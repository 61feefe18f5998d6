import type { ElmLibrary, ElmStatement } from '../elm/elm-library.ts'
import { isNode, isObject, text } from '../elm/elm-node.ts'
import { bareName } from '../elm/types.ts'
import type { MeasureDefinition } from './measure-definition.ts'

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

/** Finds what is reachable from some defines, without evaluating anything. */
class Walk {
  readonly found = new Map<string, DataRequirement>()
  readonly reached = new Set<ElmStatement>()
  readonly #find: (id: string) => ElmLibrary | undefined

  constructor(find: (id: string) => ElmLibrary | undefined) {
    this.#find = find
  }

  define(library: ElmLibrary, name: string): void {
    const statement = library.defines.get(name)
    if (statement !== undefined) this.#statement(library, statement)
    for (const one of library.functions.get(name) ?? []) this.#statement(library, one)
  }

  #statement(library: ElmLibrary, statement: ElmStatement): void {
    if (this.reached.has(statement)) return
    this.reached.add(statement)
    this.#visit(library, statement.expression)
  }

  #visit(library: ElmLibrary, value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#visit(library, item)
      return
    }
    if (!isObject(value)) return
    if (isNode(value)) this.#node(library, value)
    for (const [key, child] of Object.entries(value)) if (key !== 'annotation') this.#visit(library, child)
  }

  #node(library: ElmLibrary, node: Readonly<Record<string, unknown>>): void {
    if (node['type'] === 'Retrieve') this.#retrieve(library, node)
    if (node['type'] !== 'ExpressionRef' && node['type'] !== 'FunctionRef') return
    const alias = text(node, 'libraryName')
    const owner = this.#owner(library, alias)
    if (owner !== undefined) this.define(owner, text(node, 'name') ?? '')
  }

  #retrieve(library: ElmLibrary, node: Readonly<Record<string, unknown>>): void {
    const sought: Sought = { names: [], valueSets: [], single: [], closed: isObject(node['codes']) }
    this.#sought(library, node['codes'], sought)
    const { names: codes, valueSets, single, closed } = sought
    const requirement: DataRequirement = {
      type: bareName(text(node, 'dataType') ?? ''),
      profile: text(node, 'templateId'),
      codeProperty: text(node, 'codeProperty'),
      codes,
      valueSets,
      single,
      closed
    }
    this.found.set(JSON.stringify(requirement), requirement)
  }

  /** Collects the value sets and codes of an expression; any other part of it leaves open what is looked for. */
  #sought(library: ElmLibrary, value: unknown, into: Sought): void {
    if (!isNode(value)) return
    const owner = this.#owner(library, text(value, 'libraryName'))
    const name = text(value, 'name') ?? ''
    switch (value.type) {
      case 'ToList':
      case 'ToConcept':
        this.#sought(library, value['operand'], into)
        return
      case 'List':
        for (const one of Array.isArray(value['element']) ? value['element'] : []) this.#sought(library, one, into)
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
        const system = isObject(declared?.['codeSystem']) ? declared['codeSystem'] : {}
        const systems = owner === undefined ? undefined : this.#owner(owner, text(system, 'libraryName'))
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

  #owner(library: ElmLibrary, alias: string | undefined): ElmLibrary | undefined {
    return alias === undefined ? library : this.#find(library.includes.get(alias)?.id ?? '')
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
  if (!isObject(value)) return []
  const own = value['type'] === 'ValueSetRef' || value['type'] === 'CodeRef' || value['type'] === 'ConceptRef'
  if (own) return [text(value, 'name') ?? '']
  return Object.values(value).flatMap(namesIn)
}

/** What the populations, stratifiers and observations of a measure read; with `all` its supplemental data too. */
export function dataRequirements(
  measure: MeasureDefinition,
  libraries: readonly ElmLibrary[],
  all = false
): readonly DataRequirement[] {
  const walk = new Walk((id) => libraries.find((one) => one.id === id))
  const main = libraries.find((one) => one.id === measure.library)
  if (main === undefined) return []
  for (const group of measure.groups) {
    for (const one of [...group.populations, ...group.stratifiers]) walk.define(main, one.expression)
  }
  if (all) for (const one of measure.supplementalData) walk.define(main, one.expression)
  return [...walk.found.values()]
}
