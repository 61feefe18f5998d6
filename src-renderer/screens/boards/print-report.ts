import { mount, tick, unmount } from 'svelte'
import type { Board } from '#engine/boards/board.ts'
import { toWireError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { reportHtml } from '../../board-reports/report-html.ts'
import type { App } from '../../state/app.ts'
import { releaseRecorded } from '../../state/record-export.ts'
import { fileName, saveFrom } from '../../ui/copy/save-text.ts'
import { titlePage } from '../../ui/copy/title-page.ts'
import ReportPages from './ReportPages.svelte'
import { computeReport, reportsToLeave } from './report-run.ts'

/** Brings a report to paper: the desktop program saves a PDF file, a browser opens its print dialog. */
export async function printReport(app: App, board: Board): Promise<void> {
  const isElectron = app.info.host === 'electron'
  try {
    const computed = await computeReport(app, board)
    const leaving = {
      what: 'board',
      format: isElectron ? 'pdf' : 'print',
      rows: board.items.length,
      names: false
    } as const
    await releaseRecorded(app, leaving, async () => {
      const [report] = await reportsToLeave(app, [computed], { format: leaving.format, title: board.title })
      const html = await reportHtml(defined(report))
      const paper = mount(ReportPages, { target: document.body, props: { html, printing: true } })
      await tick()
      const untitle = titlePage(board.title)
      const end = (): void => {
        untitle()
        void unmount(paper)
      }
      if (!isElectron) {
        addEventListener('afterprint', end, { once: true })
        print()
        return undefined
      }
      try {
        const { url } = await app.transport.call('page.pdf', undefined)
        return saveFrom(url, fileName(board.title, 'pdf'))
      } finally {
        end()
      }
    })
  } catch (error) {
    app.toasts.show(toWireError(error).message, { kind: 'failed' })
  }
}
