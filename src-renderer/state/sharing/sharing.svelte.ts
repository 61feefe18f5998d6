import { stateMessages as m } from '#messages/state.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { DeidentificationReport } from '#engine/sharing/deidentify/write-set.ts'
import type { ProfileId } from '#engine/sharing/deidentify/profile.ts'
import type { MadePack } from '#engine/sharing/pack/make-pack.ts'
import type { EarlierPack } from '#engine/sharing/pack/suppress-pack.ts'
import type { SignatureVerdict } from '#shared/governance/file-signature.ts'
import { toWireError } from '#shared/app-error.ts'
import type { PinnedDefinition } from '#shared/governance/definition.ts'
import type { PackComparison } from '../../workers/store/protocol/sharing-protocol.ts'
import type { App } from '../app.ts'
import { cohortsIn } from '../governance/rests-on.ts'
import { digestOf } from '../governance/signed-files.ts'
import { releaseRecorded } from '../record-export.ts'
import { dataOf, enterCounts } from './made-to-leave.ts'

const FORMAT = 1
const PREFIX = 'shared-packs-'
/** Packs of a series that are remembered; older ones are about other people. */
const REMEMBERED = 8

/** What is remembered of a series: what its packs showed and withheld. Sealed, as everything of the page that is stored. */
interface RememberedSeries {
  readonly series: string
  readonly packs: readonly EarlierPack[]
}

/** What sharing needs of the page. */
type SharingApp = Pick<
  App,
  | 'cohorts'
  | 'store'
  | 'drafts'
  | 'context'
  | 'smallCells'
  | 'info'
  | 'transport'
  | 'definitions'
  | 'session'
  | 'tasks'
  | 'toasts'
>

/** A pack that was compared, and with what. */
interface ComparedPack {
  readonly text: string
  readonly seal: string | undefined
  readonly asOf: App['context']['asOf']
  /** Which data were on the screens, as the session counts them. */
  readonly replaced: number
  readonly comparison: PackComparison
}

/** Saves a file, as the browser does. */
type SaveFile = (name: string, file: Blob) => unknown

const states = new WeakMap<object, SharingState>()

/** What was shared and compared since the page was opened; the same object for the same page. */
export function sharingOf(app: SharingApp): SharingState {
  const known = states.get(app) ?? new SharingState(app)
  states.set(app, known)
  return known
}

/** What was made and compared on the Sharing screen. */
export class SharingState {
  readonly #app: SharingApp
  series = $state('')
  /** Ids of the cohorts that go into the pack. */
  chosen = $state.raw<readonly string[]>([])
  made = $state.raw<MadePack>()
  /** Whose signature the compared pack has. */
  signature = $state.raw<SignatureVerdict>()
  report = $state.raw<DeidentificationReport>()
  /** What runs now, in words. */
  running = $state<string>()
  /** What went wrong in the last attempt. */
  problem = $state<string>()
  #compared = $state.raw<ComparedPack>()

  constructor(app: SharingApp) {
    this.#app = app
  }

  /** The pack that was compared last with the data on the screens. */
  get compared(): PackComparison | undefined {
    return this.#present?.comparison
  }

  /** The date as of which it was compared. */
  get comparedAsOf(): App['context']['asOf'] | undefined {
    return this.#present?.asOf
  }

