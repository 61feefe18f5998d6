/** Text of a cell that does not fit into it; `undefined` where all of it can be read. */
export function clippedText(
  cell: Pick<HTMLElement, 'scrollWidth' | 'clientWidth' | 'textContent'>
): string | undefined {
  return cell.scrollWidth > cell.clientWidth + 1 ? cell.textContent?.trim() : undefined
}

/**
 * Attachment of a table whose rows are drawn again with others: what is cut off is read by pointing at it. The title goes
 * with the pointer, because the cell may show another row next.
 */
export function clippedTitle(table: HTMLElement): () => void {
  const cellAt = ({ target }: Event): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>('[role="gridcell"]') : null
  const over = (event: Event): void => {
    const cell = cellAt(event)
    const text = cell === null ? undefined : clippedText(cell)
    if (text !== undefined) cell?.setAttribute('title', text)
  }
  const out = (event: Event): void => cellAt(event)?.removeAttribute('title')
  table.addEventListener('pointerover', over)
  table.addEventListener('pointerout', out)
  return () => {
    table.removeEventListener('pointerover', over)
    table.removeEventListener('pointerout', out)
  }
}
