import { expect, it, onTestFinished, vi } from 'vitest'
import { titlePage } from '../../../src-renderer/ui/copy/title-page.ts'

it('a printed page has the title of what is printed, and then its own', () => {
  vi.stubGlobal('document', { title: 'Boards' })
  onTestFinished(() => void vi.unstubAllGlobals())
  const end = titlePage('Quality')
  expect(document.title).toBe('Quality')
  end()
  expect(document.title).toBe('Boards')
})
