import type { Attachment } from 'svelte/attachments'

/**
 * Tells the inner size of an element, in pixels, as the browser lays it out. It never asks for a layout of its own,
 * which a reading of `clientWidth` while a screen is built would do.
 */
export function measured(report: (width: number, height: number) => void): Attachment<HTMLElement> {
  return (element) => {
    const observer = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.contentRect
      if (box !== undefined) report(Math.floor(box.width), Math.floor(box.height))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }
}
