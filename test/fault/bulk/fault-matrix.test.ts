import { describe, expect, it } from 'vitest'
import { faultKinds, type Fault, type FaultStep } from '../../../src-main/sample/server/fault-plan.ts'
import {
  exportOnce,
  shownResources,
  smallHistory,
  startSandbox,
  trueResources
} from '../../integration/bulk/sandbox.ts'

/** Faults after which data are missing or strange, and what has to be said then; after all others nothing is. */
const spoken: Readonly<Record<string, { readonly state: string; readonly issue: RegExp; readonly stray?: number }>> = {
  'token invalid-client': { state: 'failed', issue: /client id/ },
  'token bare-400': { state: 'failed', issue: /did not say why/ },
  'token wrong-clock': { state: 'failed', issue: /clock .* 60\d seconds ahead/ },
  'kick-off no-location': { state: 'failed', issue: /where to ask/ },
  'kick-off lost-answer': { state: 'committed', issue: /got no answer/ },
  'status fatal': { state: 'failed', issue: /The export failed on the server\. The server says: "The export failed"$/ },
  'status gone': { state: 'failed', issue: /not on the server/ },
  'manifest empty-output': { state: 'partial', issue: /^Nothing arrived/ },
  'manifest wrong-count': { state: 'partial', issue: /less than the server announced/ },
  'file duplicates': { state: 'committed', issue: /where the server counted/ },
  'file foreign-type': { state: 'committed', issue: /no usable resource/, stray: 1 },
  'file gzip-bomb': { state: 'partial', issue: /far more than health data do/ },
  'file broken-line': { state: 'committed', issue: /no usable resource/ }
}

const matrix = Object.entries(faultKinds).flatMap(([step, kinds]) =>
  kinds.map((kind) => ({ at: step as FaultStep, kind }))
)

describe('the fault plan', () => {
  it.each(matrix)('$at: $kind', async ({ at, kind }) => {
    const sandbox = await startSandbox({ faults: [{ at, kind } as Fault] })
    const since = kind === 'refuses-parameter' ? { since: '2020-01-01T00:00:00Z', lenient: true } : {}
    const { result, folder } = await exportOnce(sandbox, since)
    const said = spoken[`${at} ${kind}`]
    expect(result.state, JSON.stringify(result.issues)).toBe(said?.state ?? 'committed')
    if (said === undefined) expect(result.issues).toEqual([])
    else expect(result.issues.map(({ text }) => text).join('\n')).toMatch(said.issue)
    if (kind === 'refuses-parameter' || result.state === 'failed') return
    if (kind === 'empty-output') {
      expect((await shownResources(folder)).size).toBe(0)
      return
    }
    if (kind === 'broken-line' || kind === 'huge-line') return
    const shown = await shownResources(folder)
    if (kind === 'gzip-bomb') {
      const truth = await trueResources(smallHistory())
      expect(shown.size).toBeLessThan(truth.size)
      for (const [key, line] of shown) expect(line, key).toBe(truth.get(key))
      return
    }
    expect(shown.size - (said?.stray ?? 0)).toBe((await trueResources(smallHistory())).size)
    for (const [key, line] of await trueResources(smallHistory())) expect(shown.get(key), key).toBe(line)
  })

  it('a failed export goes on when it is started again', async () => {
    const sandbox = await startSandbox({
      faults: [
        { at: 'status', kind: 'fatal' },
        { at: 'status', kind: 'unavailable', times: 20 }
      ]
    })
    const first = await exportOnce(sandbox)
    expect(first.result.state).toBe('failed')
    for (let more = 0; more < 4; more += 1) {
      const { result } = await exportOnce(sandbox, {}, {}, first.folder)
      if (result.state === 'committed') break
      expect(result.state).toBe('failed')
    }
    expect(await shownResources(first.folder)).toEqual(await trueResources(smallHistory()))
  })

  it('links that stay over make the export partial, and the files are left on the server', async () => {
    const sandbox = await startSandbox({ faults: [{ at: 'file', kind: 'expired', times: 1_000_000 }] })
    const { result, folder } = await exportOnce(sandbox)
    expect(result.state).toBe('partial')
    expect((await shownResources(folder)).size).toBe(0)
    expect(sandbox.server.jobs()).toBe(1)
  })

  it('a file that never arrives whole is missing and said to be', async () => {
    const sandbox = await startSandbox({ faults: [{ at: 'file', kind: 'bad-gzip', times: 1_000_000 }] })
    const { result, folder } = await exportOnce(sandbox)
    expect(result.state).toBe('partial')
    expect(result.issues[0]?.text).toMatch(/could not be fetched/)
    expect((await shownResources(folder)).size).toBe(0)
  })
})
