import type { App } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { memoryLog } from '../../support/memory-log.ts'
import { fake } from './fake-electron.ts'

vi.mock('electron', async () => (await import('./fake-electron.ts')).electronModule)
const { guardCertificates } = await import('../../../src-main/host/electron/certificate-guard.electron.ts')

const day = 86_400
const certificate = (fingerprint: string, validStart = 0, validExpiry = 20 * day) => ({
  fingerprint,
  validStart,
  validExpiry
})
const mine = certificate('sha256/mine')
const work = certificate('sha256/work')
const expired = certificate('sha256/expired', 0, 5 * day)
const later = certificate('sha256/later', 15 * day)

function asked(
  name: string,
  args: readonly unknown[],
  fingerprint?: string
): { stopped: boolean; answers: unknown[][] } {
  fake.reset()
  const log = memoryLog()
  guardCertificates(fake.app as unknown as App, { clock: { now: () => 10 * day * 1000 }, log, fingerprint })
  const seen = { stopped: false, answers: [] as unknown[][] }
  const event = { preventDefault: () => (seen.stopped = true) }
  fake.app.emit(name, event, undefined, ...args, (...answer: unknown[]) => seen.answers.push(answer))
  return seen
}

describe('certificates', () => {
  it('with an error are never accepted', () => {
    const { stopped, answers } = asked('certificate-error', ['https://a.test', 'net::ERR_CERT_DATE_INVALID', {}])
    expect([stopped, answers]).toEqual([true, [[false]]])
  })

  it.each([
    ['the only valid one', [expired, mine, later], undefined, [mine]],
    ['none of several', [mine, work], undefined, []],
    ['none where none is valid', [expired, later], undefined, []],
    ['the configured one', [mine, work], 'sha256/work', [work]],
    ['no other than the configured one', [mine], 'sha256/work', []],
    ['no expired one, also when it was configured', [expired], 'sha256/expired', []]
  ])('of this computer: presents %s', (_, list, fingerprint, presented) => {
    const { stopped, answers } = asked('select-client-certificate', ['https://a.test', list], fingerprint)
    expect([stopped, answers]).toEqual([true, [presented]])
  })
})

describe('a server that asks for a password', () => {
  it('gets none', () => {
    const { stopped, answers } = asked('login', [{ url: 'https://a.test' }, { isProxy: false }])
    expect([stopped, answers]).toEqual([true, [[]]])
  })
})
