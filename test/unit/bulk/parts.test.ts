import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isFinal, exportStates, mayFollow } from '#shared/export-state.ts'
import { openExportJournal } from '../../../src-main/bulk/journal/journal.ts'
import { createWorkerSlots, runTasks } from '../../../src-main/bulk/protocol/worker-slots.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('the journal', () => {
  it('survives a torn last line, and goes on behind it', async () => {
    const path = join(temporaryFolder(), 'journal.ndjson')
    const clock = { now: () => 5 }
    const first = await openExportJournal(path, diskFiles, clock)
    await Promise.all([
      first.record({ event: 'kicked-off', statusUrl: 'https://example.org/1' }),
      first.record({ event: 'given-up', key: 'k', text: 'x' })
    ])
    await first.close()
    appendFileSync(path, '{"event":"stored","at":5,"key":"k"')
    const second = await openExportJournal(path, diskFiles, clock)
    expect(second.progress).toMatchObject({
      statusUrl: 'https://example.org/1',
      stored: new Map(),
      givenUp: new Map([['k', { text: 'x', reason: undefined }]])
    })
    await second.record({ event: 'state', state: 'authorising' })
    await second.close()
    const third = await openExportJournal(path, diskFiles, clock)
    expect(third.progress).toMatchObject({
      state: 'authorising',
      statusUrl: 'https://example.org/1',
      givenUp: new Map()
    })
    await third.close()
    expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true)
    writeFileSync(path, 'rubbish\n')
    const fourth = await openExportJournal(path, diskFiles, clock)
    expect(fourth.progress.id).toBeUndefined()
    await fourth.close()
  })
})

describe('states', () => {
  it('lead nowhere from an end, and every other one starts over after a crash', () => {
    for (const from of exportStates) {
      expect(mayFollow(from, 'authorising')).toBe(!isFinal(from))
      if (isFinal(from)) for (const to of exportStates) expect(mayFollow(from, to)).toBe(false)
    }
    expect(exportStates.filter(isFinal)).toEqual(['committed', 'partial', 'cancelled'])
  })
})

describe('parallel downloads', () => {
  it('fall to one after 429, to half after a fault, and grow again', () => {
    const slots = createWorkerSlots(5)
    for (let i = 0; i < 8; i += 1) slots.good()
    expect(slots.allowed).toBe(5)
    slots.bad('fault')
    expect(slots.allowed).toBe(2)
    slots.bad('too-many')
    expect(slots.allowed).toBe(1)
    for (let i = 0; i < 100; i += 1) slots.good()
    expect(slots.allowed).toBe(5)
  })
  it('end when one of them fails, and none is left running', async () => {
    let running = 0
    const run = async (task: number): Promise<void> => {
      running += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
      running -= 1
      if (task === 2) throw new Error('two')
    }
    await expect(runTasks([1, 2, 3, 4, 5, 6, 7, 8], createWorkerSlots(3), run)).rejects.toThrow('two')
    expect(running).toBe(0)
  })
})
