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
  const jobs = new BackgroundTasks()
  const show = vi.fn()
  const app = { transport, jobs, toasts: { show }, session: {} } as unknown as LeavingApp
  const entered = enterCounts(app, about, counts)
  const job = (transport.calls[0]![1] as { job: string }).job
  return { transport, jobs, show, entered, answer, job }
}

describe('counts that are entered before they leave', () => {
  it('show how far the comparison is while it goes on, and only of their own', async () => {
    const { transport, jobs, show, entered, answer, job } = page()
    expect(jobs.running).toBeUndefined()
    transport.emit('published.progress', { job: 'of another window', fraction: 0.9 })
    expect(jobs.running).toBeUndefined()
    transport.emit('published.progress', { job, fraction: 0.25 })
    expect(jobs.running).toMatchObject({ fraction: 0.25, detail: 'Everybody' })
    answer.resolve({ entry: 1, withheld: ['told'], small: 1 })
    expect(await entered).toMatchObject({ withheld: ['told'] })
    expect(jobs.running).toBeUndefined()
    expect(show).not.toHaveBeenCalled()
  })

  it('can be canceled, and the progress goes away with them', async () => {
    const canceled = vi.fn()
    const { transport, jobs, entered, answer, job } = page({ 'published.cancel': canceled })
    transport.emit('published.progress', { job, fraction: 0.25 })
    jobs.running!.cancel!()
    expect(canceled).toHaveBeenCalledWith({ job })
    answer.reject(new AppError('cancelled', 'Canceled.'))
    await expect(entered).rejects.toMatchObject({ code: 'cancelled' })
    expect(jobs.running).toBeUndefined()
  })

  it('say so where more is withheld because finding out would take too long', async () => {
    const { show, entered, answer } = page()
    answer.resolve({ entry: 1, withheld: ['told'], small: 0, unsolved: 1200 })
    await entered
    expect(show.mock.calls[0]![0]).toMatch(/^1,200 counts of more people are withheld/)
  })
})
