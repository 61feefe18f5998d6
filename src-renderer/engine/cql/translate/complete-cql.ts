import { engineCqlTranslateMessages as m } from '#messages/engine/cql/translate.ts'
import { defined } from '#shared/language/defined.ts'
import { cqlKeywords, cqlTokens, type CqlToken } from './cql-tokens.ts'

/** What a text may refer to besides what it declares itself. */
export interface CqlContext {
  /** Texts of the libraries that it may include, by name. */
  readonly libraries: Readonly<Record<string, string>>
  /** Value sets that are installed. */
  readonly valueSets: readonly { readonly name: string; readonly url: string }[]
  /** Types that can be retrieved. */
  readonly types: readonly string[]
}

/** Something that can be written at the caret. */
export interface CqlSuggestion {
  readonly text: string
  readonly insert?: string
  readonly kind: 'define' | 'function' | 'value set' | 'code' | 'parameter' | 'library' | 'type' | 'keyword'
  readonly detail: string
}

/** What can be written in place of the characters from `start` to the caret. */
export interface CqlCompletion {
  readonly start: number
  readonly suggestions: readonly CqlSuggestion[]
}

interface Declared {
  readonly name: string
  readonly kind: CqlSuggestion['kind']
  readonly detail: string
}

const maxSuggestions = 60
const declaring: Readonly<Record<string, CqlSuggestion['kind']>> = {
  define: 'define',
  valueset: 'value set',
  code: 'code',
  concept: 'code',
  parameter: 'parameter'
}

/** What a library declares, by its text: read loosely, since the text is being written. */
export function cqlDeclarations(text: string): readonly Declared[] {
  const tokens = cqlTokens(text).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
  const found: Declared[] = []
  tokens.forEach(({ kind, text: word }, index) => {
    if (kind !== 'keyword' || !Object.hasOwn(declaring, word)) return
    // In the middle of an expression `code` is an element's name.
    if (tokens[index - 1]?.text === '.' || tokens[index - 1]?.text === ':') return
    let next = index + 1
    while (['private', 'public', 'fluent'].includes(tokens[next]?.text ?? '')) next++
    const isFunction = word === 'define' && tokens[next]?.text === 'function'
    const name = tokens[isFunction ? next + 1 : next]
    if (name === undefined || (name.kind !== 'quoted' && name.kind !== 'name')) return
    found.push({
      name: bare(name),
      kind: isFunction ? 'function' : declaring[word]!,
      detail: detailOf(word, isFunction)
    })
  })
  return found
}

function detailOf(word: string, isFunction: boolean): string {
  return isFunction ? 'function' : word === 'valueset' ? 'value set' : word
}

/** The libraries that a text includes: by the name it gives them, the name that they have. */
export function cqlIncludes(text: string): ReadonlyMap<string, string> {
  const tokens = cqlTokens(text).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
  const found = new Map<string, string>()
  tokens.forEach(({ kind, text: word }, index) => {
    if (kind !== 'keyword' || word !== 'include') return
    let next = index + 1
    // The last part of a qualified name is the library's.
    while (tokens[next + 1]?.text === '.') next += 2
    const name = tokens[next]
    if (name === undefined) return
    const library = bare(name)
    next++
    if (tokens[next]?.text === 'version') next += 2
    const alias = tokens[next]?.text === 'called' ? tokens[next + 1] : undefined
    found.set(alias === undefined ? library : bare(alias), library)
  })
  return found
}

function bare({ text }: CqlToken): string {
  return text.replace(/^["`]|["`]$/g, '')
}

function written(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !cqlKeywords.includes(name) ? name : `"${name}"`
}

/** Looks for what can be written at the caret. */
export function completeCql(text: string, caret: number, { libraries, valueSets, types }: CqlContext): CqlCompletion {
  const before = cqlTokens(text.slice(0, caret))
  const last = before.at(-1)
  const inWord = last !== undefined && ['name', 'keyword', 'quoted'].includes(last.kind)
  if (last !== undefined && (last.kind === 'comment' || last.kind === 'string' || last.kind === 'number')) {
    return { start: caret, suggestions: [] }
  }
  const start = inWord ? last.start : caret
  const typed = (inWord ? bare(last) : '').toLowerCase()
  const earlier = before.slice(0, inWord ? -1 : undefined).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
  const inRetrieve = earlier.at(-1)?.text === ':' && earlier.at(-3)?.text === '['
  const previous = inRetrieve ? '[:' : earlier.at(-1)?.text
  const found = candidates(text, previous, earlier.at(-2), { libraries, valueSets, types })
  // A name may be declared twice while the text is being written.
  const all = [...new Map(found.map((item) => [`${item.kind} ${item.text} ${item.detail}`, item])).values()]
  if (typed === '' && previous !== '.' && previous !== '[' && previous !== 'valueset' && !inRetrieve) {
    return { start, suggestions: [] }
  }
  const rank = ({ text: name }: CqlSuggestion): number => (name.toLowerCase().startsWith(typed) ? 0 : 1)
  const suggestions = all
    .filter(({ text: name }) => name.toLowerCase().includes(typed) && name.toLowerCase() !== typed)
    .sort((a, b) => rank(a) - rank(b) || (a.text < b.text ? -1 : 1))
  return { start, suggestions: suggestions.slice(0, maxSuggestions) }
}

function candidates(
  text: string,
  previous: string | undefined,
  owner: CqlToken | undefined,
  { libraries, valueSets, types }: CqlContext
): readonly CqlSuggestion[] {
  const includes = cqlIncludes(text)
  if (previous === '.') {
    const library = owner === undefined ? undefined : includes.get(bare(owner))
    const declared = library === undefined ? [] : cqlDeclarations(libraries[library] ?? '')
    return unique(declared).map((item) => suggestionOf(item, library ?? ''))
  }
  if (previous === '[') return types.map((type) => ({ text: type, kind: 'type', detail: 'FHIR' }))
  if (previous === 'include') {
    return Object.keys(libraries).map((name) => ({ text: name, kind: 'library', detail: 'installed' }))
  }
  if (previous === 'valueset') {
    return valueSets.map(({ name, url }) => ({
      text: name,
      insert: `"${name}": '${url}'`,
      kind: 'value set',
      detail: url
    }))
  }
  const declarations = cqlDeclarations(text)
  if (previous === '[:')
    return declarations
      .filter(({ kind }) => kind === 'value set' || kind === 'code')
      .map((item) => suggestionOf(item, ''))
  return [
    ...unique(declarations).map((item) => suggestionOf(item, '')),
    ...[...includes.keys()].map((name): CqlSuggestion => ({
      text: name,
      kind: 'library',
      detail: defined(includes.get(name))
    })),
    ...cqlKeywords.map((word): CqlSuggestion => ({ text: word, kind: 'keyword', detail: 'CQL' }))
  ]
}

function unique(declared: readonly Declared[]): readonly Declared[] {
  return [...new Map(declared.map((item) => [item.name, item])).values()]
}

function suggestionOf({ name, kind, detail }: Declared, library: string): CqlSuggestion {
  return {
    text: name,
    insert: kind === 'function' ? `${written(name)}(` : written(name),
    kind,
    detail: library === '' ? detail : m.detailOfLibrary(detail, library)
  }
}
