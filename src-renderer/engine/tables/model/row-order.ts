/** How the rows of a shard stand among those of the population: by group, then by number; equal ones in their own order. */
export interface TableOrder {
  /** Of tables in several parts, such as one for each registry. */
  readonly group: Int32Array | undefined
  /** Number in the population of the person, or of whatever the rows are in the order of; {@link NOBODY} for rows of nobody. */
  readonly number: Int32Array
}

/** Rows of nobody stand last. */
export const NOBODY = 0x7fffffff

/** Where the rows of a table of the population are, in their order. */
export interface RowPlaces {
  readonly shard: Uint16Array
  readonly row: Uint32Array
}

/** Puts the rows of all shards in their order. */
export function orderTableRows(parts: readonly TableOrder[]): RowPlaces {
  const rows = parts.reduce((sum, { number }) => sum + number.length, 0)
  const keys = new Float64Array(rows)
  const shard = new Uint16Array(rows)
  const row = new Uint32Array(rows)
  let position = 0
  parts.forEach(({ group, number }, index) => {
    for (let partRow = 0; partRow < number.length; partRow++) {
      keys[position] = (group?.[partRow] ?? 0) * 0x80000000 + number[partRow]!
      shard[position] = index
      row[position++] = partRow
    }
  })
  const order = Uint32Array.from(keys.keys()).sort((left, right) => keys[left]! - keys[right]! || left - right)
  return { shard: shard.map((_, place) => shard[order[place]!]!), row: row.map((_, place) => row[order[place]!]!) }
}
