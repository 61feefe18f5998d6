/** Binary operators of FHIRPath. */
export type PathOperator =
  | '*'
  | '/'
  | 'div'
  | 'mod'
  | '+'
  | '-'
  | '&'
  | '|'
  | '<='
  | '<'
  | '>'
  | '>='
  | '='
  | '~'
  | '!='
  | '!~'
  | 'in'
  | 'contains'
  | 'and'
  | 'xor'
  | 'or'
  | 'implies'

/** A parsed FHIRPath expression. `at` is the index in the path text that errors point to. */
export type PathExpression =
  | PathLiteral
  | { readonly kind: 'empty'; readonly at: number }
  | { readonly kind: 'variable'; readonly name: string; readonly at: number }
  | { readonly kind: 'constant'; readonly name: string; readonly at: number }
  | PathMember
  | PathCall
  | { readonly kind: 'index'; readonly target: PathExpression; readonly index: PathExpression; readonly at: number }
  | { readonly kind: 'negative'; readonly operand: PathExpression; readonly at: number }
  | PathBinary
  | PathTypeTest

/** A literal. A decimal keeps its text, which tells its precision. */
export interface PathLiteral {
  readonly kind: 'literal'
  readonly type: 'string' | 'integer' | 'decimal' | 'boolean' | 'date' | 'dateTime' | 'time' | 'Quantity'
  readonly value: unknown
  readonly text: string
  readonly at: number
}

/** `target.name`, or `name` of the current element. */
export interface PathMember {
  readonly kind: 'member'
  readonly target: PathExpression | undefined
  readonly name: string
  readonly at: number
}

/** `target.name(args)`, or a call on the current element. */
export interface PathCall {
  readonly kind: 'call'
  readonly target: PathExpression | undefined
  readonly name: string
  readonly args: readonly PathExpression[]
  readonly at: number
}

/** Two expressions with an operator between them. */
export interface PathBinary {
  readonly kind: 'binary'
  readonly operator: PathOperator
  readonly left: PathExpression
  readonly right: PathExpression
  readonly at: number
}

/** `operand is Type` and `operand as Type`. */
export interface PathTypeTest {
  readonly kind: 'type'
  readonly operator: 'is' | 'as'
  readonly operand: PathExpression
  readonly type: string
  readonly at: number
}
