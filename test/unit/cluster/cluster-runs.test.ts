import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { StartedRun } from '#shared/cluster/cluster-job.ts'
import { createClusterRuns } from '../../../src-main/services/cluster/cluster-runs.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const job = { input: ['records'], format: 'ndjson', shards: 4, label: 'Plan', year: 2026, master: 'yarn' } as const

/** Commands that end when the test says so. */
function commands() {
  const started: (readonly string[])[] = []
  const ends: ((code: number | undefined, problem?: string) => void)[] = []
  const stops: number[] = []
  return {
    started,
    ends,
    stops,
    port: {
      start(words: readonly string[]) {
        const position = started.push(words) - 1
        const { promise, resolve } = Promise.withResolvers<{
          readonly code: number | undefined
          readonly problem: string
        }>()
        ends.push((code, problem = '') => resolve({ code, problem }))
        return {
          ended: promise,
          stop() {
            stops.push(position)
            resolve({ code: undefined, problem: '' })
          }
        }
      }
    }
  }
}

/** Resolves with the first step of a run that fits. */
function watched() {
  const waiting: { readonly fits: (run: StartedRun) => boolean; readonly done: (run: StartedRun) => void }[] = []
  return {
    changed: (run: StartedRun) => waiting.filter(({ fits }) => fits(run)).forEach(({ done }) => done(run)),
    next: (fits: (run: StartedRun) => boolean) => new Promise<StartedRun>((done) => waiting.push({ fits, done }))
  }
}

function runsWith(port: ReturnType<typeof commands>['port'] | undefined, changed: (run: StartedRun) => void) {
  return createClusterRuns({
    commands: port,
    clock: { now: () => 5 },
    random: { token: () => 'run-0001' },
    changed,
    everyMs: 5
  })
}

describe('runs on a cluster that the window starts', () => {
  it('are the command with its options, say how far they are, and can be opened when they are done', async () => {
    const output = join(temporaryFolder(), 'run')
    const { started, ends, port } = commands()
    const { changed, next } = watched()
    const runs = runsWith(port, changed)
    const { id } = runs.start({ ...job, input: ['records'], output })
    expect(started[0]!.join(' ')).toBe(
      `cluster local --input records --format ndjson --output ${output} --shards 4 --label Plan --period 2026 --master yarn`
    )
    expect(() => runs.output(id)).toThrow('nothing to open')
    expect(() => runs.start({ ...job, input: ['records'], output })).toThrow('under way')
    const building = next(({ built }) => built === 1)
    mkdirSync(join(output, 'shards'), { recursive: true })
    writeFileSync(join(output, 'shards', '00000.columns'), '')
    writeFileSync(join(output, 'status.json'), JSON.stringify({ state: 'building', shards: 4, label: 'Plan' }))
    expect(await building).toMatchObject({ state: 'building', built: 1, shards: 4, canOpen: false })
    const done = next(({ state }) => state === 'done')
    ends[0]!(0)
    expect(await done).toMatchObject({ endedAt: 5, canOpen: true })
    expect(runs.output(id)).toBe(output)
  })

  it('tell why they failed, and cannot be opened then or where the output is elsewhere', async () => {
    const { ends, port } = commands()
    const { changed, next } = watched()
    const runs = runsWith(port, changed)
    const { id } = runs.start({ ...job, input: ['records'], output: 's3a://bucket/run' })
    const failed = next(({ state }) => state === 'failed')
    ends[0]!(1, 'Spark cannot be started.')
    expect(await failed).toMatchObject({ problem: 'Spark cannot be started.', canOpen: false })
    expect(() => runs.output(id)).toThrow('nothing to open')
    runs.start({ ...job, input: ['records'], output: 's3a://bucket/run' })
    const done = next(({ state }) => state === 'done')
    ends[1]!(0)
    expect((await done).canOpen).toBe(false)
  })

  it('are stopped with what they started, also when the program ends', async () => {
    const { stops, port } = commands()
    const { changed, next } = watched()
    const runs = runsWith(port, changed)
    const { id } = runs.start({ ...job, input: ['records'], output: 's3a://bucket/run' })
    const stopped = next(({ state }) => state === 'stopped')
    await runs.stop(id)
    expect((await stopped).endedAt).toBe(5)
    runs.start({ ...job, input: ['records'], output: 's3a://bucket/run' })
    await runs.close()
    expect(stops).toEqual([0, 1])
  })

  it('cannot be started where the host starts no commands', () => {
    const runs = runsWith(undefined, () => undefined)
    expect(runs.canStart).toBe(false)
    expect(() => runs.start({ ...job, input: ['records'], output: 'run' })).toThrow('terminal')
  })
})
