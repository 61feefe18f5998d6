import { afterEach, describe, expect, it } from 'vitest'
import { findInstallation } from '../../../src-main/host/process/installation.ts'
import { startNodeThread } from '../../../src-main/host/threads/node-thread.ts'
import {
  localSolver,
  solverTask,
  threadSolver,
  type CountSolver
} from '../../../src-main/services/published/count-solver.ts'
import { solveCounts } from '#engine/sharing/published/solve-counts.ts'
import { publishedKey, type ReleaseAnswer } from '#shared/governance/published-count.ts'
import { peopleCount, releaseOf, testRegister } from '../../support/published-register.ts'
import { solverInThread } from '../../support/solver-thread.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { testServices } from '../../support/services.ts'

const all = peopleCount(100, {})
const north = peopleCount(93, { practice: 'north' })

/** Practices by payers and ages: thousands of counts, many of them small. */
function workbook() {
  const sizes = Array.from({ length: 240 }, (_, practice) =>
    Array.from({ length: 5 }, (_unused, payer) => 3 + ((practice * 7 + payer * 11) % 29))
  )
  return [
    peopleCount(
      sizes.flat().reduce((sum, count) => sum + count, 0),
      {}
    ),
    ...sizes.flatMap((row, practice) => [
      peopleCount(
        row.reduce((sum, count) => sum + count, 0),
        { practice: `${practice}` }
      ),
      ...row.flatMap((count, payer) => [
        peopleCount(count, { payer: `${payer}`, practice: `${practice}` }),
        peopleCount(count - 1, { age: 'adult', payer: `${payer}`, practice: `${practice}` })
      ])
    ])
  ]
}

const opened: CountSolver[] = []
afterEach(async () => {
  for (const solver of opened.splice(0)) await solver.close()
})

/** The services with a register whose releases are solved in a thread. */
function services() {
  const solver = solverInThread()
  opened.push(solver)
  const { register } = testRegister(temporaryFolder(), undefined, 'keychain', 10, undefined, solver)
  const progress = Promise.withResolvers<void>()
  const { dispatch } = testServices(temporaryFolder(), {
    published: register,
    host: {
      emit(name) {
        if (name === 'published.progress') progress.resolve()
      }
    }
  })
  return { register, dispatch, begun: progress.promise }
}

describe('a release of thousands of counts', () => {
  const counts = workbook()
  const release = { ...releaseOf('Workbook', ...counts), task: 'job-1' }

  it('leaves the host free: other calls are answered while it is solved, and the result is the same', async () => {
    const { dispatch, begun } = services()
    let isEntered = false
    const entered = dispatch('published.enter', release, { windowId: 1 }).finally(() => (isEntered = true))
    await begun
    // The thread has told how far it is, and works on: this one is idle.
    const health = await dispatch('app.info', undefined, { windowId: 1 })
    expect(health.ok).toBe(true)
    expect(isEntered).toBe(false)
    const listed = await dispatch('published.list', undefined, { windowId: 1 })
    expect(listed).toMatchObject({ ok: true, value: { entries: [] } })
    expect(isEntered).toBe(false)
    const reply = await entered
    const { withheld } = solveCounts(counts, [], [], 10)
    expect(reply).toMatchObject({ ok: true, value: { entry: 1 } })
    expect(new Set(((reply as { value: unknown }).value as ReleaseAnswer).withheld)).toEqual(new Set(withheld))
    expect(withheld.length).toBeLessThan(counts.length)
  })

  it('can be canceled, which enters nothing, and the next one is solved', async () => {
    const { dispatch, begun, register } = services()
    const entered = dispatch('published.enter', release, { windowId: 1 })
    await begun
    await dispatch('published.cancel', { task: 'another job' }, { windowId: 1 })
    await dispatch('published.cancel', { task: 'job-1' }, { windowId: 1 })
    expect(await entered).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect((await register.list()).entries).toEqual([])
    expect(await dispatch('published.enter', releaseOf('Small', all), { windowId: 1 })).toMatchObject({
      ok: true,
      value: { entry: 1, withheld: [] }
    })
  })
})

