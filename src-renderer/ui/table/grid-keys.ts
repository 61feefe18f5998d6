/**
 * The row that a key leads to, before it is kept within the table; undefined when the key does not move.
 * @param page rows that fit into view
 */
function rowAfterKey(key: string, active: number, total: number, page: number): number | undefined {
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

/** What a key asks of a table of rows. */
export type GridAction =
  | { readonly kind: 'open' | 'chooseAll' | 'copy' | 'chooseNone' }
  /** Brings the keyboard to a row. @property extend everything up to it is chosen, too */
  | { readonly kind: 'move'; readonly row: number; readonly extend: boolean }
  /** Chooses the row where the keyboard is, or everything up to it. */
  | { readonly kind: 'choose'; readonly extend: boolean }

/** What the meaning of a key depends on. */
export interface GridState {
  /** Row where the keyboard is. */
  readonly active: number
  readonly total: number
  /** Rows that fit into view. */
  readonly page: number
  readonly selectable: boolean
  /** How many rows are chosen. */
  readonly chosen: number
}

/** The action of a key; undefined where the table has none for it. */
export function gridAction(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>,
  { active, total, page, selectable, chosen }: GridState
): GridAction | undefined {
  const row = rowAfterKey(event.key, active, total, page)
  if (row !== undefined) return { kind: 'move', row, extend: selectable && event.shiftKey }
  if (event.key === 'Enter') return { kind: 'open' }
  if (event.key === ' ' && selectable) return { kind: 'choose', extend: event.shiftKey }
  if (event.key === 'Escape' && chosen > 0) return { kind: 'chooseNone' }
  if (!event.ctrlKey && !event.metaKey) return undefined
  if (event.key.toLowerCase() === 'a' && selectable) return { kind: 'chooseAll' }
  return event.key.toLowerCase() === 'c' ? { kind: 'copy' } : undefined
}
