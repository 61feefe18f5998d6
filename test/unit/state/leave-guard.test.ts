import { describe, expect, it } from 'vitest'
import { guardLeaving, losesWork, type LeaveGuardDependencies } from '../../../src-renderer/state/leave-guard.ts'
import type { Loaded } from '../../../src-renderer/state/session/loaded.ts'

function parts(
  unsafe: boolean,
  loaded?: Partial<Loaded>,
  loading = false,
  saving = false
): LeaveGuardDependencies & { flushed: number } {
  const made = {
    flushed: 0,
    drafts: { unsafe, flush: async () => void (made.flushed += 1) },
    settings: { saving },
    session: {
      loaded: loaded as Loaded | undefined,
      loading: loading ? { label: 'x', files: 1, progress: undefined } : undefined
    }
  }
  return made as unknown as LeaveGuardDependencies & { flushed: number }
}

describe('leaving the page', () => {
  it.each([
    ['nothing is loaded', parts(false), false],
    ['a draft is in memory only', parts(true), true],
    ['files are loaded and not saved', parts(false, { kind: 'files', savedAs: undefined }), true],
    ['the loaded files are saved', parts(false, { kind: 'files', savedAs: 'snapshot-1' }), false],
    ['the sample is loaded, which can be made again', parts(false, { kind: 'sample', savedAs: undefined }), false],
    ['a setting is on its way', parts(false, undefined, false, true), true],
    ['a load is under way', parts(false, undefined, true), true]
  ] as const)('when %s', (_, given, loses) => {
    expect(losesWork(given)).toBe(loses)
  })

  it('asks, and stores what waits, only when work would be lost', () => {
    for (const unsafe of [true, false]) {
      const given = parts(unsafe)
      const target = new EventTarget()
      guardLeaving(given, target)
      const event = new Event('beforeunload', { cancelable: true })
      target.dispatchEvent(event)
      expect([event.defaultPrevented, given.flushed]).toEqual([unsafe, unsafe ? 1 : 0])
    }
  })
})
