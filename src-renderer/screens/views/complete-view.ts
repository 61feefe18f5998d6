import { screensViewsMessages as m } from '#messages/screens/views.ts'
import { lexPath } from '#engine/views/lex-path.ts'
import type { ViewDefinition, ViewSelect } from '#engine/views/view-definition.ts'
import { defined } from '#shared/language/defined.ts'
import type { CodeCompletion, CodeSuggestion } from '../../ui/code/code-completion.ts'
import { jsonTokens } from '../../ui/code/json-tokens.ts'

const LIMIT = 14
const members: Readonly<Record<string, string>> = {
  '': m.resourceTypeNameTitleDescriptionStatusResource,
  select: 'column select forEach forEachOrNull unionAll repeat',
  unionAll: 'column select forEach forEachOrNull unionAll repeat',
  column: m.namePathTypeDescriptionCollection,
  where: m.pathDescription,
  constant: m.nameValueStringValueCodeValueIntegerValueDecimalValueBoolean
}
const types =
  `base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string
  time unsignedInt uri url uuid`.split(/\s+/)
const functions =
  `where() select() repeat() exists() all() empty() not() count() hasValue() first() last() single() tail()
  skip() take() distinct() union() iif() ofType() as() is() extension() getResourceKey() getReferenceKey() lowBoundary()
  highBoundary() join() startsWith() endsWith() contains() upper() lower() trim() length() indexOf() substring() replace()
  toString() toInteger() toDecimal() toBoolean() abs() round()`.split(/\s+/)

/** What suggestions draw on. */
export interface ViewVocabulary {
  /** Resource types of the data. */
  readonly types: readonly string[]
  /** Elements by resource type, as the built-in definitions use them. */
  readonly elements: ReadonlyMap<string, readonly string[]>
}

/** Elements that the given definitions name, by resource type. */
export function elementNames(definitions: readonly ViewDefinition[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  for (const { resource, select } of definitions) {
    const names = found.get(resource) ?? new Set<string>()
    found.set(resource, names)
    for (const path of select.flatMap(pathsOf))
      for (const { kind, text } of lexPath(path)) if (kind === 'name' && /^[a-z]/.test(text)) names.add(text)
  }
  return new Map(
    Array.from(found, ([type, names]) => [type, [...names].filter((name) => !functions.includes(`${name}()`)).sort()])
  )
}

function pathsOf(select: ViewSelect): string[] {
  return [
    ...(select.column ?? []).map(({ path }) => path),
    ...[select.forEach, select.forEachOrNull].filter((path) => path !== undefined),
    ...(select.repeat ?? []),
    ...[...(select.select ?? []), ...(select.unionAll ?? [])].flatMap(pathsOf)
  ]
}

/** Suggestions for the word before the caret of a ViewDefinition: names of members, types, elements and functions. */
export function completeView(text: string, caret: number, known: ViewVocabulary): CodeCompletion {
  const none = { start: caret, suggestions: [] }
  const tokens = jsonTokens(text.slice(0, caret)).filter(
    ({ kind, text: piece }) => kind !== 'plain' || piece.trim() !== ''
  )
  const last = tokens.at(-1)
  const isOpen = last?.text.startsWith('"') === true && (last.text.length === 1 || !/(^|[^\\])"$/.test(last.text))
  if (last === undefined || !isOpen) return none
  const inside = text.slice(last.start + 1, caret)
  const word = /[%\w]*$/.exec(inside)?.[0] ?? ''
  const start = caret - word.length
  const { list, property } = placeOf(tokens.slice(0, -1).map(({ text: piece }) => piece))
  const offer = (texts: readonly string[], kind: string): CodeSuggestion[] =>
    texts.map((each) => ({ text: each, kind, detail: kind }))
  if (property === undefined) return fitting(start, word, offer((members[list] ?? '').split(' '), 'member'))
  if (property === 'resource') return fitting(start, word, offer(known.types, m.resourceType))
  if (property === 'type') return fitting(start, word, offer(types, 'type'))
  if (!['path', 'forEach', 'forEachOrNull', 'repeat'].includes(property)) return none
  const resource = /"resource"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? ''
  const constants = Array.from(
    text.matchAll(/"name"\s*:\s*"(\w+)"\s*,\s*"value[A-Z]/g),
    ([, name]) => `%${defined(name)}`
  )
  return fitting(start, word, [
    ...offer([...constants, '%rowIndex'], 'constant'),
    ...offer(known.elements.get(resource) ?? [], 'element'),
    ...offer(functions, 'function').map((each) => ({ ...each, insert: each.text.replace(/\)$/, '') }))
  ])
}

function fitting(start: number, word: string, suggestions: readonly CodeSuggestion[]): CodeCompletion {
  const found = suggestions.filter(({ text }) => text.startsWith(word) && text !== word)
  return { start, suggestions: word === '' && found.length > 60 ? [] : found.slice(0, LIMIT) }
}

/** Around a text that is being written: the list that its object is in, and the property whose value it is. */
function placeOf(pieces: readonly string[]): { readonly list: string; readonly property: string | undefined } {
  const open: { readonly bracket: string; readonly name: string }[] = []
  let name = ''
  pieces.forEach((piece, index) => {
    if (piece === '{' || piece === '[') open.push({ bracket: piece, name })
    else if (piece === '}' || piece === ']') name = open.pop()?.name ?? ''
    else if (piece === ':') name = (pieces[index - 1] ?? '').slice(1, -1)
  })
  const inner = open.at(-1)
  const list = [...open].reverse().find(({ bracket }) => bracket === '[')?.name ?? ''
  if (inner?.bracket === '[') return { list, property: inner.name }
  return { list, property: pieces.at(-1) === ':' ? name : undefined }
}
