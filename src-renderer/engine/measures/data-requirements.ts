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
  /** Element with the codes, and the value sets or codes that are looked for in it; none where all are read. */
  readonly codeProperty: string | undefined
  readonly codes: readonly string[]
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
    if (node['type'] === 'Retrieve') this.#retrieve(node)
    if (node['type'] !== 'ExpressionRef' && node['type'] !== 'FunctionRef') return
    const alias = text(node, 'libraryName')
    const owner = alias === undefined ? library : this.#find(library.includes.get(alias)?.id ?? '')
    if (owner !== undefined) this.define(owner, text(node, 'name') ?? '')
  }

  #retrieve(node: Readonly<Record<string, unknown>>): void {
    const requirement: DataRequirement = {
      type: bareName(text(node, 'dataType') ?? ''),
      profile: text(node, 'templateId'),
      codeProperty: text(node, 'codeProperty'),
      codes: namesIn(node['codes'])
    }
    this.found.set(JSON.stringify(requirement), requirement)
  }
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