describe('a release that is solved while something else happens to the register', () => {
  /** Solves as usual, after something was done the first time. */
  function meanwhile(doing: () => Promise<unknown>): { readonly solver: CountSolver; readonly solved: () => number } {
    const local = localSolver()
    let solved = 0
    const solver: CountSolver = {
      ...local,
      async solve(question) {
        if (solved++ === 0) await doing()
        return local.solve(question)
      }
    }
    return { solver, solved: () => solved }
  }

  it('is solved again with what another process entered', async () => {
    const folder = temporaryFolder()
    const other = testRegister(folder).register
    const { solver, solved } = meanwhile(() => other.enter(releaseOf('Everybody', all)))
    const { register } = testRegister(folder, undefined, 'keychain', 10, undefined, solver)
    // By itself nothing is small in it; everybody less the north are few.
    expect(await register.enter(releaseOf('North', north))).toMatchObject({ entry: 2, withheld: [publishedKey(north)] })
    expect(solved()).toBe(2)
  })

  it('is solved again without what somebody forgot, who does not wait for it', async () => {
    const folder = temporaryFolder()
    await testRegister(folder).register.enter(releaseOf('Everybody', all))
    const { solver, solved } = meanwhile(() => register.forget(1, 'The file was deleted before it was sent'))
    const { register } = testRegister(folder, undefined, 'keychain', 10, undefined, solver)
    expect(await register.enter(releaseOf('North', north))).toMatchObject({ withheld: [] })
    expect(solved()).toBe(2)
  })

  it('is refused, and nothing is entered, where that never ends', async () => {
    const folder = temporaryFolder()
    const other = testRegister(folder).register
    const local = localSolver()
    const solver: CountSolver = {
      ...local,
      async solve(question) {
        await other.enter(releaseOf('Everybody', all))
        return local.solve(question)
      }
    }
    const { register } = testRegister(folder, undefined, 'keychain', 10, undefined, solver)
    await expect(register.enter(releaseOf('North', north))).rejects.toMatchObject({ code: 'internal', retryable: true })
    expect((await other.list()).entries.map(({ title }) => title)).not.toContain('North')
  })

  it('keeps entries in memory until there is a key, and then writes both', async () => {
    const folder = temporaryFolder()
    const { register, keyring } = testRegister(folder, undefined, 'passphrase')
    await register.enter(releaseOf('Everybody', all))
    expect(await register.list()).toMatchObject({ state: 'session', entries: [{ entry: 1 }] })
    await keyring.create('a long passphrase')
    expect(await register.enter(releaseOf('North', north))).toMatchObject({ entry: 2, withheld: [publishedKey(north)] })
    expect(await register.list()).toMatchObject({ state: 'open', entries: [{ entry: 2 }, { entry: 1 }] })
  })
})

describe('a thread that solves counts', () => {
  it("is the program's own file, as the hosts start it", async () => {
    const { threads } = findInstallation(import.meta.dirname)
    const solver = threadSolver(() => startNodeThread(threads, solverTask))
    opened.push(solver)
    const south = peopleCount(7, { practice: 'south' })
    const question = { counts: [all, south], earlier: [], releases: [], limit: 10 }
    expect(await solver.solve(question)).toEqual(solveCounts(question.counts, [], [], 10))
  })

  it('that stops by itself rejects what was asked, and another one is started for the next question', async () => {
    let isBroken = true
    const solver = solverInThread(() => {
      const wasBroken = isBroken
      isBroken = false
      return wasBroken
    })
    opened.push(solver)
    const question = { counts: [all], earlier: [], releases: [], limit: 10 }
    await expect(solver.solve(question)).rejects.toMatchObject({ code: 'internal', retryable: true })
    expect(await solver.solve(question)).toMatchObject({ withheld: [] })
  })

  it('hands on the refusal of too many counts as it is', async () => {
    const solver = solverInThread()
    opened.push(solver)
    const counts = Array.from({ length: 20_001 }, (_, place) => peopleCount(50, { practice: `${place}` }))
    await expect(solver.solve({ counts, earlier: [], releases: [], limit: 10 })).rejects.toMatchObject({
      code: 'not-supported'
    })
  })
})
