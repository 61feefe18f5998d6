import { servicesMessages as m } from '#messages/services.ts'
import { join } from 'node:path'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import type { WorklistEntry, WorklistPage, WorklistView } from '#shared/contract/worklist.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { Worklist } from './worklist.ts'
import type { ClockPort, LogPort, RandomPort } from '../../ports/host.ts'
import type { InstanceLock } from '../../storage/files/instance-lock.ts'
import { makeKeyFile, readKeyFile } from '../../storage/keys/key-file.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { readJsonRecord } from '../../storage/sealed/json-record.ts'
import { openSealedJournal, readSealedJournal, type SealedJournal } from '../../storage/sealed/sealed-journal.ts'
import type { StoreFiles } from '../../storage/sealed/store-files.ts'
import { rewriteSealedJournal } from '../../storage/sealed/rewrite-journal.ts'
import { refuseHiddenRevocations } from './limited-worklist.ts'
import { withoutPersonInWorklist } from './without-person.ts'
import { WorklistContents } from './worklist-contents.ts'
import { WorklistRecord, writeRecord } from './worklist-record.ts'

/** Dependencies of {@link createWorklistService}. */
export interface WorklistServiceDependencies {
  /** Absolute path of the folder for the worklist; made when something is recorded for the first time. */
  readonly folder: string
  readonly keyring: Keyring
  readonly files: StoreFiles
  readonly lock: InstanceLock
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly log: LogPort
  /** Who is at this computer, for the record. */
  readonly author: string
}

/** Events in one page of an answer. */
const pageEvents = 1_000

interface Opened {
  readonly contents: WorklistContents
  readonly setAside: boolean
  readonly cut: boolean
  /** Absent while another process has the worklist: it can be read only. */
  readonly journal: SealedJournal | undefined
  readonly secret: Buffer
}

/** The worklist with what only the services call. */
export interface WorklistService extends Worklist {
  /** Forgets what was read, and the key. */
  forget(): Promise<void>
  /** How many events are about a person, and how many saved views name them, also views that were changed since. */
  about(person: string): Promise<{ readonly events: number; readonly views: number }>
  /**
   * Makes sure that everything in the journal can be read, which {@link WorklistService.erase} needs.
   * @throws AppError `not-supported` where a later version wrote something into it
   */
  requireReadable(): Promise<void>
  /**
   * Writes the journal again without a person, and removes what was set aside of it, which nobody can read.
   * @returns how many events and saved views went
   * @throws AppError as {@link WorklistService.requireReadable}; nothing was changed then
   */
  erase(person: string): Promise<{ readonly events: number; readonly views: number }>
}

