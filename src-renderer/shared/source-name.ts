import { sharedMessages as m } from '#messages/shared.ts'

/** What a file is taken for, going by its name alone. */
export type NameClass = 'data' | 'archive' | 'hidden' | 'other'

/** In plain words, why a file of such a name is left out. */
export const skippedReasons: Readonly<Record<'hidden' | 'other', string>> = {
  hidden: m.hiddenOrSystemFile,
  other: m.notNDJSONJSONGzipOrZip
}

/**
 * Sorts names into those that may hold FHIR data (`.ndjson`, `.jsonl`, `.json`, these with `.gz`, and names without an
 * ending, as some servers write), zip archives, and the rest.
 * @param path relative path with `/`
 */
export function classifyName(path: string): NameClass {
  const parts = path.split('/')
  const last = parts.at(-1) ?? ''
  if (parts.includes('__MACOSX') || last.startsWith('.')) return 'hidden'
  if (/\.zip$/i.test(last)) return 'archive'
  return /\.(ndjson|jsonl|json|gz)$/i.test(last) || !last.includes('.') ? 'data' : 'other'
}

/**
 * Sorts names into those that may hold measure content (as {@link classifyName}, and CQL text, model info documents, and value
 * set downloads as workbooks or delimited text), zip archives, and the rest.
 * @param path relative path with `/`
 */
export function classifyContentName(path: string): NameClass {
  const name = classifyName(path)
  return name === 'other' && /\.(cql|csv|tsv|txt|xlsx|xml)(\.gz)?$/i.test(path) ? 'data' : name
}
