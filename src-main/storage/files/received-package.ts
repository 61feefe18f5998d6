import { storageMessages as m } from '#messages/storage.ts'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import type { UpdatePackage } from '#shared/governance/update.ts'
import { piecesUnlessAborted } from './until-aborted.ts'
import { renamePatiently } from './patient-rename.ts'
import { makePrivateFolder } from './private-folder.ts'

/**
 * Writes a package into a folder of this account alone, and counts and hashes it meanwhile: its name has only what is as the feed says.
 * What is longer, shorter or other is removed.
 * @param signal ends it, also while a piece is waited for, with nothing left; throws its reason then
 * @returns absolute path
 * @throws AppError `invalid-input` for other bytes than the feed names
 */
export async function receivePackage(
  folder: string,
  wanted: UpdatePackage,
  bytes: AsyncIterable<Uint8Array>,
  signal?: AbortSignal
): Promise<string> {
  await makePrivateFolder(folder)
  const path = join(folder, wanted.name)
  const partial = `${path}.partial`
  await rm(partial, { force: true })
  const file = await open(partial, 'wx', 0o600)
  try {
    const hash = createHash('sha512')
    let received = 0
    signal?.throwIfAborted()
    for await (const piece of piecesUnlessAborted(bytes, signal)) {
      received += piece.length
      if (received > wanted.bytes) throw new AppError('invalid-input', m.thePackageIsLonger(wanted.name))
      hash.update(piece)
      await file.write(piece)
    }
    if (received < wanted.bytes) throw new AppError('invalid-input', m.thePackageIsCut(wanted.name))
    if (hash.digest('hex') !== wanted.sha512) throw new AppError('invalid-input', m.thePackageIsAnotherOne(wanted.name))
    await file.sync()
    await file.close()
    await renamePatiently(partial, path)
    return path
  } catch (error) {
    await file.close()
    await rm(partial, { force: true })
    throw error
  }
}

/** Whether a file is the package that a feed names. @throws AppError `not-found`, `invalid-input` for other bytes */
export async function verifyPackage(path: string, wanted: UpdatePackage): Promise<void> {
  const hash = createHash('sha512')
  let received = 0
  try {
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
      received += piece.length
      hash.update(piece)
    }
  } catch (cause) {
    throw new AppError(
      errorCode(cause) === 'ENOENT' ? 'not-found' : 'unreadable-file',
      m.thePackageCannotBeRead(wanted.name),
      { cause }
    )
  }
  if (received !== wanted.bytes || hash.digest('hex') !== wanted.sha512)
    throw new AppError('invalid-input', m.thePackageIsAnotherOne(wanted.name))
}
