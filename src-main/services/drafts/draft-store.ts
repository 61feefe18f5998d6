import { join } from 'node:path'
import * as v from 'valibot'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import type { Draft } from '#shared/contract/drafts.ts'

import type { ClockPort, LogPort } from '../../ports/host.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'
import { setFileAside } from '../../storage/files/set-aside.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import type { DraftSaved } from '#shared/contract/drafts.ts'

/** What the calls need of the stored drafts. */
export interface DraftStore {
  /** @returns `undefined` while no key is open */
  list(): Promise<Draft[] | undefined>
  /** Seals a draft and writes it to disk. @param replaces when the version that the caller knows was saved */
  save(name: string, text: string, replaces: number | undefined): Promise<DraftSaved>
  /** Deletes a draft. A version that the caller does not know stays. */
  remove(name: string, replaces: number | undefined): Promise<void>
}

/** Dependencies of {@link openDraftStore}; `folder` is an absolute path and is made when it is missing. */
export interface DraftStoreDependencies {
  readonly folder: string
  readonly keyring: Keyring
  readonly clock: ClockPort
  readonly log: LogPort
  /** Account of whoever is at this computer. */
  readonly author: string
}

const suffix = '.draft'
const purposeOf = (name: string): string => `draft/${name}`
const Stored = v.object({ text: v.string(), savedAt: v.number(), by: v.optional(v.string()) })

/** Unfinished work, one sealed file for each draft. A file that cannot be read is set aside, and the others stay. */
export function openDraftStore({ folder, keyring, clock, log, author }: DraftStoreDependencies): DraftStore {
  const pathOf = (name: string): string => join(folder, `${name}${suffix}`)

  async function read(name: string): Promise<Draft[]> {
    const sealed = await diskFiles.read(pathOf(name))
    if (sealed === undefined) return []
    const found = parse(openOrNothing(sealed, name, keyring))
    if (found !== undefined) return [{ name, ...found }]
    await setFileAside(pathOf(name), clock.now())
    log.write('warn', 'draft.set-aside')
    return []
  }

  /** One after another, so that a draft that was removed does not come back with a write that began before. */
  const inTurn = oneAtATime()

  return {
    async list() {
      if ((await keyring.state()).state !== 'open') return undefined
      const names = (await diskFiles.list(folder)).filter((file) => file.endsWith(suffix))
      const drafts: Draft[] = []
      for (const file of names) drafts.push(...(await read(file.slice(0, -suffix.length))))
      return drafts
    },
    save: (name, text, replaces) =>
      inTurn(async () => {
        const { state, by } = await keyring.state()
        // A keychain needs no question, so its key is made with the first thing that is stored.
        if (state === 'absent' && by === 'keychain') await keyring.create()
        else if (state !== 'open') return { outcome: 'locked' }
        await makePrivateFolder(folder)
        const [present] = await read(name)
        if (present !== undefined && present.savedAt !== replaces) {
          // The page may not have heard that its own text arrived.
          if (present.text === text) return { outcome: 'saved', savedAt: present.savedAt }
          return { outcome: 'conflict', other: present }
        }
        // Never the same twice, also when the clock stands still or is set back.
        const savedAt = Math.max(clock.now(), (present?.savedAt ?? -1) + 1)
        const stored = JSON.stringify({ text, savedAt, by: author })
        await writeFileAtomically(pathOf(name), sealText(stored, purposeOf(name), keyring))
        return { outcome: 'saved', savedAt }
      }),
    remove: (name, replaces) =>
      inTurn(async () => {
        // Without a key nobody can tell whether it is the version that the caller knows.
        if ((await keyring.state()).state !== 'open') return
        const [present] = await read(name)
        if (present?.savedAt === replaces) await diskFiles.destroy(pathOf(name))
      })
  }
}

/** A draft of another keyring, such as one that a forgotten passphrase protected, is as good as damaged. */
function openOrNothing(sealed: Buffer, name: string, keyring: Keyring): string | undefined {
  try {
    return openText(sealed, purposeOf(name), keyring)
  } catch (error) {
    if (error instanceof AppError && error.code === 'unreadable-file') return undefined
    throw error
  }
}

function parse(text: string | undefined): v.InferOutput<typeof Stored> | undefined {
  if (text === undefined) return undefined
  const parsed = v.safeParse(Stored, JSON.parse(text))
  return parsed.success ? parsed.output : undefined
}
