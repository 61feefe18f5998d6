import { describe, expect, it } from 'vitest'
import { openCrashMemory, type CrashMemory } from '../../../src-renderer/host/crash-memory.ts'

/** A window whose pages follow each other. */
function openWindow() {
  const stored = new Map<string, string>()
  const sessionStorage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key)
  }
  let leave = (): void => undefined
  return {
    page: (): CrashMemory =>
      openCrashMemory({
        sessionStorage,
        location: { reload: () => leave() },
        addEventListener: (_, listener) => void (leave = listener)
      }),
    leave: () => leave(),
    stored
  }
}

describe('what a page notes should it crash', () => {
  it('is there for the next page after a crash, once', () => {
    const { page } = openWindow()
    page().note('snapshot-1')
    expect(page().left).toBe('snapshot-1')
    // The page that opens it again may crash by it, before it notes anything.
    expect(page().left).toBeUndefined()
  })

  it('is gone when the page was left, closed or loaded again', () => {
    const { page, leave, stored } = openWindow()
    page().note('snapshot-1')
    leave()
    expect([page().left, stored.size]).toEqual([undefined, 0])
  })

  it('is what was noted last, and nothing once the data are closed', () => {
    const { page } = openWindow()
    const first = page()
    first.note('snapshot-1')
    first.note('snapshot-2')
    expect(page().left).toBe('snapshot-2')
    const second = page()
    second.note('snapshot-3')
    second.note(undefined)
    expect(page().left).toBeUndefined()
  })

  it('is there for the next page when this one loads itself again', () => {
    const { page } = openWindow()
    const first = page()
    first.note('snapshot-1')
    first.reload()
    expect(page().left).toBe('snapshot-1')
  })
})
