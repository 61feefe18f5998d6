import { cliDataMessages as m } from '#messages/cli/data.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { namesPerson } from '#shared/governance/names-person.ts'
import { Settings } from '#shared/settings-schema.ts'
import { systemClock, systemRandom } from '../../ports/system.ts'
import { openDraftStore } from '../../services/drafts/draft-store.ts'
import { decisionJournal } from '../../services/matching/decision-journal.ts'
import { optOutFile } from '../../services/consent/opt-out-file.ts'
import { isPerson } from '../../services/worklist/without-person.ts'
import { createWorklistService } from '../../services/worklist/worklist-service.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { createInstanceLock } from '../../storage/files/instance-lock.ts'
import { readText } from '../../storage/files/read-text.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import type { OpenedData } from './open-data.ts'

/** How often a person is named outside of the snapshots. */
export interface PersonPlaces {
  /** Notes, assignments, outreach and evidence about gaps. */
  readonly worklistEvents: number
  readonly worklistViews: number
  /** Decisions about which records are of one person. */
  readonly matchDecisions: number
  /** Unfinished work, and saved cohorts, boards and lists. */
  readonly drafts: number
  /** Saved statements and views among the settings. */
  readonly settings: number
  /** The list of people who opted out has the person. */
  readonly optedOut: boolean
}

/** Settings that hold texts of the user's own. */
const texts = ['savedViews', 'exploreViews', 'savedStatements'] as const

function stores({ data, folder: { keyring }, log }: OpenedData) {
  const shared = { keyring, clock: systemClock, log, author: accountName() }
  const worklistFolder = join(data, 'worklist')
  return {
    worklist: createWorklistService({
      ...shared,
      folder: worklistFolder,
      files: diskFiles,
      lock: createInstanceLock(join(worklistFolder, 'instance.lock')),
      random: systemRandom
    }),
    decisions: decisionJournal({ ...shared, data, random: systemRandom }),
    drafts: openDraftStore({ ...shared, folder: join(data, 'drafts') }),
    optOuts: optOutFile(data, keyring, systemClock)
  }
}

/** The id of a person who may be named by a reference: `Patient/7` is 7. */
export function personIdOf(text: string): string {
  return text.trim().replace(/^Patient\//, '')
}

/** Looks where a person is named outside of the snapshots. @param id of the Patient resource */
export async function findPlaces(opened: OpenedData, id: string): Promise<PersonPlaces> {
  const { worklist, decisions, drafts, optOuts } = stores(opened)
  const { entries } = await decisions.read()
  const { events, views } = await worklist.about(id)
  return {
    worklistEvents: events,
    worklistViews: views,
    matchDecisions: entries.filter(
      (each) => each.kind !== 'undo' && (isPerson(each.left, id) || isPerson(each.right, id))
    ).length,
    drafts: ((await drafts.list()) ?? []).filter(({ text }) => namesPerson(text, id)).length,
    settings: (await settingsWithout(opened.data, id)).gone,
    optedOut: (await optOuts.read()).people.some((each) => isPerson(each, id))
  }
}

/**
 * Makes sure that everything a person could be named in can be read, before anything is erased.
 * @throws AppError `not-supported` for what a later version wrote, `not-allowed` for decisions that were changed outside Populus
 */
export async function requireReadablePlaces(opened: OpenedData): Promise<void> {
  const { worklist, decisions } = stores(opened)
  await worklist.requireReadable()
  if ((await decisions.read()).state === 'damaged') throw new AppError('not-allowed', m.theDecisionsAboutWhichRecords)
}

/** Removes a person from everything outside of the snapshots but the list of opt-outs, which keeps them out of later data. */
export async function erasePlaces(opened: OpenedData, id: string): Promise<PersonPlaces> {
  const { worklist, decisions, drafts, optOuts } = stores(opened)
  const { events, views } = await worklist.erase(id)
  const matchDecisions = await decisions.erase((record) => isPerson(record, id))
  const naming = ((await drafts.list()) ?? []).filter(({ text }) => namesPerson(text, id))
  for (const { name, savedAt } of naming) await drafts.remove(name, savedAt)
  const { gone, next } = await settingsWithout(opened.data, id)
  if (gone > 0) await writeFileAtomically(join(opened.data, 'settings.json'), `${JSON.stringify(next, null, 2)}\n`)
  return {
    worklistEvents: events,
    worklistViews: views,
    matchDecisions,
    drafts: naming.length,
    settings: gone,
    optedOut: (await optOuts.read()).people.some((each) => isPerson(each, id))
  }
}

async function settingsWithout(data: string, id: string): Promise<{ readonly gone: number; readonly next: object }> {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), (await readText(join(data, 'settings.json'))) ?? '{}')
  const stored = json.success && typeof json.output === 'object' && json.output !== null ? json.output : {}
  const settings = v.safeParse(Settings, stored)
  if (!settings.success) return { gone: 0, next: stored }
  const next: Record<string, unknown> = { ...stored }
  let gone = 0
  for (const name of texts) {
    const all: readonly unknown[] = settings.output[name]
    const others = all.filter((each) => !namesPerson(JSON.stringify(each), id))
    gone += all.length - others.length
    if (others.length < all.length) next[name] = others
  }
  return { gone, next }
}
