import { describe, expect, it } from 'vitest'
import { completenessSentence } from '#shared/completeness.ts'
import type { WebResponse } from '../../../src-main/ports/host.ts'
import { exportOnce, shownResources } from '../../integration/bulk/sandbox.ts'
import { handlerNet } from '../../support/handler-net.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const origin = 'https://ehr.example.org'
const base = `${origin}/fhir`
const observation = '{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"x"}}\n'
const bodies: Readonly<Record<string, string>> = {
  '/file/patients': '{"resourceType":"Patient","id":"p1"}\n',
  '/file/observations': observation
}
const patients = { type: 'Patient', url: `${origin}/file/patients`, count: 1 }

interface Lists {
  readonly output: readonly unknown[]
  readonly deleted?: readonly unknown[]
  readonly error?: readonly unknown[]
}

interface Ways {
  /** Lists of the replies to status requests, one after the other; the last one stays. */
  readonly replies: readonly Lists[]
  /** Looks before the export is ready, which show their list early. */
  readonly early?: number
  readonly diesAt?: string
  /** Answers of the first requests for the patients. */
  readonly refusals?: number
}

/** Exports from a server whose manifest is as given. */
function exportFrom({ replies, early = 0, diesAt, refusals = 0 }: Ways, folder = temporaryFolder()) {
  let asked = 0
  let refused = 0
  const net = handlerNet({
    [origin]: async ({ method, target }): Promise<WebResponse> => {
      const { pathname } = new URL(target, origin)
      if (pathname === diesAt) throw new Error('the power is gone')
      if (pathname === '/fhir/metadata')
        return json({
          resourceType: 'CapabilityStatement',
          fhirVersion: '4.0.1',
          rest: [{ mode: 'server', resource: [{ type: 'Patient' }, { type: 'Observation' }] }]
        })
      if (pathname.endsWith('$export')) return { status: 202, headers: { 'content-location': `${origin}/status` } }
      if (pathname === '/status' && method === 'DELETE') return { status: 202, headers: {} }
      if (pathname === '/status') {
        const lists = replies[Math.min(asked, replies.length - 1)]!
        asked += 1
        const manifest = { transactionTime: '2026-01-31T00:00:00Z', requiresAccessToken: false, error: [], ...lists }
        return json(manifest, asked > early ? 200 : 202)
      }
      if (pathname === '/file/patients' && refused++ < refusals) return { status: 404, headers: {} }
      const body = bodies[pathname]
      return body === undefined
        ? { status: 404, headers: {} }
        : { status: 200, headers: { 'content-type': 'application/fhir+ndjson' }, body }
    }
  })
  const request = { types: ['Patient', 'Observation'], partial: early > 0 }
  return exportOnce({ base, credentials: { kind: 'none' } }, request, { net }, folder)
}

function json(value: object, status = 200): WebResponse {
  return { status, headers: { 'content-type': 'application/json', 'retry-after': '0' }, body: JSON.stringify(value) }
}

const missingObservations = {
  state: 'partial',
  completeness: {
    state: 'partial',
    missing: [{ type: 'Observation', files: 1, listed: 1, reason: 'no-address', resources: 5 }],
    absent: ['Observation']
  }
}

// Bulk Data IG, "Response - Output Manifest": `url` of an item is required.
describe('a file that the server lists without a usable address', () => {
  it.each([
    ['none', {}],
    ['one that cannot be read', { url: 'http://[bad' }],
    ['an empty one', { url: '' }]
  ])('is missing, by its type: %s', async (_, address) => {
    const output = [patients, { type: 'Observation', ...address, count: 5 }]
    const { result, folder } = await exportFrom({ replies: [{ output }] })
    expect(result).toMatchObject(missingObservations)
    expect(completenessSentence(result.completeness)).toBe('Incomplete data. Missing: Observation (all).')
    expect(result.issues).toEqual([
      {
        severity: 'error',
        text: 'A file of Observation could not be fetched: the server lists it without an address that can be used.'
      }
    ])
    expect([...(await shownResources(folder)).keys()]).toEqual(['Patient/p1'])
  })

  it('is counted among the files of its type', async () => {
    const output = [patients, { type: 'Observation', url: '/file/observations' }, { type: 'Observation' }]
    const { result } = await exportFrom({ replies: [{ output }] })
    expect(completenessSentence(result.completeness)).toBe('Incomplete data. Missing: Observation (1 of 2 files).')
  })

  it('is missing after a crash, too', async () => {
    const replies = [{ output: [patients, { type: 'Observation', count: 5 }] }]
    const folder = temporaryFolder()
    await expect(exportFrom({ replies, diesAt: '/file/patients' }, folder)).rejects.toThrow('the power is gone')
    const { result } = await exportFrom({ replies }, folder)
    expect(result).toMatchObject(missingObservations)
  })

  it('is fetched when a later list has its address', async () => {
    const without = { output: [patients, { type: 'Observation' }] }
    const complete = { output: [patients, { type: 'Observation', url: '/file/observations' }] }
    for (const ways of [{ early: 1 }, { refusals: 1 }]) {
      const { result, folder } = await exportFrom({ replies: [without, complete], ...ways })
      expect(result, JSON.stringify(ways)).toMatchObject({ state: 'committed', issues: [] })
      expect((await shownResources(folder)).has('Observation/o1')).toBe(true)
    }
  })

  it('is nothing when it holds nothing', async () => {
    const output = [patients, { type: 'Observation', count: 0 }]
    const { result } = await exportFrom({ replies: [{ output }] })
    expect(result).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
  })
})

describe('a list without a usable address', () => {
  it.each([
    ['deleted', /removed resources .* may still be among the data/],
    ['error', /reports errors .* not known what is missing/]
  ] as const)('of %s makes the export incomplete', async (name, text) => {
    const { result } = await exportFrom({ replies: [{ output: [patients], [name]: [{ type: 'Bundle' }] }] })
    expect(result).toMatchObject({
      state: 'partial',
      completeness: { state: 'partial', missing: [{ files: 1, reason: 'no-address' }], absent: [] }
    })
    expect(result.completeness?.missing[0]).not.toHaveProperty('type')
    expect(result.issues).toEqual([{ severity: 'error', text: expect.stringMatching(text) as string }])
  })
})
