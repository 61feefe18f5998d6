import { KEY_IDENTIFIER, KEY_LOGICAL, KEY_UNKNOWN, type KeyList, type StoreChunk } from '../model/chunk.ts'
import {
  qualifiedId,
  qualifiedIdentifier,
  type PopulationSource,
  type PopulationSources
} from '../model/source-keys.ts'
import { isNoUuid, uuidText } from '../model/uuid-bytes.ts'
import { hashText } from './content-hash.ts'

/**
 * Adds its source to every key of a chunk, so that a resource is known by source, type and id. A reference leads to its own
 * source; an absolute URL below the base of another source's server leads there.
 */
export function qualifyChunk(chunk: StoreChunk, { sources, ofFile }: PopulationSources): StoreChunk {
  const chunkSource = sources[ofFile[chunk.file]!]!
  const { resources } = chunk
  return {
    ...chunk,
    keys: qualifyKeys(chunk.keys, chunkSource, sources),
    resources: {
      ...resources,
      fullUrls: resources.fullUrls.map(([row, url]) => [row, qualifiedId(url, chunkSource.name)] as const),
      identifiers: qualifyHashes(resources.identifiers, chunkSource.name)
    }
  }
}

function qualifyKeys(keys: KeyList, chunkSource: PopulationSource, sources: readonly PopulationSource[]): KeyList {
  const bases = new Map(keys.bases?.flatMap(([base, named]) => named.map((key) => [key, base] as const)))
  const others: (readonly [key: number, text: string])[] = []
  const words = new Uint32Array(keys.words.length).fill(0xffffffff)
  let other = 0
  for (let key = 0; key < keys.count; key++) {
    const text = isNoUuid(keys.words, key * 4) ? keys.others[other++]![1] : uuidText(keys.words, key * 4)
    const { name } = sourceOfBase(bases.get(key), chunkSource, sources)
    others.push([key, qualifiedText(keys.form[key]!, text, name)])
  }
  return { ...keys, words, others }
}

function qualifiedText(form: number, text: string, source: string): string {
  if (form === KEY_UNKNOWN) return text
  return form === KEY_IDENTIFIER || form === KEY_LOGICAL ? qualifiedIdentifier(text, source) : qualifiedId(text, source)
}

/** A base that no source is known by is taken for the own one: folders do not tell theirs. */
function sourceOfBase(
  base: string | undefined,
  chunkSource: PopulationSource,
  sources: readonly PopulationSource[]
): PopulationSource {
  return base === undefined ? chunkSource : (sources.find((source) => source.base === base) ?? chunkSource)
}

/** Identifiers are compared by hash only, so the source goes into the hash. */
function qualifyHashes(hashes: Uint32Array, source: string): Uint32Array {
  const mask = sourceMask(source)
  return hashes.map((word, index) => (word ^ mask[index & 1]!) >>> 0)
}

/** Two words that tell the identifiers of a source from those of others. */
export function sourceMask(source: string): Uint32Array {
  const mask = new Uint32Array(2)
  hashText(source, mask, 0)
  return mask
}
