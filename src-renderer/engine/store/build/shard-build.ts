import { KEY_RESOURCE, KEY_UNKNOWN } from '../model/chunk.ts'
import type { KeyTable } from '../model/key-table.ts'
import type { PackedTallies } from './line-tallies.ts'
import type { Superseded } from './arrange-resources.ts'
import type { SharedTexts } from '../texts/shared-texts.ts'

/** A reference as it is written; see the `KEY_` constants. */
export interface WrittenKey {
  readonly form: number
  /** Wanted types, with `|` between. */
  readonly types: string
  readonly text: string
}

/** What a shard has learned of the others. */
export interface LearnedFacts {
  /** The resource of another shard that a key names, undefined when no shard has it. */
  elsewhere(key: WrittenKey): { readonly type: string; readonly id: string } | undefined
  readonly superseded?: Superseded | undefined
}

/** What is known of the population while one of its shards is built. */
export interface ShardBuild {
  /** Codes of all shards; absent where a shard is built without the others, with codes of its own. */
  readonly texts?: SharedTexts | undefined
  /** Records of no person, which are in all shards, are counted in this one. */
  readonly ownsCommon: boolean
  /** Whether the population has resources of a type. */
  hasType(type: string): boolean
  /** Undefined while no shard has told anything. */
  readonly learned: LearnedFacts | undefined
  /** Is told of a key that names no resource here, nor one that the shard has learned of. */
  unresolved(key: WrittenKey): void
  /** Is told what became of the lines of files; the report of the shard says nothing by file and type then. */
  readonly tellTallies?: (tallies: PackedTallies) => void
}

/** What no shard but the only one of a population knows. */
export const nothingElsewhere = { elsewhere: undefined, alias: undefined }

/**
 * Finds the keys that name resources of other shards. Those that name them otherwise than by type and id get a second key.
 * @param placeOf the stored resource of this shard that each key names, -1 without
 */
export function keysElsewhere(
  keys: KeyTable,
  placeOf: Int32Array,
  learned: LearnedFacts | undefined
): { readonly elsewhere: Uint8Array | undefined; readonly alias: Int32Array | undefined } {
  const found: (readonly [key: number, named: number])[] = []
  if (learned === undefined) return nothingElsewhere
  for (let key = placeOf.length - 1; key >= 0; key--) {
    if (placeOf[key]! >= 0 || keys.formOf(key) === KEY_UNKNOWN) continue
    const named = learned.elsewhere(writtenKey(keys, key))
    if (named !== undefined) found.push([key, keys.add(KEY_RESOURCE, named.type, named.id)])
  }
  if (found.length === 0) return nothingElsewhere
  const elsewhere = new Uint8Array(keys.count)
  const alias = Int32Array.from({ length: keys.count }, (_, key) => key)
  for (const [key, named] of found) {
    elsewhere[key] = 1
    elsewhere[named] = 1
    alias[key] = named
  }
  return { elsewhere, alias }
}

/** Tells a shard which of its keys lead nowhere. Contained resources are with what contains them. */
export function tellUnresolved(
  keys: KeyTable,
  target: Int32Array,
  elsewhere: Uint8Array | undefined,
  shard: ShardBuild
): void {
  const isHere = keys.types.map((types) => types.split('|').some((type) => type === '' || shard.hasType(type)))
  for (let key = 0; key < keys.count; key++) {
    if (target[key]! >= 0 || elsewhere?.[key] === 1) continue
    if (keys.formOf(key) === KEY_UNKNOWN || !isHere[keys.typeOf(key)]) continue
    if (keys.isUuid(key) || !keys.textOf(key).includes('#')) shard.unresolved(writtenKey(keys, key))
  }
}

function writtenKey(keys: KeyTable, key: number): WrittenKey {
  return { form: keys.formOf(key), types: keys.types[keys.typeOf(key)]!, text: keys.textOf(key) }
}