  /** Counts of data that were closed or replaced say nothing of those on the screens. */
  get #present(): ComparedPack | undefined {
    return this.#compared?.replaced === this.#app.session.replaced ? this.#compared : undefined
  }

  /** Series of which packs were made here, the last first. */
  get known(): readonly RememberedSeries[] {
    const { drafts } = this.#app
    return drafts.names(PREFIX).flatMap((name) => drafts.readValue<RememberedSeries>(name, FORMAT) ?? [])
  }

  /** Makes a pack with what earlier ones of its series showed in mind, saves it as a file, and remembers it. */
  async makePack(save: SaveFile): Promise<void> {
    const { store, context, smallCells, info } = this.#app
    const series = this.series.trim()
    const earlier = this.known.find((each) => each.series === series)?.packs ?? []
    await this.#attempt(m.countingForThePack, async () => {
      this.made = undefined
      const limit = smallCells.exportLimit
      const approvals = await this.#statesOf('registry')
      const cohorts = {
        chosen: this.chosen,
        saved: this.#saved,
        approvals: this.chosen.length === 0 ? {} : await this.#statesOf('cohort')
      }
      const data = dataOf(this.#app)('')
      const { asOf } = context
      const about = { what: 'site-pack', format: 'json', title: series } as const
      const counts = await store.packCounts(asOf, data, cohorts)
      const { withheld } = await enterCounts(this.#app, about, counts)
      const register = { data, withheld }
      const { made, text } = await store.sharePack({
        series,
        asOf,
        limit,
        engine: info.version,
        earlier,
        cohorts,
        approvals,
        register
      })
      const { aggregates } = made.pack
      const definitions = [
        ...made.pack.definitions.map(({ id, sha256 }) => ({ kind: 'registry' as const, id, hash: sha256 })),
        // By their names here: a pack names them by their content.
        ...cohorts.chosen.flatMap((id) => cohortsIn(id, { cohort: (named) => this.#app.cohorts.find(named) }))
      ]
      await releaseRecorded(
        this.#app,
        { what: 'site-pack', format: 'json', rows: aggregates.length, names: false, definitions },
        () => save(`${fileWord(series)}-${made.pack.asOf}.pack.json`, new Blob([text], { type: 'application/json' }))
      )
      await this.#remember(series, [{ asOf: made.pack.asOf, aggregates }, ...earlier].slice(0, REMEMBERED))
      this.made = made
    })
  }

  /**
   * Counts the questions of a pack in the loaded data.
   * @param seal as the sender told it; empty where it is not checked
   * @param signed text of the file with its signature, where there is one
   */
  async compare(text: string, seal: string, signed?: string): Promise<void> {
    const { store, context, smallCells, session } = this.#app
    const told = seal.trim() === '' ? undefined : seal
    await this.#attempt(m.countingTheQuestionsOfThePack, async () => {
      this.#compared = undefined
      const { asOf } = context
      const { replaced } = session
      const file = await digestOf(new TextEncoder().encode(text))
      this.signature = await this.#app.transport.call('publishers.check', {
        what: 'site-pack',
        ...file,
        signature: signed
      })
      const comparison = await store.sharedPackCompare(text, told, asOf, smallCells.limit)
      this.#compared = { text, seal: told, asOf, replaced, comparison }
    })
  }

  /** Saves the comparison as CSV, without small counts of these data. */
  async exportComparison(save: SaveFile): Promise<void> {
    const { store, smallCells } = this.#app
    const asked = this.#present
    if (asked === undefined) return
    await this.#attempt(m.writingTheComparison, async () => {
      const { text, seal, asOf, comparison } = asked
      const limit = smallCells.exportLimit
      const data = dataOf(this.#app)('')
      const counts = await store.comparedPackCounts(text, seal, asOf, limit, data, this.#saved)
      const about = { what: 'figures', format: 'csv', title: comparison.pack.series } as const
      const { withheld } = await enterCounts(this.#app, about, counts)
      const register = { data, withheld }
      const compared = await store.sharedPackCompare(text, seal, asOf, limit, register, this.#saved)
      const { csv, aggregates, pack, definitions } = compared
      await releaseRecorded(
        this.#app,
        { what: 'figures', format: 'csv', rows: aggregates.length, names: false, definitions: [...definitions] },
        () => save(`${fileWord(pack.series)}-comparison.csv`, new Blob([csv], { type: 'text/csv;charset=utf-8' }))
      )
    })
  }

  /** Writes all data that are loaded without identifiers. @param zipPopulations text of a table of people by ZIP code */
  async writeDataSet(profile: ProfileId, zipPopulations: string | undefined, save: SaveFile): Promise<void> {
    const { store, info } = this.#app
    await this.#attempt(m.writingTheDataSet, async () => {
      this.report = undefined
      const { file, report, definitions } = await store.shareDataSet(profile, info.version, zipPopulations)
      const rows = report.tables.reduce((sum, table) => sum + table.rows, 0)
      await releaseRecorded(
        this.#app,
        { what: 'deidentified-set', format: 'zip', rows, names: false, definitions: [...definitions] },
        () => save(`${profile}.zip`, file)
      )
      this.report = report
    })
  }

  get #saved(): readonly SavedCohort[] {
    return this.#app.cohorts.list.map(({ id, definition }) => ({ id, definition }))
  }

  /** States of definitions by id; none is known where the registry of definitions cannot be read. */
  async #statesOf(wanted: 'registry' | 'cohort'): Promise<Readonly<Record<string, PinnedDefinition['state']>>> {
    const { definitions } = this.#app
    await definitions.load()
    const { journal, definitions: all = [] } = definitions.list ?? {}
    if (definitions.error !== undefined || (journal !== 'open' && journal !== 'none')) return {}
    return Object.fromEntries(all.filter(({ kind }) => kind === wanted).map(({ id, state }) => [id, state]))
  }

  /** One thing at a time: what is asked for again while it runs is done once. */
  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    if (this.running !== undefined) return
    this.running = what
    this.problem = undefined
    try {
      await work()
    } catch (error) {
      this.problem = toWireError(error).message
    } finally {
      this.running = undefined
    }
  }

  async #remember(series: string, packs: readonly EarlierPack[]): Promise<void> {
    const { drafts } = this.#app
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(series))
    const name = Array.from(new Uint8Array(bytes).slice(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')
    const remembered = packs.map(({ asOf, aggregates }) => ({
      asOf,
      // Titles are not needed to compare; a draft has an end.
      aggregates: aggregates.map(({ key, people }) => ({ key, people, title: '', group: '' }))
    }))
    drafts.writeValue<RememberedSeries>(`${PREFIX}${name}`, FORMAT, { series, packs: remembered })
  }
}

/** A series as a part of a file name. */
function fileWord(series: string): string {
  return (
    series
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'pack'
  )
}
