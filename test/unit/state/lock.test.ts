import { expect, it, vi } from 'vitest'
import type { Transport } from '#shared/contract/contract.ts'
import { Lock, type LockDependencies } from '../../../src-renderer/state/session/lock.svelte.ts'

/** A lock whose data are open, and the calls it made; a call ends when it is told to. */
function openLock(): { lock: Lock; calls: string[]; end: () => Promise<void> } {
  const calls: string[] = []
  const waiting: (() => void)[] = []
  const call = (name: string): Promise<unknown> => {
    calls.push(name)
    return new Promise((resolve) => waiting.push(() => resolve({ folder: '/data/set-aside-1' })))
  }
  const dependencies = {
    transport: { call: call as Transport['call'] },
    snapshots: { keyring: { state: 'open', by: 'passphrase' }, refresh: () => call('snapshots') },
    toasts: { show: () => undefined },
    onTurned: () => undefined
  } as unknown as LockDependencies
  const end = async (): Promise<void> => {
    waiting.shift()?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { lock: new Lock(dependencies), calls, end }
}

it('tells when the key was opened and when it went away, and not at each look', () => {
  const turns: string[] = []
  const snapshots: { keyring: object; onKeyring?: (keyring: object) => void } = { keyring: { state: 'locked' } }
  const dependencies = { snapshots, onTurned: () => turns.push('turned') } as unknown as LockDependencies
  expect(new Lock(dependencies).covered).toBe(false)
  const look = (state: string): void => snapshots.onKeyring?.({ state, by: 'keychain' })
  look('locked')
  expect(turns).toHaveLength(0)
  look('open')
  look('open')
  expect(turns).toHaveLength(1)
  look('locked')
  expect(turns).toHaveLength(2)
})

it('what is asked for while the data are being locked follows it', async () => {
  const { lock, calls, end } = openLock()
  void lock.lockNow()
  void lock.startOver()
  expect(calls).toEqual(['keyring.lock'])
  expect(lock.busy).toBe(true)
  await end()
  await end()
  expect(calls).toEqual(['keyring.lock', 'snapshots', 'keyring.startOver'])
  await end()
  expect(lock.dialog).toEqual({ what: 'started-over', folder: '/data/set-aside-1' })
  expect(lock.busy).toBe(false)
})

it('the same thing asked for twice is done once', async () => {
  const { lock, calls, end } = openLock()
  void lock.unlock('a')
  void lock.unlock('a')
  await end()
  await end()
  expect(calls).toEqual(['keyring.unlock', 'snapshots'])
})

it('tells twice a minute that somebody is there, also where the clock of the computer is set back', () => {
  vi.useFakeTimers()
  try {
    const { lock, calls } = openLock()
    lock.touch()
    lock.touch()
    expect(calls).toEqual(['keyring.touch'])
    vi.setSystemTime(Date.now() - 5 * 86_400_000)
    vi.advanceTimersByTime(29_000)
    lock.touch()
    expect(calls).toEqual(['keyring.touch'])
    vi.advanceTimersByTime(1000)
    lock.touch()
    expect(calls).toEqual(['keyring.touch', 'keyring.touch'])
  } finally {
    vi.useRealTimers()
  }
})
