import { afterEach, describe, expect, it, vi } from 'vitest'
import { FakeWindow } from './fake-window.ts'

const standIn = await vi.hoisted(() => import('./fake-electron.ts'))
vi.mock('electron', () => standIn.electronModule)
const { electronPrinter } = await import('../../../src-main/host/electron/printer.electron.ts')
const { fake } = standIn

afterEach(() => fake.reset())

describe('the printer of the desktop program', () => {
  it('makes a PDF of what the calling window has for paper, which says its size and margins itself', async () => {
    const [other, caller] = [new FakeWindow({}), new FakeWindow({})]
    const pdf = await electronPrinter.pdf(caller.webContents.id)
    expect(Buffer.from(pdf).toString()).toBe('%PDF-1.7')
    expect(other.webContents.printed).toBeUndefined()
    expect(caller.webContents.printed).toMatchObject({ preferCSSPageSize: true, generateTaggedPDF: true })
  })

  it('says what to do when it fails, without the words of the cause', async () => {
    const { webContents } = new FakeWindow({})
    webContents.failsToPrint = true
    await expect(electronPrinter.pdf(webContents.id)).rejects.toMatchObject({
      code: 'internal',
      retryable: true,
      message: 'The PDF could not be made. Try again, or export the workbook.'
    })
    await expect(electronPrinter.pdf(-1)).rejects.toMatchObject({ code: 'not-found' })
  })
})
