/**
 * The row that a key leads to, before it is kept within the table; undefined when the key does not move.
 * @param page rows that fit into view
 */
export function rowAfterKey(key: string, active: number, total: number, page: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: total - 1
  }
  return moves[key]
}
