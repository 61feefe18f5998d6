import { meaningful, nameOf, sqlTokens } from './sql-tokens.ts'

/**
 * Where in a statement SQLite's message is about; undefined when it does not say.
 * @param words SQLite's message
 * @param sayOf SQLite's message about another statement, undefined when it takes it
 */
export function locateSqlError(
  words: string,
  statement: string,
  sayOf: (statement: string) => string | undefined
): number | undefined {
  const tokens = meaningful(sqlTokens(statement))
  if (words === 'incomplete input') return statement.trimEnd().length
  const [, near] = /^(near ".*": syntax error|unrecognized token: .*)$/.exec(words) ?? []
  if (near !== undefined) {
    // The parser stops at the first piece that cannot follow, whatever comes after it.
    const [, word = ''] = /"(.*)"/.exec(near) ?? []
    const places = tokens.filter(({ text }) => text === word || (near.startsWith('unrec') && text.startsWith(word)))
    const first =
      places.length < 2
        ? places[0]
        : places.find((token) => sayOf(statement.slice(0, token.start + token.text.length)) === words)
    return first?.start
  }
  const [, , name] =
    /^(no such column|no such table|no such function|ambiguous column name|wrong number of arguments to function|misuse of aggregate):? (.+?)(?:\(\))?$/.exec(
      words
    ) ?? []
  if (name === undefined) return undefined
  const parts = name.toLowerCase().split('.')
  const last = parts.at(-1)
  const index = tokens.findIndex(
    (token, place) =>
      nameOf(token) === last &&
      (parts.length < 2 || tokens[place - 1]?.text !== '.' || nameOf(tokens[place - 2]!) === parts.at(-2))
  )
  if (index < 0) return undefined
  return (parts.length > 1 && tokens[index - 1]?.text === '.' ? tokens[index - 2] : tokens[index])?.start
}
