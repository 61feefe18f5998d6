/** One change of a library's logic that some case should notice. */
export interface Mutation {
  readonly define: string
  readonly change: string
  readonly elm: unknown
}

interface Statement {
  readonly type?: string
  readonly name: string
  readonly expression: unknown
  readonly resultTypeName?: string
  readonly resultTypeSpecifier?: { readonly type: string }
}

interface Library {
  readonly library: { readonly statements: { readonly def: readonly Statement[] } }
}

const truth = (value: boolean): unknown => ({
  type: 'Literal',
  valueType: '{urn:hl7-org:elm-types:r1}Boolean',
  value: String(value)
})

/** What a define is replaced with when it is taken away: both truth values, an empty list, or nothing. */
function replacements({ resultTypeName, resultTypeSpecifier }: Statement): readonly (readonly [string, unknown])[] {
  if (resultTypeName?.endsWith('}Boolean') === true) {
    return [
      ['is always false', truth(false)],
      ['is always true', truth(true)]
    ]
  }
  if (resultTypeSpecifier?.type === 'ListTypeSpecifier') return [['is empty', { type: 'List', element: [] }]]
  return [['is unknown', { type: 'Null' }]]
}

/** Every define of a library taken away, one at a time; functions and the patient stay. */
export function mutations(elm: unknown): readonly Mutation[] {
  const { library } = elm as Library
  const { def } = library.statements
  return def
    .filter(({ type, name }) => type !== 'FunctionDef' && name !== 'Patient')
    .flatMap((statement) =>
      replacements(statement).map(([change, expression]) => ({
        define: statement.name,
        change,
        elm: {
          library: {
            ...library,
            statements: {
              def: def.map((definition) => (definition === statement ? { ...definition, expression } : definition))
            }
          }
        }
      }))
    )
}

interface Node {
  readonly type?: string
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Ways to take a clause out of a node: an operand of `and`, `or` or `union`, a `where`, a `with`, a `without`. */
function removals(node: Node): readonly (readonly [change: string, node: Node])[] {
  const { type, operand, where, relationship } = node
  const out: (readonly [string, Node])[] = []
  const neutral: Readonly<Record<string, unknown>> = {
    And: truth(true),
    Or: truth(false),
    Union: { type: 'List', element: [] }
  }
  if (type !== undefined && Object.hasOwn(neutral, type) && Array.isArray(operand)) {
    operand.forEach((_, index) => {
      const others = operand.map((member: unknown, place) => (place === index ? neutral[type] : member))
      out.push([`loses part ${index + 1} of ${type.toLowerCase()}`, { ...node, operand: others }])
    })
  }
  if (type === 'Query') {
    if (where !== undefined) {
      const { where: _, ...rest } = node
      out.push(['loses its where', rest])
    }
    if (Array.isArray(relationship)) {
      relationship.forEach((member: unknown, index) => {
        const others = relationship.filter((_, place) => place !== index)
        out.push([
          `loses ${isNode(member) ? (member.type ?? '').toLowerCase() : ''} ${index + 1}`,
          { ...node, relationship: others }
        ])
      })
    }
  }
  return out
}

/** Every variant of a value in which one clause, at any depth, is taken out. */
function* variants(value: unknown): Generator<readonly [change: string, value: unknown]> {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      for (const [change, changed] of variants(value[index]))
        yield [change, value.map((member: unknown, place) => (place === index ? changed : member))]
    }
    return
  }
  if (!isNode(value)) return
  yield* removals(value)
  for (const [key, child] of Object.entries(value)) {
    if (key === 'annotation') continue
    for (const [change, changed] of variants(child)) yield [change, { ...value, [key]: changed }]
  }
}

/** Every clause of a library's defines and functions taken out, one at a time. */
export function* clauseMutations(elm: unknown): Generator<Mutation> {
  const { library } = elm as Library
  const { def } = library.statements
  for (const statement of def) {
    if (statement.name === 'Patient') continue
    for (const [change, expression] of variants(statement.expression)) {
      yield {
        define: statement.name,
        change,
        elm: {
          library: {
            ...library,
            statements: {
              def: def.map((definition) => (definition === statement ? { ...definition, expression } : definition))
            }
          }
        }
      }
    }
  }
}
