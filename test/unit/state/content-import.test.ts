import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { PackEntry, SignedReport } from '#shared/contract/measures.ts'
import { ContentImport } from '../../../src-renderer/state/measures/content-import.svelte.ts'
import type { ContentReport } from '../../../src-renderer/workers/content/content-protocol.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

const hash = 'a'.repeat(64)
const pack = { id: 'pack-1', installedAt: 1, keptBytes: 1 } as PackEntry
const signedReport = {
  draft: 'draft-1',
  files: [],
  facts: { hash },
  notes: [],
  skipped: [],
  unassigned: [],
  valueSetCodes: [],
  cql: []
} as unknown as SignedReport

function importOver(
  transport: Transport,
  assemble: () => Promise<ContentReport> = () => Promise.reject(new Error('no worker was expected'))
) {
  return new ContentImport({
    transport,
    lists: async () => [],
    sendBytes: async () => undefined,
    mayBeUnsigned: () => true,
    startWorker: () => ({ api: { assemble }, stop: vi.fn() }) as never
  })
}

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

  it('that is cancelled after the last question was answered installs nothing', async () => {
    const listed = Promise.withResolvers<PackEntry[]>()
    const transport = fakeTransport({
      'content.choose': () => ({ signed: 'signed-1', label: 'Codes' }),
      'content.assemble': () => signedReport,
      'content.list': () => listed.promise,
      'content.commit': () => pack
    })
    const content = importOver(transport)
    const importing = content.choose('files')
    await vi.waitFor(() => expect(transport.calls.at(-1)?.[0]).toBe('content.list'))
    content.cancel()
    listed.resolve([])
    await importing
    expect([content.outcome, content.error]).toEqual([undefined, undefined])
    expect(transport.calls.map(([name]) => name)).not.toContain('content.commit')
  })

  it('of files that cannot be chosen takes the place of what was said of the import before', async () => {
    const transport = fakeTransport({
      'content.choose': () => {
        if (transport.calls.length > 1) throw new AppError('unreadable-file', 'It cannot be read.')
        return { signed: 'signed-1', label: 'Codes' }
      },
      'content.assemble': () => signedReport,
      'content.list': () => [],
      'content.commit': () => pack
    })
    const content = importOver(transport)
    await content.choose('files')
    expect(content.outcome?.pack).toEqual(pack)
    await content.choose('files')
    expect([content.outcome, content.error?.message]).toEqual([undefined, 'It cannot be read.'])
  })

  it('reads what was chosen first, and closes what was chosen a second time', async () => {
    const assembled = Promise.withResolvers<ContentReport>()
    const transport = fakeTransport({
      'content.choose': () => ({
        importId: `import-${transport.calls.length}`,
        label: 'Codes',
        files: [],
        skipped: []
      }),
      'imports.close': () => undefined
    })
    const content = importOver(transport, () => assembled.promise)
    const first = content.choose('files')
    const second = content.choose('files')
    await second
    expect(transport.calls.filter(([name]) => name === 'imports.close')).toEqual([
      ['imports.close', { importId: 'import-2' }]
    ])
    assembled.reject(new AppError('cancelled', 'It was cancelled.'))
    await first
  })
})
