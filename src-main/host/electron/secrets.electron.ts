import { safeStorage } from 'electron'
import type { SecretsPort } from '../../ports/host.ts'

/** Backends of Linux that only obscure: their password is part of the program. */
const unsafeBackends: ReadonlySet<string> = new Set(['basic_text', 'unknown'])

/** The keychain of macOS, DPAPI of Windows, the secret service of Linux, through Electron's asynchronous interface. */
export function createSecrets(platform: NodeJS.Platform): SecretsPort {
  const backend = (): string => (platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform)
  return {
    async isSafe() {
      return (await safeStorage.isAsyncEncryptionAvailable()) && !unsafeBackends.has(backend())
    },
    backend,
    seal: (secret) => safeStorage.encryptStringAsync(secret),
    async open(sealed) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed))
      return { secret: result, stale: shouldReEncrypt }
    }
  }
}
