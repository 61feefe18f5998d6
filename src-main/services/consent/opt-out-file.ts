import { servicesMessages as m } from '#messages/services.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { optOutProblems, type OptOuts } from '#shared/contract/consent.ts'
import type { ClockPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { recordedDigests } from '../audit/recorded-digests.ts'
import { createVouchedFile } from './vouched-file.ts'

const Stored = v.object({ people: v.array(v.string()), importedAt: v.number() })

/** The sealed list of people who opted out. */
export interface OptOutFile {
  /** Never rejects: a list that cannot be relied on is a state, and no data are shown then. */
  read(): Promise<OptOuts>
  /**
   * @returns how many people are on the list, and its digest for the audit log
   * @throws AppError `not-allowed` while no key is open
   */
  import(text: string): Promise<{ readonly people: number; readonly digest: string }>
}

/** @param data absolute path of the data folder */
export function optOutFile(data: string, keyring: Keyring, clock: ClockPort): OptOutFile {
  const file = createVouchedFile({
    path: join(data, 'opt-outs.sealed'),
    purpose: 'opt-outs',
    schema: Stored,
    keyring,
    name: m.theListIs,
    recorded: () => recordedDigests(join(data, 'audit'), { action: 'consent.opt-outs-imported', count: 'people' })
  })
  return {
    async read() {
      const list = await file.read()
      return list.state === 'open' ? { state: 'open', ...list.value } : { state: list.state, people: [] }
    },
    async import(text) {
      const people = peopleIn(text)
      const digest = await file.write(people.length === 0 ? undefined : { people, importedAt: clock.now() })
      return { people: people.length, digest }
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
 * @throws AppError `not-allowed` for one that cannot be relied on
 */
export function knownOptOuts({ state, people }: OptOuts): readonly string[] {
  if (state === 'none' || state === 'open') return people
  throw new AppError('not-allowed', optOutProblems[state], state === 'locked' ? { reason: 'locked' } : {})
}
