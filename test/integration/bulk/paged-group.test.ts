import { describe, expect, it, vi } from 'vitest'
import { runSealedExport } from '../../../src-main/cli/export/sealed-export.ts'
import type { NetPort, WebResponse } from '../../../src-main/ports/host.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { hasOtherMembers } from '../../../src-main/services/exports/export-specification.ts'
import { generic } from '../../../src-main/vendors/generic.ts'
import { quick, requestFor, testStorage } from '../../support/export-parts.ts'
import { handlerNet } from '../../support/handler-net.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { unmanaged } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { exportOnce, shownResources } from './sandbox.ts'

const origin = 'https://ehr.example.org'
const base = `${origin}/fhir`

/** A server without bulk export, with a group. @param diesAt address at which the power goes */
function serverOf(members: readonly object[], asked: string[], diesAt?: string): NetPort {
  return handlerNet({
    [origin]: async ({ target }): Promise<WebResponse> => {
      asked.push(target)
      if (diesAt !== undefined && target.startsWith(diesAt)) throw new Error('the power is gone')
      const { pathname, searchParams } = new URL(target, origin)
      if (pathname === '/fhir/metadata')
        return json({
          resourceType: 'CapabilityStatement',
          fhirVersion: '4.0.1',
          rest: [{ mode: 'server', resource: [{ type: 'Patient' }, { type: 'Group' }] }]
        })
      if (pathname === '/fhir/Group/g') return json({ resourceType: 'Group', id: 'g', member: members })
      if (pathname !== '/fhir/Patient') return { status: 404, headers: {} }
      const entry = (searchParams.get('_id') ?? '')
        .split(',')
        .map((id) => ({ resource: { resourceType: 'Patient', id } }))
      return json({ resourceType: 'Bundle', type: 'searchset', entry })
    }
  })
}

/** Reads the patients of a group by paging from a server without bulk export. */
function readGroup(members: readonly object[], diesAt?: string, folder = temporaryFolder()) {
  const asked: string[] = []
  const net = serverOf(members, asked, diesAt)
  const server = { base, credentials: { kind: 'none' } } as const
  const request = { types: ['Patient'], level: 'group' as const, group: 'g' }
  const running = exportOnce(server, request, { mode: 'crawl', net }, folder)
  return { asked, folder, running }
}

function json(value: object): WebResponse {
  return { status: 200, headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify(value) }
}

const member = (reference: string, rest: object = {}) => ({ entity: { reference }, ...rest })
const now = [
  member('Patient/p1'),
  member('Patient/left', { inactive: true }),
  member('Patient/ended', { period: { end: '2020-01-01' } }),
  member('Patient/v/_history/3')
]
const unknown = { entity: { identifier: { system: 'urn:x', value: '1' } } }

const order = {
  request: requestFor(base, { types: ['Patient'], level: 'group', group: 'g' }),
  credentials: { kind: 'none' },
  profile: undefined,
  tokenEndpoint: undefined,
  scopes: undefined,
  allowHttpLoopback: false,
  trustedOrigins: [],
  absent: 'leave-out',
  mode: 'crawl'
} as const

describe('paged reads of a group', () => {
  it('ask for the members of now, and for nobody who left', async () => {
    const { asked, folder, running } = readGroup(now)
    const { result } = await running
    expect(asked.filter((target) => target.includes('Patient'))).toEqual(['/fhir/Patient?_count=200&_id=p1,v'])
    expect(result).toMatchObject({ state: 'committed', issues: [], completeness: { state: 'complete' } })
    expect([...(await shownResources(folder)).keys()].sort()).toEqual(['Patient/p1', 'Patient/v'])
  })

  it('are not complete when a member cannot be asked for', async () => {
    const { running } = readGroup([...now, unknown])
    const { result } = await running
    expect(result).toMatchObject({ state: 'partial', people: 2, completeness: { state: 'partial' } })
    expect(result.issues).toEqual([
      { severity: 'error', text: expect.stringMatching(/^1 member of the group could not be asked for/) as string }
    ])
  })

  it('fetch everything where somebody joined or left, since what changed has no history of the one and nothing of the other', async () => {
    const { folder, running } = readGroup(now)
    await running
    const storage = await testStorage(folder)
    const [file] = await storage.records.list()
    const differ = (members: readonly object[], mode: 'crawl' | 'bulk' = 'crawl'): Promise<boolean> =>
      hasOtherMembers(
        { file: { previous: file!.snapshot }, storage },
        { ...order, profile: { ...generic, since: 'reliable' }, mode },
        {
          net: serverOf(members, []),
          clock: systemClock,
          random: systemRandom,
          log: memoryLog(),
          policy: quick,
          signal: new AbortController().signal
        }
      )
    expect(await differ(now.toReversed())).toBe(false)
    expect(await differ([...now, member('Patient/joined')])).toBe(true)
    expect(await differ(now.slice(1))).toBe(true)
    // Nobody is asked where a bulk export tells by itself, nor counts where it cannot be told who is in the group.
    expect(await differ([...now, member('Patient/joined')], 'bulk')).toBe(false)
    expect(await differ([...now, unknown])).toBe(false)
    await storage.release()
  })

  it('are whole in a refresh by the command, too', async () => {
    vi.stubEnv('POPULUS_PASSPHRASE', 'four unlikely words together')
    const folder = temporaryFolder()
    const exported = (members: readonly object[], incremental: boolean) => {
      const io = { out: () => undefined, err: () => undefined, terminal: false, policies: unmanaged, resources: '' }
      const parts = { folder, order, incremental, passphrase: {}, signal: new AbortController().signal }
      return runSealedExport({ ...parts, io: { ...io, net: serverOf(members, []) } })
    }
    await exported(now, false)
    expect(await exported([...now, member('Patient/joined')], true)).toMatchObject({
      state: 'committed',
      people: 3,
      fullBecause: expect.stringContaining('the members of the group changed') as string
    })
    vi.unstubAllEnvs()
  })

  it('say so once after a crash, too', async () => {
    const dying = readGroup([...now, unknown], '/fhir/Patient')
    await expect(dying.running).rejects.toThrow('the power is gone')
    const { asked, running } = readGroup(now, undefined, dying.folder)
    const { result } = await running
    expect(asked.some((target) => target.includes('Group'))).toBe(false)
    expect(result.state).toBe('partial')
    expect(result.issues).toHaveLength(1)
  })
})
