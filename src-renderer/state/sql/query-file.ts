import { withPresentNames } from '#engine/explore/renamed-measures.ts'

/** A statement with a name. */
export interface NamedQuery {
  readonly title: string
  readonly text: string
}

/** Writes queries as one SQL file: a comment `-- name: …` before each, a semicolon after it. */
export function writeQueryFile(queries: readonly NamedQuery[]): string {
  return queries
    .map(({ title, text }) => `-- name: ${title.replace(/\s+/g, ' ')}\n${text.trim().replace(/;\s*$/, '')};\n`)
    .join('\n')
}

/** Reads what {@link writeQueryFile} wrote; a file without names is one query of the given title. */
export function readQueryFile(content: string, title: string): NamedQuery[] {
  const parts = content.replaceAll('\r\n', '\n').split(/^-- name: (.*)$/m)
  const clean = (text: string): string => withPresentNames(text.trim().replace(/;\s*$/, ''))
  const queries: NamedQuery[] = clean(parts[0] ?? '') === '' ? [] : [{ title, text: clean(parts[0] ?? '') }]
  for (let index = 1; index < parts.length; index += 2) {
    const text = clean(parts[index + 1] ?? '')
    if (text !== '') queries.push({ title: parts[index]?.trim() ?? title, text })
  }
  return queries
}
