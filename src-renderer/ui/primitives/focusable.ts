const selector =
  'a[href], button:not([tabindex="-1"]), input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]'

/** Elements inside `root` that Tab reaches, in order. */
export function focusable(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => !element.matches(':disabled') && element.getClientRects().length > 0
  )
}
