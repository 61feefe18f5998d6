import { withPresentNames } from '#engine/explore/renamed-measures.ts'

/** A statement with a name. */
export interface NamedQuery {
  readonly title: string
  /** What it is for. */
  readonly description?: string
  readonly text: string
}

/** Writes queries as one SQL file: comments `-- name: …` and `-- description: …` before each, a semicolon after it. */
export function writeQueryFile(queries: readonly NamedQuery[]): string {
  return queries
    .map(({ title, description = '', text }) => {
      const line = (word: string, value: string): string => `-- ${word}: ${value.replace(/\s+/g, ' ').trim()}\n`
      const about = description.trim() === '' ? '' : line('description', description)
      return `${line('name', title)}${about}${text.trim().replace(/;\s*$/, '')};\n`
    })
    .join('\n')
}

/** Reads what {@link writeQueryFile} wrote; a file without names is one query of the given title. */
export function readQueryFile(content: string, title: string): NamedQuery[] {
  const parts = content.replaceAll('\r\n', '\n').split(/^-- name: (.*)$/m)
  const clean = (text: string): string => withPresentNames(text.trim().replace(/;\s*$/, ''))
  const queries: NamedQuery[] = clean(parts[0] ?? '') === '' ? [] : [{ title, text: clean(parts[0] ?? '') }]
  for (let index = 1; index < parts.length; index += 2) {
    const [, description, statement] = /^\s*(?:-- description: (.*)\n)?([\s\S]*)$/.exec(parts[index + 1] ?? '') ?? []
    const text = clean(statement ?? '')
    const about = description === undefined ? {} : { description: description.trim() }
    if (text !== '') queries.push({ title: parts[index]?.trim() ?? title, ...about, text })
  }
  return queries
}
