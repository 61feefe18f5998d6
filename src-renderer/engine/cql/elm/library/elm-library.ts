import { commonMessages as common } from '#messages/common.ts'
import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import { ElmError } from './elm-error.ts'
import { isNode, isElmObject, objects, text, type ElmNode } from './elm-node.ts'
import { tidyExpression } from './tidy-expression.ts'

/** A define or function of a library. */
export interface ElmStatement {
  readonly name: string
  readonly context: string
  readonly expression: ElmNode | undefined
  /** Operands of a function; undefined for a define. */
  readonly operands: readonly { readonly name: string; readonly type: unknown }[] | undefined
  readonly external: boolean
}

/** What a library declares under a name: a parameter, code, value set … in its JSON form. */
export type Declaration = Readonly<Record<string, unknown>>

/** A compiled CQL library in the JSON form of ELM, read and checked. */
export interface ElmLibrary {
  readonly id: string
  readonly version: string | undefined
  /** Included libraries by their local name. */
  readonly includes: ReadonlyMap<string, { readonly id: string; readonly version: string | undefined }>
  readonly parameters: ReadonlyMap<string, Declaration>
  readonly codeSystems: ReadonlyMap<string, Declaration>
  readonly valueSets: ReadonlyMap<string, Declaration>
  readonly codes: ReadonlyMap<string, Declaration>
  readonly concepts: ReadonlyMap<string, Declaration>
  readonly defines: ReadonlyMap<string, ElmStatement>
  readonly functions: ReadonlyMap<string, readonly ElmStatement[]>
}

function declarations(library: Declaration, key: string): ReadonlyMap<string, Declaration> {
  const section = library[key]
  const list = isElmObject(section) ? objects(section['def']) : []
  return new Map(list.map((item) => [text(item, 'name') ?? '', item]))
}

/** The last segment of a library path such as `http://example.org/FHIRHelpers`. */
function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * Reads the ELM JSON of one library, with or without its outer `library` member.
 * @throws ElmError when it is no ELM library, or the translator has left errors in it
 */
export function readElmLibrary(json: unknown): ElmLibrary {
  const library = isElmObject(json) && isElmObject(json['library']) ? json['library'] : json
  if (!isElmObject(library) || !isElmObject(library['identifier'])) {
    throw new ElmError('invalid-input', m.thisIsNoELMLibraryIt)
  }
  const id = text(library['identifier'], 'id') ?? ''
  refuseTranslationErrors(library, id)
  const includes = isElmObject(library['includes']) ? objects(library['includes']['def']) : []
  const defines = new Map<string, ElmStatement>()
  const functions = new Map<string, ElmStatement[]>()
  for (const item of isElmObject(library['statements']) ? objects(library['statements']['def']) : []) {
    const statement = readStatement(item)
    if (statement.operands === undefined) defines.set(statement.name, statement)
    else functions.set(statement.name, [...(functions.get(statement.name) ?? []), statement])
  }
  return {
    id,
    version: text(library['identifier'], 'version'),
    includes: new Map(
      includes.map((item) => [
        text(item, 'localIdentifier') ?? '',
        { id: lastSegment(text(item, 'path') ?? ''), version: text(item, 'version') }
      ])
    ),
    parameters: declarations(library, 'parameters'),
    codeSystems: declarations(library, 'codeSystems'),
    valueSets: declarations(library, 'valueSets'),
    codes: declarations(library, 'codes'),
    concepts: declarations(library, 'concepts'),
    defines,
    functions
  }
}

function refuseTranslationErrors(library: Declaration, id: string): void {
  const errors = objects(library['annotation']).filter((item) => item['errorSeverity'] === 'error')
  if (errors.length === 0) return
  const first = errors[0]!
  const line = first['startLine']
  const where = typeof line === 'number' ? ` (line ${line})` : ''
  throw new ElmError(
    'invalid-input',
    m.libraryHasTranslationErrorsTheFirst(id, errors.length, text(first, 'message') ?? common.unknown, where)
  )
}

function readStatement(declaration: Declaration): ElmStatement {
  const operands = objects(declaration['operand']).map((operand) => ({
    name: text(operand, 'name') ?? '',
    type: operand['operandTypeSpecifier'] ?? namedType(text(operand, 'operandType'))
  }))
  const { expression: written } = declaration
  // A library of helpers has hundreds of functions that no measure calls: an expression is made ready when it is asked for.
  let expression: ElmNode | undefined
  return {
    name: text(declaration, 'name') ?? '',
    context: text(declaration, 'context') ?? 'Unfiltered',
    get expression() {
      if (expression === undefined && isNode(written)) expression = tidyExpression(written)
      return expression
    },
    operands: declaration['type'] === 'FunctionDef' ? operands : undefined,
    external: declaration['external'] === true
  }
}

function namedType(name: string | undefined): unknown {
  return name === undefined ? undefined : { type: 'NamedTypeSpecifier', name }
}
