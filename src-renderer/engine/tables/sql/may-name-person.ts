import { identifyingNames } from '../../population/panels/person/mask.ts'
import { meaningful, nameOf, sqlTokens, type SqlToken } from './sql-tokens.ts'

/** Words that end one condition of a statement. */
const ends = new Set(
  'and or where on having when then else select from join group order limit union except intersect values with'.split(
    ' '
  )
)

/** Names of columns whose values stand for one person, besides those that are masked. */
const keys = /^(?:id|reference|patient|subject|member|.+_id|.+_key)$/

/**
 * Whether a statement may name a person: a condition has a value next to a column of names, addresses, birth dates or ids.
 * Rather too often than too seldom; a comment is not looked at.
 */
export function mayNamePerson(statement: string): boolean {
  return comparesColumn(statement, (name) => keys.test(name) || identifyingNames.has(name))
}

/** Whether a condition has a value next to a column that is masked, so that it holds for no row. */
export function comparesMaskedColumn(statement: string): boolean {
  return comparesColumn(statement, (name) => identifyingNames.has(name))
}

/** Whether a condition of a statement has a value next to a column of some names. @param isWanted gets names in small letters */
function comparesColumn(statement: string, isWanted: (name: string) => boolean): boolean {
  const isFound = (condition: readonly SqlToken[]): boolean =>
    condition.some(({ kind }) => kind === 'string' || kind === 'number') &&
    condition.some((token) => {
      const name = nameOf(token)?.toLowerCase()
      return name !== undefined && isWanted(name)
    })
  let condition: SqlToken[] = []
  for (const token of meaningful(sqlTokens(statement))) {
    if (token.kind === 'keyword' && ends.has(token.text.toLowerCase())) {
      if (isFound(condition)) return true
      condition = []
    } else condition.push(token)
  }
  return isFound(condition)
}
