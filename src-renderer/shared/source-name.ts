import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'

/** What a file is taken for, going by its name alone. */
export type NameClass = 'data' | 'archive' | 'hidden' | 'other'

/** Tables, such as those of a data set without identifiers. */
const tables = /\.(csv|tsv|xlsx|parquet|arrow)$/i

/** Whether a file is a table, going by its name: FHIR data cannot be made of its columns again. */
export function isTableName(name: string): boolean {
  return tables.test(name)
}

/** In plain words, why a file of such a name is left out. */
function skippedReason(name: string, kind: 'hidden' | 'other'): string {
  if (kind === 'hidden') return m.hiddenOrSystemFile
  return isTableName(name) ? m.aTableIsNoFHIRData : m.notNDJSONJSONGzipOrZip
}

/** A file or folder that was looked at and left out of a load. */
export const SkippedFile = v.object({
  /** As the names of files that are read. */
  name: v.string(),
  /** In plain words. */
  reason: v.string(),
  /** It may hold FHIR data, so that the load lacks something; absent where that is not to be expected of it. */
  mayHoldData: v.optional(v.literal(true))
})
export type SkippedFile = v.InferOutput<typeof SkippedFile>

/** Endings of compressed files and archives that are not read. */
const packed = /\.(bz2|tbz2?|xz|txz|lzma|zst|tzst|lz4|br|z|7z|rar|tar|tgz)$/i
/** A file of FHIR data under another ending, such as that of a download which has not ended; not a checksum or signature of it. */
const renamed = /\.(ndjson|jsonl)\.(?!(sig|asc|md5|sha\d+|sum|txt|html?)$)\w+$/i

/**
 * What is said of a file that is left out for its name.
 * @param kind by {@link classifyName}
 */
export function skippedByName(name: string, kind: 'hidden' | 'other'): SkippedFile {
  const mayHoldData = kind === 'other' && (packed.test(name) || renamed.test(name))
  return { name, reason: skippedReason(name, kind), ...(mayHoldData ? { mayHoldData } : {}) }
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
