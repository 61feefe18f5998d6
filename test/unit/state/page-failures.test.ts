import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { PageFailures, watchFailures } from '../../../src-renderer/state/feedback/page-failures.ts'
import { fakeTransport } from '../../support/fake-transport.ts'
import { testServices } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const name = 'Zanzibara Quimbly'

function reporter() {
  const time = { now: 0 }
  const transport = fakeTransport({ 'page.failed': () => undefined })
  const failures = new PageFailures(
    transport,
    () => 'patients',
    () => time.now
  )
  return { time, transport, failures, sent: () => transport.calls.map(([, input]) => input) }
}

function thrown(message: string): Error {
  const error = new TypeError(message)
  error.stack = `TypeError: ${message}\n    at show (http://127.0.0.1:9/assets/index-Ab12_x.js:3:456)`
  return error
}

describe('failures of the page', () => {
  it('are sent with class, code, place and screen, and without the message', () => {
    const { failures, sent } = reporter()
    failures.report('error', thrown(name))
    failures.report('rejection', new AppError('out-of-space', name))
    failures.report('rejection', name)
    failures.violated('connect-src')
    const filename = 'http://127.0.0.1:9/assets/store-x.js'
    failures.workerFailed({ message: `Uncaught RangeError: ${name}`, filename, lineno: 7, colno: 8 })
    expect(sent()).toMatchObject([
      { kind: 'error', error: 'TypeError', place: 'index-Ab12_x.js:3:456', component: 'patients' },
      { kind: 'rejection', error: 'AppError', code: 'out-of-space' },
      { kind: 'rejection', error: 'string' },
      { kind: 'policy', error: 'SecurityPolicyViolation', component: 'connect-src' },
      { kind: 'worker', error: 'RangeError', place: 'store-x.js:7:8' }
    ])
    expect(JSON.stringify(sent())).not.toContain('Quimbly')
  })

  it('that repeat are counted, and sent again in the next minute', () => {
    const { failures, sent, time } = reporter()
    for (let index = 0; index < 100; index += 1) failures.report('error', thrown('x'))
    expect(sent().map((each) => (each as { repeats?: number }).repeats)).toEqual([undefined, 9, 99])
    time.now = 60_000
    failures.report('error', thrown('x'))
    expect(sent()).toHaveLength(4)
  })

  it('that nobody caught are heard', () => {
    const { failures, sent } = reporter()
    const scope = new EventTarget()
    watchFailures(failures, scope)
    scope.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: thrown('x') }))
    scope.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { effectiveDirective: 'img-src' }))
    expect(sent()).toMatchObject([{ kind: 'rejection' }, { kind: 'policy', component: 'img-src' }])
  })

  it('reach the log as known words, and no more than thirty a minute', async () => {
    const { dispatch, log } = testServices(temporaryFolder())
    const failure = { kind: 'worker', error: 'RangeError', place: 'store-x.js:1:2', component: 'sql' }
    for (let index = 0; index < 40; index += 1)
      expect(await dispatch('page.failed', failure, { windowId: 0 })).toEqual({ ok: true })
    expect(log.entries).toHaveLength(30)
    const { kind: _, ...facts } = failure
    expect(log.entries[0]).toEqual({ level: 'error', event: 'page.worker', facts })
    for (const wrong of [{ error: name }, { place: `/home/${name}.js:1:2` }, { component: name }, { kind: name }])
      expect(await dispatch('page.failed', { ...failure, ...wrong }, { windowId: 0 })).toMatchObject({ ok: false })
  })
})
