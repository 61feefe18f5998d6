import { defined } from '#shared/language/defined.ts'
import { meaningful, nameOf, sqlTokens, type SqlToken } from './sql-tokens.ts'

/** What a column of an answer is, as far as the statement tells. */
export type AnswerColumn = 'key' | 'count' | 'value'

const counting = new Set(['count', 'sum', 'total'])
const averaging = new Set(['avg', 'min', 'max', 'group_concat'])

function isCall(tokens: readonly SqlToken[], index: number, names: ReadonlySet<string>): boolean {
  return names.has(nameOf(tokens[index]!) ?? '') && tokens[index + 1]?.text === '('
}

function isKeyword(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'keyword' && token.text.toLowerCase() === word
}

/**
 * Tells from a statement which columns of its answer count something, are computed from groups (`value`), or name a group
 * (`key`). Where the last SELECT itself has no aggregate, or its columns cannot be told apart (`*`, UNION), every column may
 * be a count.
 * @param width columns of the answer
 * @returns undefined for a statement without aggregates: its rows are rows of the tables
 */
export function countColumns(statement: string, width: number): readonly AnswerColumn[] | undefined {
  const tokens = meaningful(sqlTokens(statement))
  const aggregates = tokens.some((_, index) => isCall(tokens, index, counting) || isCall(tokens, index, averaging))
  const groups = tokens.some((token, index) => isKeyword(token, 'group') && isKeyword(tokens[index + 1], 'by'))
  if (!aggregates && !groups) return undefined
  const outer = outermost(tokens)
  if (outer === undefined || outer.list.length !== width) return new Array<AnswerColumn>(width).fill('count')
  const kinds = outer.list.map((part): AnswerColumn => {
    if (part.some((_, index) => isCall(part, index, counting))) return 'count'
    return part.some((_, index) => isCall(part, index, averaging)) ? 'value' : 'key'
  })
  return outer.isGrouped || kinds.some((kind) => kind !== 'key') ? kinds : kinds.map(() => 'count')
}

/** The columns of the last SELECT outside of parentheses, in pieces; undefined where they cannot be told apart. */
function outermost(
  tokens: readonly SqlToken[]
): { readonly list: readonly (readonly SqlToken[])[]; readonly isGrouped: boolean } | undefined {
  let depth = 0
  let isList = false
  let isGrouped = false
  const list: SqlToken[][] = []
  for (const [index, token] of tokens.entries()) {
    if (token.text === ')') depth--
    if (depth === 0) {
      if (isKeyword(token, 'union') || isKeyword(token, 'intersect') || isKeyword(token, 'except')) return undefined
      if (isKeyword(token, 'group') && isKeyword(tokens[index + 1], 'by')) isGrouped = true
      if (isKeyword(token, 'from')) isList = false
      if (isKeyword(token, 'select')) {
        isList = true
        list.push([])
      } else if (isList && token.text === ',') list.push([])
      else if (isList) defined(list.at(-1)).push(token)
    } else if (isList) defined(list.at(-1)).push(token)
    if (token.text === '(') depth++
  }
  const isStar = (part: readonly SqlToken[]): boolean => part.at(-1)?.text === '*' && part.length <= 3
  return list.length === 0 || list.some(isStar) ? undefined : { list, isGrouped }
}
