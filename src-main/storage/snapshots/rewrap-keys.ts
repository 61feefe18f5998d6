import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import type { LogPort } from '../../ports/host.ts'
import { updateFileAtomically, writeFileAtomically } from '../files/atomic-file.ts'
import type { Keyring } from '../keys/keyring.ts'
import { isSnapshotId, purposes } from './snapshot-layout.ts'
import { wrappedKeyBytes } from '../keys/wrap-key.ts'

/** Files of a data folder that begin with a key of their own, with what that is for. */
const sealedTexts = {
  'roles.sealed': 'roles',
  'opt-outs.sealed': 'opt-outs',
  'record-rules.sealed': 'record-rules',
  'match-decisions.sealed': 'match-decisions',
  'definitions.sealed': 'definitions',
  'publishers.sealed': 'publishers'
} as const

const JobKeys = v.looseObject({ id: v.string(), snapshot: v.string(), journalKey: v.pipe(v.string(), v.base64()) })

/**
 * Wraps the keys of a data folder under the present root key. What it cannot wrap stays as it is: older root keys still
 * open it. May be interrupted anywhere and done again.
 * @returns how many keys were wrapped again
 */
export async function rewrapKeys(data: string, keyring: Keyring, log: LogPort): Promise<number> {
  let done = 0

  function rewrapped(wrapped: Uint8Array, purpose: string): Buffer | undefined {
    try {
      return keyring.rewrap(wrapped, purpose)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unreadable-file') throw error
      log.write('warn', 'keyring.not-rewrapped')
      return undefined
    }
  }

  /** A file that begins with a wrapped key. Nothing is written to it between what is read and what takes its place. */
  async function rewrapFile(path: string, purpose: string): Promise<void> {
    const isWritten = await updateFileAtomically(path, (bytes) => {
      if (bytes.length < wrappedKeyBytes) return undefined
      const anew = rewrapped(bytes.subarray(0, wrappedKeyBytes), purpose)
      return anew && Buffer.concat([anew, bytes.subarray(wrappedKeyBytes)])
    }).catch(missing)
    if (isWritten === true) done += 1
  }

  /** Files of a folder whose names end alike. @param purposeOf what the key of a file is for, by its name without the end */
  async function rewrapFiles(folder: string, end: string, purposeOf: (name: string) => string): Promise<void> {
    for (const name of await namesIn(folder))
      if (name.endsWith(end)) await rewrapFile(join(folder, name), purposeOf(name.slice(0, -end.length)))
  }

  async function rewrapJob(folder: string): Promise<void> {
    const path = join(folder, 'job.json')
    const text = await readFile(path, 'utf8').catch(missing)
    const job = v.safeParse(v.pipe(v.string(), v.parseJson(), JobKeys), text)
    if (!job.success) return
    const { id, snapshot, journalKey } = job.output
    await rewrapFile(join(folder, 'key'), purposes.key(snapshot))
    const anew = rewrapped(Buffer.from(journalKey, 'base64'), `export/${id}/journal`)
    if (anew === undefined) return
    await writeFileAtomically(path, `${JSON.stringify({ ...job.output, journalKey: anew.toString('base64') })}\n`)
    done += 1
  }

  for (const id of (await namesIn(join(data, 'snapshots'))).filter(isSnapshotId))
    await rewrapFile(join(data, 'snapshots', id, 'key'), purposes.key(id))
  for (const id of await namesIn(join(data, 'exports'))) await rewrapJob(join(data, 'exports', id))
  await rewrapFiles(join(data, 'connections'), '.secrets', (id) => `connection/${id}`)
  await rewrapFiles(join(data, 'connections'), '.report', (id) => `connection-report/${id}`)
  await rewrapFiles(join(data, 'drafts'), '.draft', (name) => `draft/${name}`)
  await rewrapFiles(join(data, 'governance'), '.sealed', (name) => `frozen results/${name.replace(/^frozen-/, '')}`)
  for (const [name, purpose] of Object.entries(sealedTexts)) await rewrapFile(join(data, name), purpose)
  await rewrapFile(join(data, 'worklist', 'key'), 'worklist/key')
  await rewrapFile(join(data, 'published', 'key'), 'published/key')
  await rewrapFile(join(data, 'audit', 'audit.key'), 'audit 2')
  await rewrapFile(join(data, 'audit', 'audit.key.early'), 'audit')
  return done
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(missing)) ?? []
}

function missing(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
  throw error
}
