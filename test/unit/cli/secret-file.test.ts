import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readArguments } from '../../../src-main/host/arguments/read-arguments.ts'
import { exportDeclaration } from '../../../src-main/cli/declarations/export.ts'
import { loadDeclaration } from '../../../src-main/cli/declarations/load.ts'
import { exportCredentials } from '../../../src-main/cli/export/export-options.ts'
import { passphraseSourceOf, readPassphrase } from '../../../src-main/cli/terminal/passphrase.ts'
import { readSecretFile } from '../../../src-main/cli/terminal/secret-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const secret = 'four unlikely words together'

/** A file with the secret. @returns its path */
function secretFile(mode: number, text = `${secret}\n`, name = 'secret', folder = temporaryFolder()): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

const read = (path: string): Promise<string> => readSecretFile({ path, namedBy: '--secret-file', managed: false })

afterEach(() => vi.unstubAllEnvs())

describe('a file with a secret', () => {
  it.each([0o600, 0o400])('is read with mode %o', async (mode) => {
    expect(await read(secretFile(mode))).toBe(secret)
  })

  it.skipIf(process.platform === 'win32').each([0o644, 0o640, 0o604, 0o620])(
    'is refused with mode %o, without its content in the message',
    async (mode) => {
      const error: unknown = await read(secretFile(mode)).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'not-allowed', reason: 'locked' })
      expect(String(error)).toContain('chmod 600')
      expect(String(error)).not.toContain(secret)
    }
  )

  it('has the secret in its first line, as Windows writes it too', async () => {
    expect(await read(secretFile(0o600, `\uFEFF${secret}\r\nnote\r\n`))).toBe(secret)
  })

  it('is named when it is empty, missing, a folder or another file by mistake', async () => {
    await expect(read(secretFile(0o600, '\nsecret'))).rejects.toThrow('The first line of the file that --secret-file')
    await expect(read(join(temporaryFolder(), 'none'))).rejects.toThrow('ENOENT')
    await expect(read(temporaryFolder())).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(read(secretFile(0o600, 'x'.repeat(20_000)))).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('the passphrase', () => {
  it('is read from --passphrase-file, which counts more than the environment', async () => {
    vi.stubEnv('POPULUS_PASSPHRASE', 'another one')
    const source = passphraseSourceOf({ 'passphrase-file': secretFile(0o600) })
    expect(await readPassphrase(source)).toBe(secret)
    expect(await readPassphrase(passphraseSourceOf({}))).toBe('another one')
  })

  it('is read from the credentials of a systemd service, whose group may read them', async () => {
    vi.stubEnv('POPULUS_PASSPHRASE', '')
    const folder = join(temporaryFolder(), 'credentials')
    mkdirSync(folder)
    vi.stubEnv('CREDENTIALS_DIRECTORY', folder)
    await expect(readPassphrase({})).rejects.toThrow('--passphrase-file')
    secretFile(0o440, secret, 'populus-passphrase', folder)
    expect(await readPassphrase({})).toBe(secret)
  })

  it('comes from one place', () => {
    const words = ['data', '--passphrase-file', 'a', '--passphrase-fd', '3']
    expect(() => readArguments(loadDeclaration, words)).toThrow('cannot be given together')
  })
})

const anExport = ['--base-url', 'https://fhir.example.org', '--level', 'patient', '--out', 'folder']

describe('the client secret of an export', () => {
  it.each([
    ['client_secret_basic', 'secret'],
    ['bearer', 'token']
  ])('is read with --secret-file (%s)', async (auth, name) => {
    const words = [...anExport, '--auth', auth, '--client-id', 'app', '--secret-file', secretFile(0o600)]
    const { values } = readArguments(exportDeclaration, words)
    expect(await exportCredentials(values, () => undefined)).toMatchObject({ kind: auth, [name]: secret })
  })

  it('is asked for by name when it is missing', async () => {
    vi.stubEnv('POPULUS_CLIENT_SECRET', '')
    const words = [...anExport, '--auth', 'client_secret_post', '--client-id', 'app']
    const { values } = readArguments(exportDeclaration, words)
    await expect(exportCredentials(values, () => undefined)).rejects.toThrow(
      'POPULUS_CLIENT_SECRET, or with --secret-file'
    )
  })
})
