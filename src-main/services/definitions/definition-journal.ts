import { servicesDefinitionsMessages as m } from '#messages/services/definitions.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import { DefinitionEvent, type DefinitionList } from '#shared/governance/definition.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { recordedDigests, type DigestRecords } from '../audit/recorded-digests.ts'
import { contentDigest } from './content-digest.ts'

const purpose = 'definitions'
/** Name of the file in the data folder. */
export const definitionJournalFile = 'definitions.sealed'
/** What the audit log records of decisions: the chain code of the last one. */
const records: DigestRecords = { action: 'definition.decided', count: 'events' }

const Line = v.object({ code: v.string(), event: DefinitionEvent })
type Line = v.InferOutput<typeof Line>

/** What is on the disk about definitions. */
export interface ReadJournal {
  readonly state: DefinitionList['journal']
  /** Oldest first. */
  readonly events: readonly DefinitionEvent[]
  /** Code of the last event: it covers all events before. */
  readonly code: string
}

/** The sealed journal of versions and decisions. It is only ever added to. */
export interface DefinitionJournal {
  /** Never rejects: a journal that cannot be relied on is a state. */
  read(): Promise<ReadJournal>
  /**
   * Adds events to those that are there.
   * @param choose the events to add, by what is there; nothing else is added in between
   * @throws AppError `not-allowed` while no key is open, or where the journal was changed; what `choose` throws
   */
  add(choose: (before: ReadJournal) => readonly DefinitionEvent[]): Promise<ReadJournal>
}

/**
 * Each event has a code over itself and the code before it, so that none can be taken out or moved. The audit log has the code
 * of the last decision: an older copy of the file in its place does not have it.
 * @param data absolute path of the data folder
 */
export function definitionJournal(data: string, keyring: Keyring): DefinitionJournal {
  const path = join(data, definitionJournalFile)
  const none: ReadJournal = { state: 'none', events: [], code: '' }

  function opened(sealed: Buffer, recorded: ReadonlySet<string>): ReadJournal {
    const damaged: ReadJournal = { ...none, state: 'damaged' }
    try {
      const text = openText(sealed, purpose, keyring)
      const lines = v.safeParse(v.array(Line), text === undefined ? undefined : JSON.parse(text))
      if (!lines.success || !isChain(lines.output)) return damaged
      const codes = new Set(lines.output.map(({ code }) => code))
      if (recorded.size > 0 && ![...recorded].some((code) => codes.has(code))) return damaged
      return {
        state: 'open',
        events: lines.output.map(({ event }) => event),
        code: lines.output.at(-1)?.code ?? ''
      }
    } catch (error) {
      return { ...none, state: error instanceof AppError && error.reason === 'locked' ? 'locked' : 'damaged' }
    }
  }

  async function read(): Promise<ReadJournal> {
    try {
      const [sealed, recorded] = [await diskFiles.read(path), await recordedDigests(join(data, 'audit'), records)]
      if (sealed === undefined) return recorded.none ? none : { ...none, state: 'damaged' }
      return (await keyring.state()).state === 'open' ? opened(sealed, recorded.digests) : { ...none, state: 'locked' }
    } catch {
      // A folder in its place, or a file that may not be read: it is there, and says nothing.
      return { ...none, state: 'damaged' }
    }
  }

  async function write(choose: (before: ReadJournal) => readonly DefinitionEvent[]): Promise<ReadJournal> {
    const before = await read()
    if (before.state === 'damaged') throw new AppError('not-allowed', m.theJournalOfDefinitionsWasChanged)
    if (before.state === 'locked') throw locked()
    const added = choose(before)
    if (added.length === 0) return before
    const ring = await keyring.state()
    if (ring.state === 'absent' && ring.by === 'keychain') await keyring.create()
    else if (ring.state !== 'open') throw locked()
    const lines = linesOf([...before.events, ...added])
    await writeFileAtomically(path, sealText(JSON.stringify(lines), purpose, keyring))
    return { state: 'open', events: lines.map(({ event }) => event), code: lines.at(-1)?.code ?? '' }
  }

  const inTurn = oneAtATime()
  return {
    read,
    add: (choose) =>
      inTurn(async () => {
        await makePrivateFolder(data)
        return withFileLock(`${path}.lock`, () => write(choose))
      })
  }
}

function locked(): AppError {
  return new AppError('not-allowed', m.whatIsDecidedAboutDefinitionsIs, { reason: 'locked' })
}

function linesOf(events: readonly DefinitionEvent[]): Line[] {
  let code = ''
  return events.map((event) => ({ code: (code = contentDigest([code, event])), event }))
}

function isChain(lines: readonly Line[]): boolean {
  const made = linesOf(lines.map(({ event }) => event))
  return lines.every(({ code }, index) => code === made[index]!.code)
}
