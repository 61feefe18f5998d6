import { readSource } from './imports.ts'

/** Attributes of markup that people read or hear. */
const readAttributes =
  'aria-label|title|label|description|placeholder|hint|subtitle|caption|question|heading|legend|alt|summary|empty|action'

/** What looks like a sentence and is none: statements, expressions, styles, markup, addresses, arguments of commands. */
const code =
  /\b(?:SELECT|FROM|WHERE|ORDER BY|CREATE|INSERT|PRAGMA|UPDATE)\b|=>|&&|\|\||<\/?\w|\/>|\w="|https?:\/\/\S+$|\b(?:minmax|repeat|translate|rgba?|calc|var)\(|system-ui|max-age|-src |^\(prefers|^\W*\w+\(|define |@media|\$this|::/

function looksWritten(text: string): boolean {
  const words = text.replace(/\$\{[^}]*\}/g, ' x ').match(/[A-Za-z][A-Za-z’'-]*[,.;:?!…]?(?=\s|$)/g) ?? []
  // Few words and a value, as in `Saved ${title}`.
  if (/^[A-Z][a-z]{2,}(?:-[a-z]+)?[.,]? [“(]?\$\{/.test(text)) return true
  return words.filter((word) => /[a-z]{2}/.test(word)).length >= 3 && / [a-z]{2,}/.test(text) && !code.test(text)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;{(,])\/\/[^\n]*/g, '$1')
}

/** Literals of code that look like sentences, but for those of errors that only programmers see and of comparisons. */
function writtenLiterals(source: string): string[] {
  const literals = withoutComments(source).matchAll(
    /(?<before>(?:new (?:Range|Type|Syntax)?Error|[!=]==|case|import|from|hkdfSync|once|fact|countInPopulation)[ (][^'"`\n]*)?(?<literal>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)/g
  )
  return [...literals].flatMap(({ groups }) => {
    const literal = groups!['literal']!
    return groups!['before'] === undefined && looksWritten(literal.slice(1, -1)) ? [literal] : []
  })
}

/** Texts that stand in the markup of a component. */
function writtenMarkup(source: string): string[] {
  const markup = source.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<!--[\s\S]*?-->/g, '')
  const attributes = [...markup.matchAll(new RegExp(`\\s(?:${readAttributes})="([^"{]*[A-Za-z]{2}[^"]*)"`, 'g'))]
  // Without expressions, which may hold signs of markup: from the innermost braces outward.
  let plain = markup
  for (let before = ''; before !== plain;) {
    before = plain
    plain = plain.replace(/\{[^{}]*\}/g, '')
  }
  const texts = [...plain.matchAll(/>([^<>]*[A-Za-z]{2}[^<>]*)</g)]
  return [...attributes, ...texts].map(([, text]) => text!.trim()).filter((text) => text !== '')
}

/** Texts of a source file that people read and no catalog holds. */
export function textsOutsideCatalogs(file: string): string[] {
  const source = readSource(file)
  return file.endsWith('.svelte') ? [...writtenMarkup(source), ...writtenLiterals(source)] : writtenLiterals(source)
}
