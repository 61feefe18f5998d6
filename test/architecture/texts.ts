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

/** Labels of one or two words, such as `Recorded` and `Saved views`. */
const label = /^[A-Z][a-z]+(?: [a-z]+)?[.:…]?$/

/** What is written like a label and is none: keys of a keyboard, headers of HTTP, resource types of FHIR. */
const names = new Set([
  ...['Alt', 'Backspace', 'Ctrl', 'Delete', 'End', 'Enter', 'Esc', 'Escape', 'Home', 'Mod', 'Shift', 'Tab'],
  ...['Accept', 'Authorization'],
  ...[
    'Appointment',
    'Binary',
    'Bundle',
    'Claim',
    'Composition',
    'Condition',
    'Consent',
    'Coverage',
    'Device',
    'Encounter'
  ],
  ...['Group', 'Immunization', 'Library', 'Location', 'Measure', 'Medication', 'Observation', 'Organization'],
  ...['Parameters', 'Patient', 'Practitioner', 'Procedure']
])

/** Labels of one or two words in code, but for names that are compared with, asked for or matched. */
export function labelLiterals(file: string): string[] {
  const source = withoutComments(readSource(file)).replace(/<style[\s\S]*?<\/style>/g, '')
  const literals = source.matchAll(
    /(?<before>(?:[!=]== |case |import |from |\b(?:value|includes|startsWith|endsWith|join|get|has|replace|PolicyRefusal|Error)\(|display: |code: |key: |group: )[^'"`\n]*)?(?<quote>['"`])(?<text>[^'"`\n]*)\k<quote>/g
  )
  return [...literals].flatMap(({ groups }) => {
    const { before, text } = groups!
    return before === undefined && label.test(text!) && !names.has(text!) ? [text!] : []
  })
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
