/** One of the places that the records of a population come from, e.g. a server or a folder. */
export interface PopulationSource {
  /** Letters, digits, spaces, `_`, `.` and `-`; see {@link isSourceName}. Different from those of the other sources. */
  readonly name: string
  /** Base URL of its FHIR server, without a slash at the end, where it is known. */
  readonly base?: string
  /** When its data were exported, milliseconds since 1970, where that is known. */
  readonly exportedAt?: number
}

/** Sources of a population that has several. */
export interface PopulationSources {
  readonly sources: readonly PopulationSource[]
  /** Index into `sources` by file. */
  readonly ofFile: readonly number[]
}

/** Stands between the id and the name of its source. It cannot occur in a FHIR id (R4 §2.24.0.1). */
const MARK = '@'
/** Stands between an identifier, which may hold any character, and the name of its source. */
const IDENTIFIER_MARK = '\u0001'

/** Whether a text can name a source. */
export function isSourceName(text: string): boolean {
  return /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,38}[\p{L}\p{N}])?$/u.test(text)
}

/** The id by which a resource of one of several sources is known: two servers with `Patient/1` have two patients. */
export function qualifiedId(id: string, source: string): string {
  return `${id}${MARK}${source}`
}

/** The id on its own server, and the name of its source where it has one. */
export function splitId(id: string): { readonly id: string; readonly source: string | undefined } {
  const mark = id.indexOf(MARK)
  return mark < 0 ? { id, source: undefined } : { id: id.slice(0, mark), source: id.slice(mark + 1) }
}

/** As {@link qualifiedId} for `system|value`. */
export function qualifiedIdentifier(identifier: string, source: string): string {
  return `${identifier}${IDENTIFIER_MARK}${source}`
}

/** The opposite of {@link qualifiedIdentifier}. */
export function splitIdentifier(text: string): { readonly identifier: string; readonly source: string | undefined } {
  const mark = text.indexOf(IDENTIFIER_MARK)
  return mark < 0
    ? { identifier: text, source: undefined }
    : { identifier: text.slice(0, mark), source: text.slice(mark + 1) }
}
