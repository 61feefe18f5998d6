import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { errorCode } from '#shared/error-code.ts'
import { writeFileAtomically } from '../files/atomic-file.ts'
import { createInstanceLock } from '../files/instance-lock.ts'
import { renamePatiently } from '../files/patient-rename.ts'
import { readText } from '../files/read-text.ts'
import { diskFiles } from '../sealed/store-files.ts'
import { makeFolders } from '../files/make-folders.ts'

const Request = v.object({ folder: v.pipe(v.string(), v.regex(/^set-aside-[0-9TZ-]+$/)) })
/**
 * Everything that is sealed by the keyring, or chained to its keys: what stayed could neither be opened nor replaced. The list of opt-outs and the rules about restricted records
 * stay: they cannot be read, and so no data are opened until an admin sets them again.
 */
const sealedNames = [
  'snapshots',
  'exports',
  'worklist',
  'published',
  'drafts',
  'audit',
  'audit-anchor.json',
  'roles.sealed',
  'match-decisions.sealed',
  'definitions.sealed',
  'publishers.sealed'
]

const requestPath = (data: string): string => join(data, 'start-over.json')

/**
 * Asks for what is sealed to be set aside at the next start, when nothing of it is open.
 * @param now milliseconds since 1970
 * @returns absolute path of the folder that will hold it
 */
export async function askToStartOver(data: string, now: number): Promise<string> {
  const folder = `set-aside-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
  await writeFileAtomically(requestPath(data), `${JSON.stringify({ folder })}\n`)
  return join(data, folder)
}

/**
 * Sets aside what was asked for, before anything of the data folder is opened. Nothing is deleted: with the old passphrase
 * the folder still opens. May be interrupted anywhere and goes on at the next start.
 * @returns whether something was set aside; not while another process has the data
 */
export async function startOverIfAsked(data: string): Promise<boolean> {
  const text = await readText(requestPath(data))
  const asked = v.safeParse(v.pipe(v.string(), v.parseJson(), Request), text)
  if (!asked.success) return false
  await makeFolders(join(data, 'snapshots'))
  const lock = createInstanceLock(join(data, 'snapshots', 'instance.lock'))
  if (!(await lock.hold())) return false
  await lock.release()
  const aside = join(data, asked.output.folder)
  await makeFolders(join(aside, 'connections'))
  for (const name of sealedNames) await moveInto(data, aside, name)
  await setConnectionKeysAside(join(data, 'connections'), join(aside, 'connections'))
  await diskFiles.remove(requestPath(data))
  return true
}

/** The settings of connections stay; their keys and secrets cannot be read any more. */
async function setConnectionKeysAside(folder: string, aside: string): Promise<void> {
  const names = await diskFiles.list(folder)
  for (const name of names.filter((item) => item.endsWith('.secrets'))) {
    const path = join(folder, name.replace(/\.secrets$/, '.json'))
    const file = v.safeParse(v.pipe(v.string(), v.parseJson(), v.looseObject({})), await readText(path))
    if (file.success) {
      await writeFileAtomically(join(aside, name.replace(/\.secrets$/, '.json')), await readFile(path))
      await writeFileAtomically(
        path,
        `${JSON.stringify({ ...file.output, keys: [], hasSecret: false }, undefined, 2)}\n`
      )
    }
    await moveInto(folder, aside, name)
  }
  for (const name of names.filter((item) => item.endsWith('.report'))) await moveInto(folder, aside, name)
}

async function moveInto(from: string, to: string, name: string): Promise<void> {
  try {
    await renamePatiently(join(from, name), join(to, name))
  } catch (error) {
    // Not there, or moved before an interruption.
    if (errorCode(error) !== 'ENOENT') throw error
  }
}
