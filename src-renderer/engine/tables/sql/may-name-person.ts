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
 * Whether a statement may name a person: a condition has a value beside a column of names, addresses, birth dates or ids.
 * Rather too often than too seldom; a comment is not looked at.
 */
export function mayNamePerson(statement: string): boolean {
  let condition: SqlToken[] = []
  for (const token of meaningful(sqlTokens(statement))) {
    if (token.kind === 'keyword' && ends.has(token.text.toLowerCase())) {
      if (isAboutPerson(condition)) return true
      condition = []
    } else condition.push(token)
  }
  return isAboutPerson(condition)
}

function isAboutPerson(condition: readonly SqlToken[]): boolean {
  const hasValue = condition.some(({ kind }) => kind === 'string' || kind === 'number')
  return hasValue && condition.some((token) => isIdentifyingName(nameOf(token)))
}

function isIdentifyingName(name: string | undefined): boolean {
  return name !== undefined && (identifyingNames.has(name) || keys.test(name))
}
