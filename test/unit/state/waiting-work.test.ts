import { describe, expect, it } from 'vitest'
import type { ExportRun } from '#shared/export-run.ts'
import { waitingText, waitingWork } from '../../../src-renderer/state/connections/waiting-work.ts'

const run = (part: Partial<ExportRun>): ExportRun => ({ state: 'downloading', paused: false, ...part }) as ExportRun
const locked = { state: 'locked', by: 'passphrase' } as const

describe('work that waits for the passphrase', () => {
  it('is what runs and what is planned, and nothing once the data are unlocked', () => {
    const runs = [run({}), run({ paused: true }), run({ state: 'committed', endedAt: 1 })]
    const connections = [{ nextRunAt: 5 }, {}]
    expect(waitingWork(locked, runs, connections)).toEqual({ exports: 1, schedules: 1 })
    expect(waitingWork({ state: 'open', by: 'passphrase' }, runs, connections)).toBeUndefined()
    expect(waitingWork(locked, [], [{}])).toBeUndefined()
  })

  it.each([
    [{ exports: 2, schedules: 1 }, '2 exports and a schedule wait'],
    [{ exports: 1, schedules: 0 }, 'An export waits'],
    [{ exports: 0, schedules: 3 }, '3 schedules wait'],
    [{ exports: 1, schedules: 1 }, 'An export and a schedule wait']
  ])('%j reads %s', (waiting, text) => {
    expect(waitingText(waiting)).toBe(text)
  })
})
