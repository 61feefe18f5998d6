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
            statements: { def: def.map((one) => (one === statement ? { ...one, expression } : one)) }
          }
        }
      }))
    )
}
