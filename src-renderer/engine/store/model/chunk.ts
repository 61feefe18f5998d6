/** Resources in columns. Keys, texts, and labels are local to it. */
export interface ChunkContent {
  /** Its records are of no person, so they are in every shard of a population. */
  readonly isCommon?: true
  /** Its records are those of other shards that records of this one refer to. They are looked up and never counted. */
  readonly isGuest?: true
  readonly keys: KeyList
  readonly concepts: ConceptList
  readonly resources: ResourceChunk
  readonly tables: readonly TableChunk[]
  readonly codings: readonly CodingChunk[]
  readonly findings: FindingChunk
}

/**
 * What an ingest worker hands to the store worker: a bounded part of one file, in columns. Everything is typed arrays
 * and short lists of distinct texts, so it crosses by transfer. Codes are local to the chunk.
 */
export interface StoreChunk extends ChunkContent {
  /** Index into the population's files. */
  readonly file: number
  /** Byte offset of the first resource or finding; chunks of a file follow each other. */
  readonly offset: number
}

/** Several chunks, or what one shard has of them, one behind the other. Codes and profiles are numbered as in the population. */
export interface JoinedChunk extends ChunkContent {
  readonly spans: FileSpans
}

/** The chunks that a joined one is made of, in the order in which their resources and findings stand in it. */
export interface FileSpans {
  /** {@link StoreChunk.file} of each. */
  readonly file: Int32Array
  /** {@link StoreChunk.offset} of each. */
  readonly offset: Float64Array
  /** How many resources are of each. */
  readonly resources: Int32Array
  /** How many findings are of each. */
  readonly findings: Int32Array
}

/** A key (see {@link KeyList}) that names a resource by type and id. */
export const KEY_RESOURCE = 0
/** A `urn:uuid:` or `urn:oid:` text or another URL: the `fullUrl` of a Bundle's entry, or an id of unknown type. */
export const KEY_URN = 1
/** A conditional reference: type and `system|value`, or `|value` for any system. */
export const KEY_IDENTIFIER = 2
/** The same in a Reference without a text; what it names need not be here. */
export const KEY_LOGICAL = 3
/** A text that names nothing that could be here. */
export const KEY_UNKNOWN = 4

/** Distinct names of resources: those that stand here and those that are referred to. */
export interface KeyList {
  readonly count: number
  /** One of the `KEY_` constants. */
  readonly form: Uint8Array
  readonly types: readonly string[]
  /** Code into `types`. Where the reference does not tell, the types that are wanted, with `|` between. */
  readonly type: Uint16Array
  /** Four words per key; all 0xFFFFFFFF when the text is no UUID. */
  readonly words: Uint32Array
  readonly others: readonly (readonly [key: number, text: string])[]
  /** Keys that were written as absolute URLs, by the base URL of their server. */
  readonly bases?: readonly KeysOfBase[]
}

/** Base URL of a server, and the keys that references name below it. */
export type KeysOfBase = readonly [base: string, keys: readonly number[]]

/** One row per resource of this part, in source order. */
export interface ResourceChunk {
  readonly count: number
  readonly key: Int32Array
  readonly line: Uint32Array
  readonly offset: Float64Array
  readonly length: Uint32Array
  /** 64 bits of content hash, two words per resource. */
  readonly hash: Uint32Array
  /** `meta.lastUpdated` in milliseconds since 1970, NaN when missing. */
  readonly lastUpdated: Float64Array
  readonly profiles: readonly string[]
  /** Code into `profiles`, -1 without. */
  readonly profile: Int32Array
  /** Distinct sets of security labels; see `SecurityLabels.texts`. */
  readonly labels: readonly string[]
  /** Rows of the resources that have labels, ascending. */
  readonly labelled: Int32Array
  /** Code into `labels` of each of them. */
  readonly label: Int32Array
  /** Key of the person it is about, -1 without. */
  readonly patient: Int32Array
  /** `Bundle.entry.fullUrl` where it says more than type and id. */
  readonly fullUrls: readonly (readonly [resource: number, url: string])[]
  /** Hashes of `system|value` and `|value` by which others may refer to it, two words each. */
  readonly identifiers: Uint32Array
  readonly identifierOf: Int32Array
}

/** Rows for one planned table; the columns stand in the plan's order. */
export interface TableChunk {
  /** Index into `plan.tables`. */
  readonly table: number
  readonly rows: number
  /** Row in `resources` that each row comes from. */
  readonly resource: Int32Array
  readonly columns: readonly ColumnChunk[]
}

/** A part of a column. `id` and `reference` hold keys, `concept` holds places in the chunk's concepts; -1 when missing. */
export type ColumnChunk =
  | { readonly kind: 'dictionary'; readonly codes: Int32Array; readonly values: readonly string[] }
  | { readonly kind: 'id' | 'reference' | 'concept'; readonly codes: Int32Array }
  | { readonly kind: 'date'; readonly days: Int32Array; readonly precision: Uint8Array }
  | {
      readonly kind: 'dateTime'
      readonly days: Int32Array
      readonly millis: Int32Array
      readonly offset: Int16Array
      readonly precision: Uint8Array
    }
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'integer'; readonly values: Int32Array }
  | { readonly kind: 'boolean'; readonly values: Uint8Array }

/** The codes of an id, reference, concept or dictionary column. */
export function codesOfChunk(chunk: ColumnChunk): Int32Array | undefined {
  return 'codes' in chunk ? chunk.codes : undefined
}

/** All codings of one table's main concept, in order. */
export interface CodingChunk {
  /** Index into `plan.codings`. */
  readonly coding: number
  readonly resource: Int32Array
  readonly concept: Int32Array
}

/** Distinct (system, code) pairs; where there is no code, each display text is one. */
export interface ConceptList {
  readonly systems: readonly string[]
  readonly codes: readonly string[]
  /** First display that is not empty. */
  readonly displays: readonly string[]
  /** Byte offset of the resource that the display comes from. */
  readonly offset: Float64Array
}

/** Lines that were not stored and values that were left out, in source order. */
export interface FindingChunk {
  readonly count: number
  /** Index into `rejectReasons`. */
  readonly reason: Uint8Array
  readonly line: Uint32Array
  readonly offset: Float64Array
  /** Row in `resources` whose value it is; -1 when the whole line was rejected. */
  readonly resource: Int32Array
  /** Resource types and element paths. */
  readonly labels: readonly string[]
  /** Codes into `labels`, -1 when unknown. */
  readonly type: Int32Array
  readonly path: Int32Array
}

/** Accounts of one file when its stream has ended, before duplicates are known. */
export interface FileAccount {
  readonly file: number
  /** Where the stretch of the file begins that the account is about, 0 for a file that was read at once. */
  readonly from: number
  readonly format: 'ndjson' | 'bundle' | 'bundle-array' | 'json' | 'unreadable'
  /** Bytes of text, after decompression. */
  readonly bytes: number
  /** Line ends of the text, by which the lines of later stretches count. */
  readonly lineEnds: number
  /** Lines, or entries of a Bundle. */
  readonly lines: number
  /** Lines without content. */
  readonly blank: number
  /** Resources handed on in chunks. */
  readonly taken: number
  readonly rejected: number
  /** How many resources spoke for each FHIR release. */
  readonly votes: Readonly<Record<'R4' | 'R4B' | 'R5', number>>
}
