import { servicesMessages as m } from '#messages/services.ts'
import { createHash, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import type { RecordedDigests } from '../audit/recorded-digests.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

/** A value on the disk. `damaged`: it was changed, replaced or removed outside Populus. */
export type VouchedValue<T> =
  | { readonly state: 'none' | 'locked' | 'damaged' }
  | { readonly state: 'open'; readonly value: T }

/** A sealed file whose content the audit log vouches for, so that a removed or an older one is noticed. */
export interface VouchedFile<T> {
  /** Never rejects: a file that cannot be relied on is a state. */
  read(): Promise<VouchedValue<T>>
  /**
   * Puts a value in the place of the one before; `undefined` removes the file.
   * @returns the digest, which has to be recorded
   * @throws AppError `not-allowed` while no key is open
   */
  write(value: T | undefined): Promise<string>
}

/** Dependencies of {@link createVouchedFile}. */
export interface VouchedFileOptions<T> {
  readonly path: string
  /** Separates its key from those of other files. */
  readonly purpose: string
  readonly schema: v.GenericSchema<unknown, T>
  readonly keyring: Keyring
  /** What it is called in a sentence about a locked key. */
  readonly name: string
  /** What the audit log says of it. */
  recorded(): Promise<RecordedDigests>
}

/** Makes the file. Its digest covers a random salt, so that the log tells nothing about its content. */
export function createVouchedFile<T>(options: VouchedFileOptions<T>): VouchedFile<T> {
  const { path, purpose, schema, keyring, name } = options
  const Salted = v.object({ salt: v.string(), value: schema })
  let known: Promise<RecordedDigests> | undefined

  /** What the log says, which is read once. A change whose digest is not in it yet says nothing about the next file. */
  async function vouched(): Promise<RecordedDigests> {
    const recorded = await (known ??= options.recorded())
    if (recorded.undated) known = undefined
    return recorded
  }

  function opened(sealed: Buffer): (VouchedValue<T> & { readonly digest?: string }) | undefined {
    try {
      const text = openText(sealed, purpose, keyring)
      if (text === undefined) return undefined
      const json: unknown = JSON.parse(text)
      const salted = v.safeParse(Salted, json)
      if (salted.success)
        return { state: 'open', value: salted.output.value, digest: digestOf(salted.output.salt, salted.output.value) }
      // As version 0.1 wrote it, without a salt.
      const plain = v.safeParse(schema, json)
      return plain.success ? { state: 'open', value: plain.output } : undefined
    } catch (error) {
      if (error instanceof AppError && error.reason === 'locked') return { state: 'locked' }
      return undefined
    }
  }

  async function find(): Promise<VouchedValue<T> & { readonly digest?: string }> {
    let sealed: Buffer | undefined
    try {
      sealed = await diskFiles.read(path)
    } catch {
      // A folder in its place, or a file that may not be read: it is there, and says nothing.
      return { state: 'damaged' }
    }
    if (sealed === undefined) return { state: 'none' }
    if ((await keyring.state()).state !== 'open') return { state: 'locked' }
    return opened(sealed) ?? { state: 'damaged' }
  }

  return {
    async read() {
      const { digest, ...found } = await find()
      if (found.state === 'locked' || found.state === 'damaged') return found
      try {
        // Another program may have changed it since the log was read.
        if (isRecorded(found.state, digest, await vouched())) return found
        known = undefined
        return isRecorded(found.state, digest, await vouched()) ? found : { state: 'damaged' }
      } catch {
        // A log that cannot be read vouches for nothing.
        known = undefined
        return { state: 'damaged' }
      }
    },
    async write(value) {
      if ((await keyring.state()).state !== 'open')
        throw new AppError('not-allowed', m.sealedSaveDataOrUnlockFirst(name), { reason: 'locked' })
      const salt = randomBytes(16).toString('hex')
      if (value === undefined) await diskFiles.destroy(path)
      else await writeFileAtomically(path, sealText(JSON.stringify({ salt, value }), purpose, keyring))
      known = undefined
      return digestOf(salt, value)
    }
  }
}

/** An empty log, as after a restore, contradicts no sealed file. */
function isRecorded(
  state: 'none' | 'open',
  digest: string | undefined,
  { digests, none, undated }: RecordedDigests
): boolean {
  if (state === 'none') return none
  return undated || (digest !== undefined && digests.has(digest)) || (digests.size === 0 && none)
}

function digestOf(salt: string, value: unknown): string {
  return createHash('sha256')
    .update(`${salt}\n${JSON.stringify(value)}`)
    .digest('hex')
}
