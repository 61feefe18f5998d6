import { afterEach, describe, expect, it, vi } from 'vitest'

const standIn = await vi.hoisted(() => import('./fake-electron.ts'))
vi.mock('electron', () => standIn.electronModule)
const { createOwner } = await import('../../../src-main/host/electron/owner.electron.ts')
const { createSecrets } = await import('../../../src-main/host/electron/secrets.electron.ts')
const { safeStorage, touchId } = standIn.fake

afterEach(() => {
  Object.assign(safeStorage, { available: true, backend: 'gnome_libsecret', stale: false })
})

describe('the secrets of the operating system', () => {
  it('come back as they were, with the word that they should be sealed again', async () => {
    const secrets = createSecrets('darwin')
    const sealed = await secrets.seal('root key')
    expect(Buffer.from(sealed).toString()).not.toContain('root key')
    expect(await secrets.open(sealed)).toEqual({ secret: 'root key', stale: false })
    safeStorage.stale = true
    expect((await secrets.open(sealed)).stale).toBe(true)
  })

  it.each(['basic_text', 'unknown'])('are not safe on Linux with %s', async (backend) => {
    safeStorage.backend = backend
    expect(await createSecrets('linux').isSafe()).toBe(false)
    expect(await createSecrets('win32').isSafe()).toBe(true)
  })

  it('name what protects them', async () => {
    expect([createSecrets('linux').backend(), createSecrets('darwin').backend()]).toEqual(['gnome_libsecret', 'darwin'])
    safeStorage.available = false
    expect(await createSecrets('linux').isSafe()).toBe(false)
  })
})

describe('the owner of the computer', () => {
  it('is asked by Touch ID on a Mac, and by nothing on other systems', async () => {
    expect([createOwner('win32'), createOwner('linux')]).toEqual([undefined, undefined])
    const owner = createOwner('darwin')!
    expect(await owner.canAsk()).toBe(true)
    expect(await owner.confirm('unlock the health data')).toBe(true)
    expect(touchId.reasons).toEqual(['unlock the health data'])
    touchId.confirms = false
    expect(await owner.confirm('unlock the health data')).toBe(false)
    touchId.available = false
    expect(await owner.canAsk()).toBe(false)
    Object.assign(touchId, { available: true, confirms: true, reasons: [] })
  })
})