/** Keeps what people do about care gaps, sealed, in one journal that is only ever added to. */
export function createWorklistService(dependencies: WorklistServiceDependencies): WorklistService {
  const { folder, keyring, files, lock, clock, random, log, author } = dependencies
  const path = join(folder, 'journal.sealed')
  const place = { folder, keyring, files, purpose: 'worklist/key' }
  let opened: Opened | undefined

  /** One thing at a time: what is read is never between two records. */
  const inTurn = oneAtATime()

  function contentsOf(records: readonly Uint8Array[]): WorklistContents {
    const contents = new WorklistContents()
    let unread = 0
    for (const bytes of records) {
      const record = readJsonRecord(WorklistRecord, bytes)
      if (record === undefined) unread += 1
      else contents.add(record)
    }
    if (unread > 0) log.write('warn', 'worklist.unknown-records', { records: unread })
    return contents
  }

  async function toRead(): Promise<Opened | undefined> {
    if (opened?.journal !== undefined) return opened
    const secret = await readKeyFile(place)
    if (secret === undefined) return undefined
    if (await lock.hold()) return toWrite()
    const { records, cut } = await readSealedJournal({ path, key: secret, files })
    return { contents: contentsOf(records), setAside: false, cut, journal: undefined, secret }
  }

  async function toWrite(): Promise<Opened & { readonly journal: SealedJournal }> {
    await files.makeFolder(folder)
    if (!(await lock.hold())) {
      opened = undefined
      throw new AppError('not-allowed', m.anotherPopulusOnThisComputerHas, {
        retryable: true
      })
    }
    if (opened?.journal !== undefined) return { ...opened, journal: opened.journal }
    const secret = (await readKeyFile(place)) ?? (await makeKeyFile(place))
    const { journal, records } = await openSealedJournal({
      path,
      key: secret,
      files,
      now: () => clock.now()
    })
    if (journal.setAsideBytes > 0) log.write('warn', 'worklist.set-aside', { bytes: journal.setAsideBytes })
    const { cut } = journal
    if (cut) log.write('warn', 'worklist.cut', { records: records.length })
    const next = { contents: contentsOf(records), setAside: journal.setAsideBytes > 0, cut, journal, secret }
    opened = next
    return next
  }

  async function record(entry: WorklistRecord): Promise<void> {
    const { contents, journal } = await toWrite()
    await journal.append(writeRecord(entry))
    contents.add(entry)
  }

  async function requireKey(): Promise<void> {
    const state = await keyring.state()
    if (state.state === 'absent' && state.by === 'keychain') await keyring.create()
    else if (state.state !== 'open') {
      throw new AppError(
        'not-allowed',
        state.state === 'absent' ? m.theWorklistIsSavedEncryptedChoose : m.theWorklistIsLockedUnlockIt,
        { retryable: true }
      )
    }
  }

  async function stateFor(): Promise<{ readonly state: WorklistPage['state']; readonly opened: Opened | undefined }> {
    const ring: KeyringState = await keyring.state()
    if (ring.state === 'absent') return { state: 'none', opened: undefined }
    if (ring.state === 'locked') return { state: 'locked', opened: undefined }
    return { state: 'open', opened: await toRead() }
  }

  function stamp(entry: WorklistEntry): WorklistEvent {
    // Letters, digits and hyphens only, as the format of an id has it.
    const id = random.token(18).replaceAll('_', '-')
    return { ...entry, id, at: new Date(clock.now()).toISOString(), by: author }
  }

  async function records(secret: Buffer): Promise<readonly WorklistRecord[]> {
    const found = await readSealedJournal({ path, key: secret, files })
    return found.records.flatMap((bytes) => readJsonRecord(WorklistRecord, bytes) ?? [])
  }

  /** What cannot be read may name anybody, and would not be in the journal any more after it was written again. */
  async function allRecords(secret: Buffer): Promise<readonly WorklistRecord[]> {
    const found = await readSealedJournal({ path, key: secret, files })
    return found.records.map((bytes) => {
      const read = readJsonRecord(WorklistRecord, bytes)
      if (read === undefined) throw new AppError('not-supported', m.aLaterVersionWroteIntoTheWorklist)
      return read
    })
  }

  return {
    about: (person) =>
      inTurn(async () => {
        const secret = await readKeyFile(place)
        if (secret === undefined) return { events: 0, views: 0 }
        const { events, views } = withoutPersonInWorklist(await records(secret), person)
        return { events, views }
      }),

    requireReadable: () =>
      inTurn(async () => {
        const secret = await readKeyFile(place)
        if (secret !== undefined) await allRecords(secret)
      }),

    erase: (person) =>
      inTurn(async () => {
        const secret = await readKeyFile(place)
        if (secret === undefined) return { events: 0, views: 0 }
        await toWrite()
        const rest = withoutPersonInWorklist(await allRecords(secret), person)
        const dependencies = { path, key: secret, files, now: () => clock.now() }
        if (rest.events + rest.views > 0) await rewriteSealedJournal(dependencies, rest.records.map(writeRecord))
        for (const name of await files.list(folder))
          if (name.startsWith('journal.sealed.torn-')) await files.destroy(join(folder, name))
        opened = undefined
        return { events: rest.events, views: rest.views }
      }),

    forget: () =>
      inTurn(async () => {
        opened?.secret.fill(0)
        opened = undefined
      }),

    read: (population, from, isShown = () => true) =>
      inTurn(async () => {
        const { state, opened: now } = await stateFor()
        const all = (now?.contents.events(population) ?? []).filter(isShown)
        const owner = now?.contents.ownerOf(population) ?? population
        return {
          state,
          total: all.length,
          events: all.slice(from, from + pageEvents),
          setAside: now?.setAside ?? false,
          cut: now?.cut ?? false,
          ...(owner === population ? {} : { carriedFrom: owner })
        }
      }),

    add: (population, entries, isShown) =>
      inTurn(async () => {
        await requireKey()
        const { contents } = await toWrite()
        refuseHiddenRevocations(entries, contents.events(population), isShown)
        const events = entries.map(stamp)
        await record({ type: 'events', population: contents.ownerOf(population), events })
        return events
      }),

    receive: (population, events, isShown) =>
      inTurn(async () => {
        await requireKey()
        const { contents } = await toWrite()
        refuseHiddenRevocations(events, contents.events(population), isShown)
        const known = new Set(contents.events(population).map(({ id }) => id))
        const added = events.filter(({ id }) => !known.has(id))
        if (added.length > 0) await record({ type: 'events', population: contents.ownerOf(population), events: added })
        return added.length
      }),

    populations: () => inTurn(async () => [...((await stateFor()).opened?.contents.populations() ?? [])]),

    carryOn: (population, from) =>
      inTurn(async () => {
        await requireKey()
        const { contents } = await toWrite()
        if (contents.events(population).length > 0) throw new AppError('not-allowed', m.thesePeopleHaveAWorklistOf)
        if (contents.ownerOf(from) === contents.ownerOf(population))
          throw new AppError('invalid-input', m.thisIsTheSameWorklist)
        await record({ type: 'carried-on', population, from: contents.ownerOf(from) })
      }),

    views: () => inTurn(async () => [...((await stateFor()).opened?.contents.views ?? [])]),

    setViews: (views: readonly WorklistView[]) =>
      inTurn(async () => {
        await requireKey()
        await record({ type: 'views', views: [...views] })
        return [...views]
      })
  }
}
