import { servicesMessages as m } from '#messages/services.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import {
  decisionsIn,
  MatchEntry,
  type MatchChoice,
  type MatchDecisionEntry,
  type MatchJournal
} from '#shared/contract/matching.ts'
import type { ClockPort, RandomPort } from '../../ports/host.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

const purpose = 'match-decisions'
const Stored = v.object({ entries: v.array(MatchEntry) })
/** Name of the file in the data folder. */
export const matchDecisionsFile = 'match-decisions.sealed'

/** The sealed journal of what users decided about which records are of one person. */
export interface DecisionJournal {
  /** Never rejects: a journal that cannot be read is a state, and people are not joined then. */
  read(): Promise<MatchJournal>
  /** @throws AppError `not-allowed` while no key is open, `not-found` for the undoing of what is not there */
  add(choice: MatchChoice): Promise<MatchEntry>
  /**
   * Writes the journal again without the decisions about a person, and without the undoing of these.
   * @param isPerson whether the id of a record, with its source, is theirs
   * @returns how many went
   */
  erase(isPerson: (record: string) => boolean): Promise<number>
}

/** Dependencies of {@link decisionJournal}. */
export interface DecisionJournalDependencies {
  /** Absolute path of the data folder. */
  readonly data: string
  readonly keyring: Keyring
  readonly clock: ClockPort
  readonly random: RandomPort
  /** Who is at this computer, for the record. */
  readonly author: string
}

/** Opens the journal. Nothing is read before it is asked for. */
export function decisionJournal({
  data,
  keyring,
  clock,
  random,
  author
}: DecisionJournalDependencies): DecisionJournal {
  const path = join(data, matchDecisionsFile)
  const inTurn = oneAtATime()

  function opened(sealed: Buffer): MatchJournal {
    try {
      const text = openText(sealed, purpose, keyring)
      const stored = text === undefined ? undefined : v.safeParse(Stored, JSON.parse(text))
      return stored?.success === true ? { state: 'open', ...stored.output } : { state: 'damaged', entries: [] }
    } catch (error) {
      return { state: error instanceof AppError && error.reason === 'locked' ? 'locked' : 'damaged', entries: [] }
    }
  }

  async function read(): Promise<MatchJournal> {
    // A folder in its place, or a file that may not be read: it is there, and counts as damaged.
    const sealed = await diskFiles.read(path).catch(() => Buffer.alloc(0))
    if (sealed === undefined) return { state: 'none', entries: [] }
    return (await keyring.state()).state === 'open' ? opened(sealed) : { state: 'locked', entries: [] }
  }

  async function add(choice: MatchChoice): Promise<MatchEntry> {
    const ring = await keyring.state()
    if (ring.state === 'absent' && ring.by === 'keychain') await keyring.create()
    else if (ring.state !== 'open')
      throw new AppError('not-allowed', m.decisionsAboutPeopleAreSealedUnlock, {
        reason: 'locked'
      })
    const { state, entries } = await read()
    if (state === 'damaged') throw new AppError('not-allowed', m.theDecisionsAboutPeopleWereChanged)
    if (choice.kind === 'undo' && !decisionsIn(entries).some(({ id }) => id === choice.of))
      throw new AppError('not-found', m.thisDecisionIsNotThereOr)
    const id = random.token(18).replaceAll('_', '-')
    const entry: MatchEntry = { ...choice, id, at: new Date(clock.now()).toISOString(), by: author }
    await writeFileAtomically(path, sealText(JSON.stringify({ entries: [...entries, entry] }), purpose, keyring))
    return entry
  }

  async function erase(isPerson: (record: string) => boolean): Promise<number> {
    const { state, entries } = await read()
    if (state !== 'open') return 0
    const gone = new Set(
      entries.flatMap((entry) => (entry.kind !== 'undo' && [entry.left, entry.right].some(isPerson) ? [entry.id] : []))
    )
    const rest = entries.filter((entry) => !gone.has(entry.kind === 'undo' ? entry.of : entry.id))
    if (rest.length < entries.length)
      await writeFileAtomically(path, sealText(JSON.stringify({ entries: rest }), purpose, keyring))
    return entries.length - rest.length
  }

  /** One after another, here and in other programs. */
  const alone = <T>(task: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      await makePrivateFolder(data)
      return withFileLock(`${path}.lock`, task)
    })

  return {
    read,
    erase: (isPerson) => alone(() => erase(isPerson)),
    add: (choice) => alone(() => add(choice))
  }
}

/**
 * The decisions as they have to be known before people are joined.
 * @throws AppError `not-allowed` for a journal that cannot be read
 */
export function knownDecisions({ state, entries }: MatchJournal): readonly MatchDecisionEntry[] {
  if (state === 'none' || state === 'open') return decisionsIn(entries)
  throw new AppError(
    'not-allowed',
    state === 'locked' ? m.whatWasDecidedAboutWhichRecords : m.theDecisionsAboutWhichRecordsAre,
    state === 'locked' ? { reason: 'locked' } : {}
  )
}
