/** A difference that comes of rounding, in CSS pixels. */
const SLACK = 4

/** How far a box is scrolled, and how much it holds. */
export type ScrollExtent = Pick<
  HTMLElement,
  'scrollTop' | 'scrollLeft' | 'clientHeight' | 'clientWidth' | 'scrollHeight' | 'scrollWidth'
>

/** The edges behind which there is more: `down`, `end`, both, or ''. */
export function moreBehind(box: ScrollExtent): string {
  const down = box.scrollHeight - box.clientHeight - box.scrollTop > SLACK
  const end = box.scrollWidth - box.clientWidth - Math.abs(box.scrollLeft) > SLACK
  return [...(down ? ['down'] : []), ...(end ? ['end'] : [])].join(' ')
}

/** Attachment of a box that scrolls: marks it with the edges behind which there is more, for the style sheet to show. */
export function scrollCue(box: HTMLElement): () => void {
  const update = (): void => {
    box.dataset['more'] = moreBehind(box)
  }
  const sizes = new ResizeObserver(update)
  const watch = (): void => {
    sizes.disconnect()
    sizes.observe(box)
    for (const child of box.children) sizes.observe(child)
  }
  const content = new MutationObserver(watch)
  content.observe(box, { childList: true })
  box.addEventListener('scroll', update, { passive: true })
  watch()
  return () => {
    sizes.disconnect()
    content.disconnect()
    box.removeEventListener('scroll', update)
  }
}
