import type { DownloadItem } from 'electron'
import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { watchDownload } from '../../../src-main/host/electron/download-watch.electron.ts'

/** A file that the page saves, before its dialog is answered. */
class FakeItem extends EventEmitter {
  getURL = (): string => 'blob:populus/1'
  getSavePath = (): string => ''
  getFilename = (): string => 'worklist.csv'
  getStartTime = (): number => 0
  cancel = (): void => void this.emit('done', {}, 'cancelled')
}

function watched(): { readonly item: FakeItem; readonly told: unknown[] } {
  const item = new FakeItem()
  const told: unknown[] = []
  watchDownload(
    // The few parts of it that are used.
    item as unknown as DownloadItem,
    { write: () => undefined },
    { failed: (failed) => told.push(failed), ended: (ended) => told.push(ended) }
  )
  return { item, told }
}

describe('a file that the page saves', () => {
  it('is told to be saved, by where it is saved from', () => {
    const { item, told } = watched()
    item.emit('done', {}, 'completed')
    expect(told).toEqual([{ url: 'blob:populus/1', saved: true }])
  })

  it('is told not to be saved where the dialog is dismissed, or the disk fails', async () => {
    for (const outcome of ['cancelled', 'interrupted'] as const) {
      const { item, told } = watched()
      if (outcome === 'cancelled') item.emit('done', {}, 'cancelled')
      else item.emit('updated', {}, 'interrupted')
      await vi.waitFor(() => expect(told).toHaveLength(2))
      expect(told).toEqual([
        { name: 'worklist.csv', outcome, left: false },
        { url: 'blob:populus/1', saved: false }
      ])
    }
  })
})
