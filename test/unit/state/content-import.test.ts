import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { ContentImport } from '../../../src-renderer/state/measures/content-import.svelte.ts'
import type { ContentReport } from '../../../src-renderer/workers/content/content-protocol.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

describe('an import of measure content', () => {
  it('is not disturbed by files that are dropped meanwhile, and those are not dropped without a word', async () => {
    const assembled = Promise.withResolvers<ContentReport>()
    const content = new ContentImport({
      transport: fakeTransport({}),
      lists: async () => [],
      sendBytes: async () => undefined,
      mayBeUnsigned: () => true,
      startWorker: () => ({ api: { assemble: () => assembled.promise }, stop: vi.fn() }) as never
    })
    const picked = (name: string) => [{ name, file: new File(['{}'], name) }]
    const importing = content.takePicked(picked('first.json'))
    await expect(content.takePicked(picked('second.json'))).rejects.toMatchObject({ code: 'not-allowed' })
    expect([content.reading?.label, content.error]).toEqual(['first', undefined])
    assembled.reject(new AppError('invalid-input', 'There is no measure in it.'))
    await importing
    expect([content.reading, content.error]).toEqual([
      undefined,
      { label: 'first', message: 'There is no measure in it.' }
    ])
  })
})
