import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeSigningKey } from '../../../src-main/auth/signing-key.ts'
import {
  canary,
  exportOnce,
  shownResources,
  smallHistory,
  startSandbox,
  trueResources,
  type Sandbox
} from '../../integration/bulk/sandbox.ts'
import { childPolicy } from './child-policy.ts'
import { bundledProgram } from '../../support/bundled-program.ts'
import { budgeted, stride } from '../../support/test-budget.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const child = await bundledProgram(new URL('./export-child.ts', import.meta.url))
const wantedKills = Number(process.env['POPULUS_EXPORT_KILLS'] ?? budgeted(120))
/** Runs at the same time. */
const lanes = 2
const history = smallHistory(120, 40)

function crowded(): Promise<Sandbox> {
  return startSandbox({
    history,
    maxJobs: 1_000_000,
    faults: [{ at: 'file', kind: 'drip', times: 1_000_000 }],
    // The slow sending is for plain bodies, which can go on in the middle.
    gzip: false
  })
}

interface Ended {
  readonly killed: boolean
  readonly state: string | undefined
  /** How often each named point was passed; empty for one that died. */
  readonly passed: Readonly<Record<string, number>>
}

/** @param killAfterMs time after the export began; `undefined` lets it end */
function runChild(
  sandbox: Sandbox,
  folder: string,
  killAfterMs: number | undefined,
  dieAt = '',
  refresh = false
): Promise<Ended> {
  const order = JSON.stringify({ base: sandbox.base, folder, key: writeSigningKey(sandbox.key), dieAt, refresh })
  const running = spawn(process.execPath, [child, order], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let text = ''
  running.stdout.on('data', (chunk: Buffer) => {
    if (text === '' && killAfterMs !== undefined) setTimeout(() => running.kill('SIGKILL'), killAfterMs)
    text += chunk.toString()
  })
  return new Promise((resolve) => {
    running.on('close', (_code, signal) => {
      const [, state, passed = ''] = text.split('\n')
      const killed = signal === 'SIGKILL'
      resolve({ killed, state, passed: passed === '' ? {} : (JSON.parse(passed) as Ended['passed']) })
    })
  })
}

/** Goes on with an export whose process died, in this process: starting another one would show nothing more. */
async function goOn(sandbox: Sandbox, folder: string): Promise<string> {
  const { result } = await exportOnce(sandbox, {}, { policy: childPolicy }, folder)
  return result.state
}

/** Whatever is shown after a crash is everything; nothing of the people is in any file in the clear. */
async function checkCrashed(folder: string, truths: readonly ReadonlyMap<string, string>[]): Promise<void> {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!statSync(join(folder, path)).isFile()) continue
    const bytes = readFileSync(join(folder, path))
    for (const name of [canary, Buffer.from(canary).toString('base64').slice(0, -2)])
      expect(bytes.includes(name), path).toBe(false)
  }
  const shown = await shownResources(folder)
  if (shown.size > 0) expect(truths).toContainEqual(shown)
}

describe('an export that is killed', () => {
  it(
    `shows everything or nothing and ends committed (${wantedKills} random kills)`,
    async () => {
      const sandbox = await crowded()
      const truth = await trueResources(history)
      let kills = 0
      let exports = 0
      const lane = async (): Promise<void> => {
        while (kills < wantedKills) {
          const folder = temporaryFolder()
          let state: string | undefined
          for (let life = 0; state === undefined; life += 1) {
            // A few kills for each export, at any moment of its life; then it may end.
            const ended = await runChild(sandbox, folder, life < 12 ? Math.random() * 60 : undefined)
            if (ended.killed) kills += 1
            else state = ended.state ?? 'nothing'
            await checkCrashed(folder, [truth])
          }
          expect(state).toBe('committed')
          expect(await shownResources(folder)).toEqual(truth)
          exports += 1
        }
      }
      await Promise.all(Array.from({ length: lanes }, lane))
      expect(kills).toBeGreaterThanOrEqual(wantedKills)
      expect(exports).toBeGreaterThan(0)
    },
    600_000 + wantedKills * 40_000
  )

  it('ends committed after dying while the server is away, and between a new list of links and the download', async () => {
    const truth = await trueResources(smallHistory())
    // Every third moment with the full budget.
    const step = stride === 1 ? 3 : 6
    const deathsByFault = await Promise.all(
      ['unavailable', 'expired'].map(async (kind) => {
        let deaths = 0
        for (let count = 1, died = true; died; count += step) {
          const sandbox = await startSandbox({
            gzip: false,
            faults: [{ at: 'file', kind: kind as 'unavailable' | 'expired', times: 3 }]
          })
          const folder = temporaryFolder()
          died = (await runChild(sandbox, folder, undefined, `journal:after:${count}`)).killed
          if (died) deaths += 1
          await checkCrashed(folder, [truth])
          if (died) expect(await goOn(sandbox, folder), `${kind} ${count}`).toBe('committed')
          expect(await shownResources(folder)).toEqual(truth)
        }
        return deaths
      })
    )
    for (const deaths of deathsByFault) expect(deaths).toBeGreaterThan(9 / step)
  })

  it('ends committed after dying at every named point', async () => {
    const sandbox = await startSandbox({ maxJobs: 1_000_000, gzip: false })
    const truth = await trueResources(smallHistory())
    const points = [
      'journal:before',
      'journal:after',
      'store:before',
      'store:after',
      'file:created',
      'part:created',
      'part:written',
      'part:synced',
      'link:after',
      'rename:before',
      'rename:after',
      'remove:before',
      'destroy:before'
    ]
    let deaths = 0
    const { passed } = await runChild(sandbox, temporaryFolder(), undefined)
    const dieAt = async (point: string): Promise<void> => {
      expect(passed[point], point).toBeGreaterThan(0)
      for (let count = 1; count <= passed[point]!; count += (count < 4 ? 1 : 13) * stride) {
        const folder = temporaryFolder()
        const { killed } = await runChild(sandbox, folder, undefined, `${point}:${count}`)
        // Parts are written side by side, so that the last ones may be passed in another number.
        if (!killed) break
        deaths += 1
        await checkCrashed(folder, [truth])
        expect(await goOn(sandbox, folder), `${point}:${count}`).toBe('committed')
        expect(await shownResources(folder)).toEqual(truth)
      }
    }
    const lane = async (): Promise<void> => {
      for (let point = points.shift(); point !== undefined; point = points.shift()) await dieAt(point)
    }
    const named = points.length
    await Promise.all(Array.from({ length: lanes }, lane))
    expect(deaths).toBeGreaterThanOrEqual(named)
  })

  it('refreshes to the old state or the new one, whenever it is killed', async () => {
    const sandbox = await startSandbox({ maxJobs: 1_000_000, gzip: false })
    const truths = [await trueResources(smallHistory(), 0), await trueResources(smallHistory(), 1)]
    const folder = temporaryFolder()
    expect((await runChild(sandbox, folder, undefined)).state).toBe('committed')
    sandbox.server.advance()
    let deaths = 0
    for (const point of ['part:synced:2', 'part:created:9', 'link:after:3', 'rename:before:1', 'rename:after:1']) {
      const { killed } = await runChild(sandbox, folder, undefined, point, true)
      if (killed) deaths += 1
      await checkCrashed(folder, truths)
    }
    expect((await runChild(sandbox, folder, undefined, '', deaths > 0)).state).toBe('committed')
    expect(await shownResources(folder)).toEqual(truths[1])
    expect(deaths).toBeGreaterThan(2)
  })
})
