import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { MisplacedFiles } from '../../../src-renderer/state/session/misplaced-files.svelte.ts'
import { fakeTransport, type FakeAnswers } from '../../support/fake-transport.ts'

function start(answer: NonNullable<FakeAnswers['app.misplaced']>) {
  const toasts = new Toasts()
  return { toasts, misplaced: new MisplacedFiles(fakeTransport({ 'app.misplaced': answer }), toasts) }
}

describe('misplaced files', () => {
  it('are told next to the list that lacks their item', async () => {
    const { misplaced } = start(() => [
      { part: 'snapshots', message: 'First.' },
      { part: 'exports', message: 'Second.' }
    ])
    expect(misplaced.messages('snapshots')).toEqual([])
    await misplaced.refresh()
    expect(misplaced.messages('snapshots')).toEqual(['First.'])
    expect(misplaced.messages('connections')).toEqual([])
    expect(misplaced.messages('exports')).toEqual(['Second.'])
  })

  it('say why they could not be looked for', async () => {
    const { misplaced, toasts } = start(() => Promise.reject(new AppError('unreadable-file', 'Cannot be read.')))
    await misplaced.refresh()
    expect(toasts.items.map(({ kind, text }) => [kind, text])).toEqual([['failed', 'Cannot be read.']])
  })
})
