import { focusable } from '../../ui/primitives/focusable.ts'

/**
 * Moves the focus to the next pane of the shell (F6), or back. Panes carry `data-pane`; each gets the focus on its
 * selected or first control.
 */
export function cyclePanes(root: ParentNode, backwards: boolean): void {
  const panes = [...root.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.getClientRects().length > 0 && focusable(pane).length > 0
  )
  const index = panes.findIndex((pane) => pane.contains(document.activeElement))
  const step = backwards ? -1 : 1
  const next = panes[index < 0 ? 0 : (index + step + panes.length) % panes.length]
  if (next === undefined) return
  const target = next.querySelector<HTMLElement>('[aria-current="page"], #screen-title') ?? focusable(next)[0]
  target?.focus()
}
