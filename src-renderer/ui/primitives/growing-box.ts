/**
 * Attachment of a box that is as high as its content where the row around it grows: the screen scrolls, and not another box
 * inside it. What is wider than the box is still scrolled sideways. The box takes the focus only where it scrolls.
 */
export function growingBox(box: HTMLElement): (() => void) | undefined {
  if (box.closest('[data-grows]') === null) return undefined
  const look = (): void => {
    const isGrown = box.scrollWidth <= box.clientWidth + 1
    box.toggleAttribute('data-grown', isGrown)
    if (!isGrown) box.tabIndex = 0
    else if (document.activeElement !== box) box.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver(look)
  sizes.observe(box)
  for (const child of box.children) sizes.observe(child)
  return () => sizes.disconnect()
}
