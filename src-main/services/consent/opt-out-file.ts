import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import type { OptOuts } from '#shared/contract/consent.ts'
import type { ClockPort } from '../../ports/host.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

const purpose = 'opt-outs'
const Stored = v.object({ people: v.array(v.string()), importedAt: v.number() })

/** The sealed list of people who opted out. */
export interface OptOutFile {
  /** Never rejects: a list that cannot be read is a state, and no data are shown then. */
  read(): Promise<OptOuts>
  /**
   * @returns how many people are on the list
   * @throws AppError `not-allowed` while no key is open
   */
  import(text: string): Promise<number>
}

/** @param data absolute path of the data folder */
export function optOutFile(data: string, keyring: Keyring, clock: ClockPort): OptOutFile {
  const path = join(data, 'opt-outs.sealed')

  function opened(sealed: Buffer): OptOuts {
    try {
      const text = openText(sealed, purpose, keyring)
      const list = text === undefined ? undefined : v.safeParse(Stored, JSON.parse(text))
      return list?.success === true ? { state: 'open', ...list.output } : { state: 'damaged', people: [] }
    } catch (error) {
      if (error instanceof AppError && error.reason === 'locked') return { state: 'locked', people: [] }
      return { state: 'damaged', people: [] }
    }
  }

  return {
    async read() {
      const sealed = await diskFiles.read(path).catch(() => Buffer.alloc(0))
      if (sealed === undefined) return { state: 'none', people: [] }
      return (await keyring.state()).state === 'open' ? opened(sealed) : { state: 'locked', people: [] }
    },
    async import(text) {
      if ((await keyring.state()).state !== 'open')
        throw new AppError('not-allowed', 'The list is sealed. Save data or unlock first, then import it.', {
          reason: 'locked'
        })
      const people = peopleIn(text)
      if (people.length === 0) await diskFiles.destroy(path)
      else
        await writeFileAtomically(path, sealText(JSON.stringify({ people, importedAt: clock.now() }), purpose, keyring))
      return people.length
    }
  }
}

/** One person a line: the first field of a CSV file, without quotes and the type of a reference. */
function peopleIn(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) =>
    line
      .split(/[,;\t]/)[0]!
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/^Patient\//, '')
  )
  return Array.from(new Set(lines.filter((line) => line !== '')))
}

/**
 * The list as it has to be known before data are shown.
 * @throws AppError `not-allowed` for one that cannot be read
 */
export function knownOptOuts({ state, people }: OptOuts): readonly string[] {
  if (state === 'none' || state === 'open') return people
  throw new AppError(
    'not-allowed',
    state === 'locked'
      ? 'People who opted out are on a sealed list, without which no data are opened. Unlock with the passphrase first.'
      : 'The list of people who opted out was changed outside Populus, and no data are opened without it. Import the list again under Settings.',
    state === 'locked' ? { reason: 'locked' } : {}
  )
}
