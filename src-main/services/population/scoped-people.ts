import { servicesMessages as m } from '#messages/services.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { limitToScopes, type PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import { planTables, type ReleaseViews } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import { effectiveRules } from '#shared/consent/record-rules.ts'
import { rightsOf, seesPeople } from '#shared/rights/right.ts'
import type { RoleState } from '#shared/roles/role.ts'
import { defaultSnapshot, populationKey, type SnapshotEntry } from '#shared/snapshot.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import type { ScopedPeoplePort } from '../../ports/scoped-people.ts'
import type { OpenSnapshot } from '../../storage/snapshots/open-snapshot.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import { knownOptOuts, type OptOutFile } from '../consent/opt-out-file.ts'
import { knownRecordRules, type RecordRuleService } from '../consent/record-rule-service.ts'
import { snapshotSources } from '../snapshots/snapshot-sources.ts'
import { readRegistries } from './read-registries.ts'
import { readSavedColumns } from './read-saved-columns.ts'
import { readViewFiles } from './read-views.ts'

/** Dependencies of {@link createScopedPeople}. */
export interface ScopedPeopleDependencies {
  readonly store: Pick<SnapshotStore, 'list' | 'open' | 'claim'>
  /** The folder with the definitions of this installation. */
  readonly resources: string
  readonly optOuts: Pick<OptOutFile, 'read'>
  readonly recordRules: Pick<RecordRuleService, 'read'>
  readonly clock: ClockPort
  readonly log: LogPort
}

/** The people of roles, with what only the services call. */
export interface ScopedPeople extends ScopedPeoplePort {
  /** Forgets whom it found. What is being searched is given up when its snapshot is closed. */
  forget(): void
}

/** Populations and roles whose people are remembered. */
const maxRemembered = 4

/**
 * Finds the people of a role in the newest saved snapshot of a source, by the rules that also limit what is loaded. It takes
 * nothing from the window: neither ids, nor columns that a window with a limited role made.
 */
export function createScopedPeople(dependencies: ScopedPeopleDependencies): ScopedPeople {
  const { store, resources, clock, log } = dependencies
  const found = new Map<string, Promise<ReadonlySet<string>>>()
  /** Counts up with each time that everything was forgotten. */
  let forgettings = 0

  /** @param before how often everything was forgotten when a search began @throws AppError `not-allowed` where it was since */
  function requireNotForgotten(before: number): void {
    if (forgettings !== before)
      throw new AppError('not-allowed', m.populusIsLockedUnlockItFirst, { reason: 'locked', retryable: true })
  }

  async function newestOf(population: string): Promise<SnapshotEntry> {
    const entries = (await store.list()).filter(
      ({ facts }) => facts !== undefined && populationKey({ kind: facts.source, label: facts.label }) === population
    )
    const newest = defaultSnapshot(entries)
    if (newest !== undefined) return newest
    throw new AppError('not-allowed', m.yourRoleShowsSomeOfThe)
  }

  async function limitsOf(access: RoleState): Promise<PeopleLimits> {
    const rules = knownRecordRules(await dependencies.recordRules.read())
    return {
      scopes: access.scopes,
      optOuts: knownOptOuts(await dependencies.optOuts.read()),
      rules: effectiveRules(rules, seesPeople(rightsOf(access)))
    }
  }

  async function readFiles(snapshot: OpenSnapshot, views: ReleaseViews): Promise<Store> {
    const plan = planTables(views)
    const builder = createStoreBuilder(plan)
    const ingest = createIngest(plan, (chunk) => builder.add(chunk))
    const { sources, label } = snapshotSources(snapshot)
    const started = clock.now()
    const accounts: FileAccount[] = []
    for (const [file, source] of sources.entries())
      accounts.push(await ingest.read({ file, open: async () => source.read() }))
    return builder.finish({
      files: sources.map(({ name }) => name),
      accounts,
      snapshot: { id: snapshot.inside.id, label, loadedAt: clock.now() },
      seconds: (clock.now() - started) / 1000
    })
  }

  /** Saves columns for later openings: a window with a limited role may not. Without room for them nothing is lost. */
  async function saveColumns(snapshot: OpenSnapshot, made: Store, views: ReleaseViews): Promise<void> {
    try {
      await store.claim()
      const writer = await snapshot.replaceCache()
      try {
        for (const part of writeCache(made, await viewMarks(views))) await writer.write(part)
        await writer.finish()
      } catch (error) {
        await writer.abort()
        throw error
      }
    } catch (error) {
      log.write('warn', 'snapshots.columns-not-saved', { code: error instanceof AppError ? error.code : 'internal' })
    }
  }

  async function read(id: string): Promise<Store> {
    const before = forgettings
    const views = await readViewFiles(resources)
    const snapshot = await store.open(id)
    try {
      requireNotForgotten(before)
      const cache = await snapshot.cache()
      const saved = cache && (await readSavedColumns(cache, views, snapshotSources(snapshot)))
      if (saved !== undefined) return saved
      const made = await readFiles(snapshot, views)
      await saveColumns(snapshot, made, views)
      return made
    } finally {
      await snapshot.close()
      // What fails because the key was forgotten says so, and what was read by it is of no use.
      requireNotForgotten(before)
    }
  }

  async function search(id: string, limits: PeopleLimits): Promise<ReadonlySet<string>> {
    const registries = loadRegistries(await readRegistries(resources))
    const shown = limitToScopes(await read(id), registries, limits)
    const ids = shown.table('patient').column('id', 'id')
    return new Set(Array.from({ length: shown.patients }, (_, row) => idAt(ids, row) ?? []).flat())
  }

  return {
    async find(population, access) {
      const before = forgettings
      const [{ id }, limits] = [await newestOf(population), await limitsOf(access)]
      requireNotForgotten(before)
      const key = JSON.stringify([id, limits])
      const known = found.get(key)
      if (known !== undefined) return known
      const searching = search(id, limits)
      found.set(key, searching)
      // Whoever asked hears of the failure; the next one asks again.
      searching.catch(() => {
        if (found.get(key) === searching) found.delete(key)
      })
      for (const oldest of found.keys()) if (found.size > maxRemembered) found.delete(oldest)
      return searching
    },
    forget() {
      forgettings += 1
      found.clear()
    }
  }
}
