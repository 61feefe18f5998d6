import type { Event, WebContents } from 'electron'
import type { LogPort } from '../../ports/host.ts'
import { isPageUrl } from './page-origin.ts'

/** Keeps a page where it is: no navigation elsewhere, no new windows, no embedded pages. */
export function guardContents(contents: WebContents, log: LogPort): void {
  const stay = (event: Event & { readonly url: string }): void => {
    if (isPageUrl(event.url)) return
    log.write('warn', 'contents.navigation-blocked')
    event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-frame-navigate', (event) => {
    // Sub-frames are not used at all.
    if (event.isMainFrame && isPageUrl(event.url)) return
    log.write('warn', 'contents.navigation-blocked')
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    log.write('warn', 'contents.webview-blocked')
    event.preventDefault()
  })
  contents.setWindowOpenHandler(() => {
    log.write('warn', 'contents.window-blocked')
    return { action: 'deny' }
  })
}
