import { afterEach, describe, expect, it, vi } from 'vitest'

const standIn = await vi.hoisted(() => import('./fake-electron.ts'))
vi.mock('electron', () => standIn.electronModule)
const { createSecrets } = await import('../../../src-main/host/electron/secrets.electron.ts')
const { safeStorage } = standIn.fake

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
