import { commonMessages as common } from '#messages/common.ts'
import { stateMessages as m } from '#messages/state.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { AppInfo } from '#shared/contract/host.ts'
import type { BoardsState } from './boards/boards.svelte.ts'
import type { PastData } from './boards/past-data.svelte.ts'
import type { Access } from './session/access.svelte.ts'
import type { PopulationContext } from './navigation/context.svelte.ts'
import type { Backup } from './session/backup.svelte.ts'
import type { Lock } from './session/lock.svelte.ts'
import type { Overlays } from './navigation/overlays.svelte.ts'
import type { Router } from './navigation/router.svelte.ts'
import type { Sample } from './connections/sample.svelte.ts'
import type { Session } from './session/session.svelte.ts'
import type { Snapshots } from './session/snapshots.svelte.ts'
import type { SettingsState } from './settings/settings.svelte.ts'

/** Groups of commands. */
export type CommandGroup = 'go' | 'data' | 'view' | 'edit' | 'help'

/** Titles of the groups of commands, in their order. */
export const commandGroupTitles: Readonly<Record<CommandGroup, string>> = {
  go: m.goTo,
  data: common.data,
  view: m.view,
  edit: m.edit,
  help: m.help
}

/** One thing the program can do. The table of commands feeds the palette, the shortcuts and the system menu. */
export interface AppCommand {
  /** Stable: menus and events name it. */
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** `G O` for two keys in a row, `Mod+K` for Ctrl or Cmd. */
  readonly keys: string | undefined
  readonly available: () => boolean
  readonly run: () => void
}

/** What commands act on. */
export interface CommandDependencies {
  readonly info: AppInfo
  readonly access: Pick<Access, 'mayRun'>
  readonly router: Router
  readonly context: PopulationContext
  readonly session: Session
  readonly snapshots: Snapshots
  readonly lock: Lock
  readonly backup: Pick<Backup, 'ask' | 'prepared'>
  readonly sample: Sample
  readonly settings: SettingsState
  readonly overlays: Overlays
  readonly boards: Pick<BoardsState, 'shown' | 'offerShown'>
  readonly past: Pick<PastData, 'compare'>
  readonly transport: Transport
}

/** The command table. */
export class Commands {
  readonly all: readonly AppCommand[]

  constructor(dependencies: CommandDependencies) {
    this.all = commandTable(dependencies)
    dependencies.transport.subscribe('command.run', ({ id }) => this.run(id))
  }

  find(id: string): AppCommand | undefined {
    return this.all.find((command) => command.id === id)
  }

  /** Runs a command; does nothing when it does not exist or is not available now. */
  run(id: string): void {
    const command = this.find(id)
    if (command?.available() === true) command.run()
  }
}

/** Another window of this browser, let in by an address of its own. */
async function openWindow(transport: Transport): Promise<void> {
  const { url } = await transport.call('page.address', undefined)
  window.open(url, '_blank', 'noopener')
}

