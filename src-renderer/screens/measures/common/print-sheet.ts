import { mount, tick, unmount } from 'svelte'
import type { PrintedPages } from '#engine/reports/printed-pages.ts'
import type { App } from '../../../state/app.ts'
import type { StartedDownload } from '../../../state/started-download.ts'
import { saveFrom } from '../../../ui/copy/save-text.ts'
import { titlePage } from '../../../ui/copy/title-page.ts'
import PrintSheet from './PrintSheet.svelte'

/**
 * Brings pages to paper: the desktop program saves a PDF file, a browser opens its own print dialog. They are in the
 * document only for as long as that takes.
 * @param name of the file, without personal data
 * @returns the file that is being saved; undefined where the browser prints
 */
export async function printSheet(
  { info, transport }: Pick<App, 'info' | 'transport'>,
  pages: PrintedPages,
  name: string
): Promise<StartedDownload | undefined> {
  const paper = mount(PrintSheet, { target: document.body, props: { pages } })
  await tick()
  const untitle = titlePage(pages.title)
  const gone = (): void => {
    untitle()
    void unmount(paper)
  }
  if (info.host === 'electron') {
    try {
      const { url } = await transport.call('page.pdf', undefined)
      return saveFrom(url, name)
    } finally {
      gone()
    }
  }
  addEventListener('afterprint', gone, { once: true })
  print()
  return undefined
}
