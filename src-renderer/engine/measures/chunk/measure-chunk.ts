import { detachBuffer } from '#shared/detach-buffer.ts'

/** Patient ordinals from `first` on. */
export interface PatientRange {
  readonly first: number
  readonly count: number
}

/** Codes of one element in the rows of a section: row r has `ids[offsets[r] .. offsets[r + 1])`, into the chunk's concepts. */
export interface CodeColumn {
  readonly element: string
  readonly offsets: Int32Array
  readonly ids: Int32Array
  /** Rows that stand for whole value sets (`notDoneValueSet` of QI-Core), ascending, and these value sets by URL. */
  readonly wholeRows: readonly number[]
  readonly wholes: readonly (readonly string[])[]
}

/** Records of one type, by patient and in the order in which they were read. */
export interface ChunkSection {
  readonly type: string
  /** Members that records have and that were left out; undefined where they are too many to be named. */
  readonly dropped: readonly string[] | undefined
  /** Ordinal of the first patient who has such records; -1 for those of nobody. */
  readonly first: number
  /** Rows of the p-th patient from there are `[offsets[p], offsets[p + 1])`. */
  readonly offsets: Int32Array
  /** Where the record is written in `words`. */
  readonly nodes: Int32Array
  /** What tells the record's roles, by number, and each number's value in the chunk. */
  readonly roles: Int32Array
  readonly roleValues: Int32Array
  readonly codes: readonly CodeColumn[]
  /** References to records of no patient, as values of the chunk: row r has `links[linkOffsets[r] .. linkOffsets[r + 1])`. */
  readonly linkOffsets: Int32Array
  readonly links: Int32Array
}

/**
 * What some measures read of some patients, taken from the raw records once. Values that occur again and again are held
 * once. Made of typed arrays, so that it moves between workers without a copy.
 */
export interface MeasureChunk {
  /** First patient ordinal; -1 for the records that belong to no patient, which stand as those of one. */
  readonly first: number
  readonly count: number
  readonly sections: readonly ChunkSection[]
  readonly concepts: { readonly systems: readonly (string | undefined)[]; readonly codes: readonly string[] }
  /** Objects and lists, see `ValueWriter`. */
  readonly words: Int32Array
  /** Member names of objects, by shape. */
  readonly shapes: readonly (readonly string[])[]
  /** Texts of ASCII characters, one after the other, and where each ends. */
  readonly text: Uint8Array
  readonly textEnds: Uint32Array
  /** All other texts. */
  readonly texts: readonly string[]
  readonly numbers: Float64Array
  /** Values that are used more than once, see `ValueWriter`. */
  readonly interned: Int32Array
  /** Records whose bytes are no JSON object. */
  readonly unreadable: number
}

/** A chunk as if it had been taken for some types of records only. */
export function chunkOfTypes(chunk: MeasureChunk, types: ReadonlySet<string>): MeasureChunk {
  return { ...chunk, sections: chunk.sections.filter(({ type }) => types.has(type)) }
}

function chunkArrays(chunk: MeasureChunk): readonly ArrayBufferView[] {
  return [
    chunk.words,
    chunk.text,
    chunk.textEnds,
    chunk.numbers,
    chunk.interned,
    ...chunk.sections.flatMap(({ offsets, nodes, roles, roleValues, codes, linkOffsets, links }) => [
      offsets,
      nodes,
      roles,
      roleValues,
      linkOffsets,
      links,
      ...codes.flatMap((item) => [item.offsets, item.ids])
    ])
  ]
}

/** Frees the arrays of a chunk that nobody looks at any more. @param chunk belongs to the caller alone */
export function releaseMeasureChunk(chunk: MeasureChunk): void {
  for (const array of chunkArrays(chunk)) detachBuffer(array)
}

/** Bytes that a chunk takes, without its few texts. */
export function chunkBytes(chunk: MeasureChunk): number {
  return chunkArrays(chunk).reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** So many patients at most in a range: all ASCII text of a chunk is one JavaScript string, which has a greatest length. */
const rangeLimit = 25_000

/**
 * Divides a population into ranges of nearly the same length.
 * @param workers number of those that share the work: each can take as many ranges as the others
 */
export function splitPatients(patients: number, workers: number): readonly PatientRange[] {
  const parts = workers * Math.ceil(patients / (workers * rangeLimit))
  const ranges: PatientRange[] = []
  for (let part = 0; part < parts; part++) {
    const first = Math.floor((patients * part) / parts)
    const count = Math.floor((patients * (part + 1)) / parts) - first
    if (count > 0) ranges.push({ first, count })
  }
  return ranges
}