function commandTable({
  info,
  access,
  router,
  context,
  session,
  snapshots,
  lock,
  backup,
  sample,
  settings,
  overlays,
  boards,
  past,
  transport
}: CommandDependencies): AppCommand[] {
  const hasData = (): boolean => session.loaded !== undefined
  const idle = (): boolean => session.loading === undefined && !sample.active
  const always = (): boolean => true
  const make = (
    id: string,
    title: string,
    group: AppCommand['group'],
    keys: string | undefined,
    run: () => void,
    available: () => boolean = always
  ): AppCommand => ({ id, title, group, keys, run, available: () => access.mayRun(id) && available() })

  const firstRegistry = (): void => {
    const registry = session.summary?.registries.find(({ people }) => people !== 0)
    if (registry !== undefined) router.go({ screen: 'registry', id: registry.id, tab: 'summary' })
  }
  return [
    make('go.overview', common.overview, 'go', 'G O', () => router.go({ screen: 'overview' }), hasData),
    make('go.registries', common.registries, 'go', 'G R', firstRegistry, hasData),
    make('go.cost', common.costAndUse, 'go', 'G U', () => router.go({ screen: 'cost', tab: 'summary' }), hasData),
    make('go.risk', common.risk, 'go', 'G K', () => router.go({ screen: 'risk', tab: 'scores' }), hasData),
    make('go.patients', common.patients, 'go', 'G P', () => router.go({ screen: 'patients' }), hasData),
    make(
      'go.measures',
      common.qualityMeasures,
      'go',
      'G M',
      () => router.go({ screen: 'measures', tab: 'scorecard' }),
      hasData
    ),
    make(
      'go.what-if',
      m.starRatingsWhatIf,
      'go',
      undefined,
      () => router.go({ screen: 'measures', tab: 'what-if' }),
      hasData
    ),
    make('go.gaps', common.careGaps, 'go', 'G C', () => router.go({ screen: 'gaps' }), hasData),
    make('go.cohorts', common.cohorts, 'go', 'G H', () => router.go({ screen: 'cohorts' }), hasData),
    make('go.boards', common.boards, 'go', 'G B', () => router.go({ screen: 'boards' }), hasData),
    make('go.explore', common.explore, 'go', 'G E', () => router.go({ screen: 'explore' }), hasData),
    make('go.views', common.views, 'go', 'G V', () => router.go({ screen: 'views' }), hasData),
    make('go.sql', 'SQL', 'go', 'G L', () => router.go({ screen: 'sql' }), hasData),
    make('go.connections', common.connections, 'go', 'G S', () => router.go({ screen: 'connections' })),
    make('go.sources', common.sources, 'go', 'G I', () => router.go({ screen: 'sources' })),
    make('go.quality', common.dataQuality, 'go', 'G Q', () => router.go({ screen: 'quality' }), hasData),
    make('go.snapshots', common.snapshots, 'go', 'G N', () => router.go({ screen: 'snapshots' })),
    make('go.content', common.measureContent, 'go', 'G T', () => router.go({ screen: 'content', tab: 'measures' })),
    make('go.cql', common.cqlEditor, 'go', 'G D', () => router.go({ screen: 'cql' })),
    make('go.sharing', common.sharing, 'go', 'G X', () => router.go({ screen: 'sharing', tab: 'pack' }), hasData),
    make('go.audit', common.auditLog, 'go', 'G A', () => router.go({ screen: 'audit' })),
    make('go.settings', common.settings, 'go', 'Mod+,', () => router.go({ screen: 'settings' })),
    make(
      'go.back',
      common.back,
      'go',
      'Alt+ArrowLeft',
      () => router.back(),
      () => router.canGoBack
    ),
    make(
      'go.forward',
      m.forward,
      'go',
      'Alt+ArrowRight',
      () => router.forward(),
      () => router.canGoForward
    ),
    make(
      'data.lock',
      common.lockNow,
      'data',
      'Mod+Shift+L',
      () => void lock.lockNow(),
      () => lock.canLock
    ),
    make(
      'data.open-folder',
      m.openAFolder,
      'data',
      'Mod+O',
      () => void session.choose('folder', info.nativeDialogs),
      idle
    ),
    make(
      'data.open-files',
      m.openFiles,
      'data',
      'Mod+Shift+O',
      () => void session.choose('files', info.nativeDialogs),
      idle
    ),
    make(
      'data.load-sample',
      m.loadTheSamplePopulation,
      'data',
      undefined,
      () => void sample.start(settings.value.samplePatients),
      idle
    ),
    make(
      'data.load-payer-sample',
      m.loadThePayerSample,
      'data',
      undefined,
      () => void sample.start(settings.value.samplePatients, 'payer'),
      idle
    ),
    make(
      'data.keep',
      m.saveTheDataOnThisComputer,
      'data',
      undefined,
      () => void snapshots.keep(),
      () => session.loaded?.savedAs === undefined && hasData() && idle()
    ),
    make(
      'data.back-up',
      m.makeABackup,
      'data',
      undefined,
      () => backup.ask('make'),
      () => snapshots.keyring.state !== 'absent'
    ),
    make(
      'data.restore',
      m.restoreABackup,
      'data',
      undefined,
      () => backup.ask('restore'),
      () => !backup.prepared
    ),
    make(
      'data.close',
      m.closeTheData,
      'data',
      undefined,
      () => void session.close(),
      () => hasData() && idle()
    ),
    make(
      'view.new-window',
      m.openAnotherWindow,
      'view',
      undefined,
      () => void openWindow(transport),
      () => info.host === 'loopback'
    ),
    make('view.theme-light', m.lightTheme, 'view', undefined, () => void settings.set({ theme: 'light' })),
    make('view.theme-dark', m.darkTheme, 'view', undefined, () => void settings.set({ theme: 'dark' })),
    make('view.theme-system', m.systemTheme, 'view', undefined, () => void settings.set({ theme: 'system' })),
    make(
      'view.toggle-navigation',
      m.narrowOrWidenTheNavigation,
      'view',
      'Mod+B',
      () => void settings.set({ navigation: settings.value.navigation === 'slim' ? 'full' : 'slim' })
    ),
    make('view.compare', m.compareWithAnEarlierSnapshot, 'view', undefined, () => past.compare(), hasData),
    make(
      'edit.pin',
      m.pinAFigureToABoard,
      'edit',
      undefined,
      () => boards.offerShown(),
      () => boards.shown.length > 0
    ),
    make(
      'edit.undo-filter',
      m.undoTheLastFilterChange,
      'edit',
      'Mod+Z',
      () => context.undo(),
      () => context.canUndo
    ),
    make(
      'edit.clear-filters',
      m.removeAllFilters,
      'edit',
      undefined,
      () => context.setFilters([]),
      () => context.filters.length > 0
    ),
    make('help.shortcuts', m.keyboardShortcuts, 'help', '?', () => (overlays.shortcuts = true)),
    make('palette.open', m.searchOrRunACommand, 'help', 'Mod+K', () => (overlays.palette = true))
  ]
}
