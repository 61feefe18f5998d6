import { hostElectronMessages as m } from '#messages/host/electron.ts'
import { webContents } from 'electron'
import { AppError } from '#shared/app-error.ts'
import type { PrinterPort } from '../../ports/host.ts'

/** PDF files as Chromium prints them: paper and margins as the page says, with the structure that screen readers need. */
export const electronPrinter: PrinterPort = {
  async pdf(windowId) {
    const page = webContents.fromId(windowId)
    if (page === undefined) throw new AppError('not-found', m.theWindowIsClosed)
    try {
      const bytes = await page.printToPDF({
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true
      })
      return new Uint8Array(bytes)
    } catch (cause) {
      throw new AppError('internal', m.thePDFCouldNotBeMade, {
        retryable: true,
        cause
      })
    }
  }
}
