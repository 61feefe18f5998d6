/** A difference that comes of rounding, in CSS pixels. */
const SLACK = 4

/** How far a box is scrolled, and how much it holds. */
export type ScrollExtent = Pick<
  HTMLElement,
  'scrollTop' | 'scrollLeft' | 'clientHeight' | 'clientWidth' | 'scrollHeight' | 'scrollWidth'
>

/** In which directions a box lets itself be scrolled. */
export type ScrollDirections = Pick<CSSStyleDeclaration, 'overflowX' | 'overflowY'>

const canScroll = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'

/** The edges behind which there is more to scroll to, of `down`, `start` and `end`; '' where all is in view. */
export function moreBehind(box: ScrollExtent, { overflowX, overflowY }: ScrollDirections): string {
  const down = canScroll(overflowY) && box.scrollHeight - box.clientHeight - box.scrollTop > SLACK
  const end = canScroll(overflowX) && box.scrollWidth - box.clientWidth - Math.abs(box.scrollLeft) > SLACK
  const start = canScroll(overflowX) && Math.abs(box.scrollLeft) > SLACK
  return [...(down ? ['down'] : []), ...(start ? ['start'] : []), ...(end ? ['end'] : [])].join(' ')
}

/** What takes the focus by the Tab key, and so lets the keyboard scroll the box around it. */
const focusable = ':is(a[href], button, input, select, textarea, summary, [tabindex]):not(:disabled, [tabindex="-1"])'

/** Whether the keyboard would not reach a box that scrolls. Options of a list are reached from what opened it. */
export function needsTabStop(box: ScrollExtent & Pick<HTMLElement, 'getAttribute' | 'querySelector'>): boolean {
  return (
    (box.scrollHeight > box.clientHeight + SLACK || box.scrollWidth > box.clientWidth + SLACK) &&
    box.getAttribute('role') !== 'listbox' &&
    box.querySelector(focusable) === null
  )
}

/** The part of a box that headings of a table which stay in view cover: what takes the focus is scrolled clear of it. */
function coverOf(box: HTMLElement): Pick<CSSStyleDeclaration, 'scrollPaddingBlockStart' | 'scrollPaddingInlineStart'> {
  // A table that has a box of its own covers that one.
  const heads = [...box.querySelectorAll('thead')].filter(
    (head) => head.closest('[data-more]:not([data-grown])') === box
  )
  const names = heads.map((head) => head.querySelector('th')).filter((name) => name !== null)
  const stays = names.filter((name) => getComputedStyle(name).insetInlineStart === '0px')
  const pixels = (sizes: readonly number[]): string => (sizes.length === 0 ? '' : `${Math.max(...sizes)}px`)
  return {
    scrollPaddingBlockStart: pixels(heads.map(({ offsetHeight }) => offsetHeight)),
    scrollPaddingInlineStart: pixels(stays.map(({ offsetWidth }) => offsetWidth))
  }
}

/**
 * Whether a box is in a row that is as high as its content: then the screen scrolls, and not another box inside it. One
 * with `data-sized` keeps the height it is given.
 */
function isInGrowingRow(box: HTMLElement): boolean {
  return !box.hasAttribute('data-sized') && box.closest('[data-grows]') !== null
}

/** What is wider than its box is still scrolled sideways. */
function grow(box: HTMLElement): boolean {
  const isGrown = box.scrollWidth <= box.clientWidth + 1
  box.toggleAttribute('data-grown', isGrown)
  return isGrown
}

/**
 * Attachment of a box that scrolls: lets it be as high as its content where the row around it is, marks it with the edges
 * behind which there is more, for the style sheet to show, and lets it take the focus where nothing inside does, so that the
 * keyboard can scroll it, and keeps what has the focus clear of headings that stay in view.
 */
export function scrollCue(box: HTMLElement): () => void {
  const hasOwnStop = box.hasAttribute('tabindex')
  const grows = isInGrowingRow(box)
  const update = (): void => {
    box.dataset['more'] = moreBehind(box, getComputedStyle(box))
    if (hasOwnStop) return
    if (needsTabStop(box)) box.tabIndex = 0
    else if (document.activeElement !== box) box.removeAttribute('tabindex')
  }
  let frame = 0
  const fit = (): void => {
    if (grows) grow(box)
    update()
    Object.assign(box.style, coverOf(box))
    // Boxes inside it settle after it, and then leave it less to scroll to.
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(update)
  }
  const sizes = new ResizeObserver(fit)
  const watch = (): void => {
    sizes.disconnect()
    sizes.observe(box)
    for (const child of box.children) sizes.observe(child)
    // Text of its own changes no child's size.
    if (box.children.length === 0) update()
  }
  const content = new MutationObserver(watch)
  content.observe(box, { childList: true, characterData: true, subtree: box.children.length === 0 })
  box.addEventListener('scroll', update, { passive: true })
  watch()
  return () => {
    cancelAnimationFrame(frame)
    sizes.disconnect()
    content.disconnect()
    box.removeEventListener('scroll', update)
  }
}

/** Attachment of a box that takes the focus for itself, but only where it scrolls. */
export function stopWhereItScrolls(box: HTMLElement): (() => void) | undefined {
  if (!isInGrowingRow(box)) return undefined
  const look = (): void => {
    if (!grow(box)) box.tabIndex = 0
    else if (document.activeElement !== box) box.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver(look)
  sizes.observe(box)
  for (const child of box.children) sizes.observe(child)
  return () => sizes.disconnect()
}
