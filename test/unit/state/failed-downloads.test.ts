import { expect, it } from 'vitest'
import { tellFailedDownloads } from '../../../src-renderer/state/feedback/failed-downloads.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

it('a file that was not saved is told with what to do', () => {
  const transport = fakeTransport({})
  const toasts = new Toasts()
  tellFailedDownloads(transport, toasts)
  const name = 'people.csv'
  transport.emit('download.failed', { name, outcome: 'cancelled', left: false })
  transport.emit('download.failed', { name, outcome: 'interrupted', left: false })
  transport.emit('download.failed', { name, outcome: 'interrupted', left: true })
  expect(toasts.items.map(({ kind, text }) => [kind, text])).toEqual([
    ['cancelled', '“people.csv” was not saved, because the saving was canceled. Export it again to save it.'],
    ['failed', expect.stringMatching(/nothing of it is left\. Check that the disk has room/)],
    ['failed', expect.stringMatching(/could not be removed\. It may hold health data: remove the file yourself/)]
  ])
})
