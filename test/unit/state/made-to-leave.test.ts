import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { ReleaseAnswer } from '#shared/governance/published-count.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { enterCounts, type LeavingApp } from '../../../src-renderer/state/sharing/made-to-leave.ts'
import { fakeTransport, type FakeAnswers } from '../../support/fake-transport.ts'
import { peopleCount } from '../../support/published-register.ts'

const about = { what: 'figures', format: 'csv', title: 'Everybody' } as const
const counts = [peopleCount(100, {})]

/** A page whose services take their time to enter counts. */
function page(more: FakeAnswers = {}) {
  const answer = Promise.withResolvers<ReleaseAnswer>()
  const transport = fakeTransport({ 'published.enter': () => answer.promise, ...more })
  const tasks = new BackgroundTasks()
  const show = vi.fn()
  const app = { transport, tasks, toasts: { show }, session: {} } as unknown as LeavingApp
  const entered = enterCounts(app, about, counts)
  const task = (transport.calls[0]![1] as { task: string }).task
  return { transport, tasks, show, entered, answer, task }
}

describe('counts that are entered before they leave', () => {
  it('show how far the comparison is while it goes on, and only of their own', async () => {
    const { transport, tasks, show, entered, answer, task } = page()
    expect(tasks.running).toBeUndefined()
    transport.emit('published.progress', { task: 'of another window', fraction: 0.9 })
    expect(tasks.running).toBeUndefined()
    transport.emit('published.progress', { task, fraction: 0.25 })
    expect(tasks.running).toMatchObject({ fraction: 0.25, detail: 'Everybody' })
    answer.resolve({ entry: 1, withheld: ['told'], small: 1 })
    expect(await entered).toMatchObject({ withheld: ['told'] })
    expect(tasks.running).toBeUndefined()
    expect(show).not.toHaveBeenCalled()
  })

  it('can be canceled, and the progress goes away with them', async () => {
    const canceled = vi.fn()
    const { transport, tasks, entered, answer, task } = page({ 'published.cancel': canceled })
    transport.emit('published.progress', { task, fraction: 0.25 })
    tasks.running!.cancel!()
    expect(canceled).toHaveBeenCalledWith({ task })
    answer.reject(new AppError('cancelled', 'Canceled.'))
    await expect(entered).rejects.toMatchObject({ code: 'cancelled' })
    expect(tasks.running).toBeUndefined()
  })

  it('say so where more is withheld because finding out would take too long', async () => {
    const { show, entered, answer } = page()
    answer.resolve({ entry: 1, withheld: ['told'], small: 0, unsolved: 1200 })
    await entered
    expect(show.mock.calls[0]![0]).toMatch(/^1,200 counts of more people are withheld/)
  })
})
