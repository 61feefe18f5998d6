import { idAt } from '../store/model/id-column.ts'
import type { IdColumn } from '../store/model/column.ts'

/** FNV-1a over the UTF-16 units of a text, with a last mix so that the low bits depend on every unit. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** The shard of each id, by its text alone: the same whatever else is loaded, and in whatever order. */
export function shardsOfIds(ids: IdColumn, count: number): Int32Array {
  return Int32Array.from({ length: ids.length }, (_, row) => textHash(idAt(ids, row) ?? '') % count)
}
