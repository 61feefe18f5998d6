import { commonMessages as common } from '#messages/common.ts'
import { hostElectronMessages as m } from '#messages/host/electron.ts'
import type { MenuItemConstructorOptions } from 'electron'

/** An entry of the menu that runs a command of the page. `id` is the id in the page's command table. */
interface CommandEntry {
  readonly id: string
  readonly label: string
  readonly accelerator?: string
}

type Entry = CommandEntry | 'separator' | NonNullable<MenuItemConstructorOptions['role']>

interface MenuGroup {
  readonly label: string
  readonly entries: readonly Entry[]
}

/** The menu in the order of the platform. Two-key shortcuts (G O) belong to the page and cannot be accelerators. */
const menuGroups: readonly MenuGroup[] = [
  {
    label: common.file,
    entries: [
      { id: 'data.open-folder', label: m.openAFolderEllipsis, accelerator: 'CmdOrCtrl+O' },
      { id: 'data.open-files', label: m.openFilesEllipsis, accelerator: 'CmdOrCtrl+Shift+O' },
      { id: 'data.load-sample', label: m.loadTheSamplePopulation },
      { id: 'data.load-payer-sample', label: m.loadThePayerSample },
      'separator',
      { id: 'data.keep', label: m.saveTheDataOnThisComputer },
      { id: 'data.close', label: m.closeTheData },
      { id: 'data.lock', label: common.lockNow, accelerator: 'CmdOrCtrl+Shift+L' },
      'separator',
      { id: 'data.back-up', label: m.makeABackup },
      { id: 'data.restore', label: m.restoreABackup },
      'separator',
      'close'
    ]
  },
  {
    label: m.edit,
    entries: [
      'undo',
      'redo',
      'separator',
      'cut',
      'copy',
      'paste',
      'selectAll',
      'separator',
      // The page's own Ctrl+Z applies where no text is edited; as an accelerator it would take that of text fields.
      { id: 'edit.pin', label: m.pinAFigureToABoard },
      { id: 'edit.undo-filter', label: m.undoTheLastFilterChange },
      { id: 'edit.clear-filters', label: m.removeAllFilters }
    ]
  },
  {
    label: m.view,
    entries: [
      { id: 'palette.open', label: m.searchOrRunACommand, accelerator: 'CmdOrCtrl+K' },
      'separator',
      { id: 'view.theme-light', label: m.lightTheme },
      { id: 'view.theme-dark', label: m.darkTheme },
      { id: 'view.theme-system', label: m.systemTheme },
      'separator',
      { id: 'view.compare', label: m.compareWithAnEarlierSnapshot },
      'separator',
      { id: 'view.toggle-navigation', label: m.narrowOrWidenTheNavigation, accelerator: 'CmdOrCtrl+B' },
      'separator',
      'resetZoom',
      'zoomIn',
      'zoomOut',
      'togglefullscreen'
    ]
  },
  {
    label: m.goTo,
    entries: [
      { id: 'go.back', label: common.back, accelerator: 'Alt+Left' },
      { id: 'go.forward', label: m.forward, accelerator: 'Alt+Right' },
      'separator',
      { id: 'go.overview', label: common.overview },
      { id: 'go.registries', label: common.registries },
      { id: 'go.patients', label: common.patients },
      { id: 'go.cost', label: common.costAndUse },
      { id: 'go.risk', label: common.risk },
      { id: 'go.measures', label: common.qualityMeasures },
      { id: 'go.what-if', label: m.starRatingsWhatIf },
      { id: 'go.gaps', label: common.careGaps },
      { id: 'go.cohorts', label: common.cohorts },
      { id: 'go.boards', label: common.boards },
      { id: 'go.explore', label: common.explore },
      { id: 'go.views', label: common.views },
      { id: 'go.sql', label: common.sql },
      { id: 'go.content', label: common.measureContent },
      { id: 'go.cql', label: common.cqlEditor },
      'separator',
      { id: 'go.connections', label: common.connections },
      { id: 'go.sources', label: common.sources },
      { id: 'go.quality', label: common.dataQuality },
      { id: 'go.snapshots', label: common.snapshots },
      { id: 'go.sharing', label: common.sharing },
      { id: 'go.audit', label: common.auditLog },
      'separator',
      { id: 'go.settings', label: common.settings, accelerator: 'CmdOrCtrl+,' }
    ]
  },
  { label: m.window, entries: ['minimize', 'zoom'] },
  { label: m.help, entries: [{ id: 'help.shortcuts', label: m.keyboardShortcuts }, 'about'] }
]

/**
 * Builds the menu's template.
 *
 * @param run sends a command to the page
 * @param includes whether the role of the user includes a command; the menu has no others
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  run: (id: string) => void,
  includes: (id: string) => boolean = () => true
): MenuItemConstructorOptions[] {
  const groups = menuGroups.map(({ label, entries }): MenuItemConstructorOptions => ({
    label,
    submenu: inRole(entries, includes).map((entry) => menuItem(entry, run))
  }))
  if (platform === 'darwin') return [{ role: 'appMenu' }, ...groups]
  const [file, ...others] = groups
  const quit: MenuItemConstructorOptions[] = [{ type: 'separator' }, { role: 'quit' }]
  return file === undefined
    ? others
    : [{ ...file, submenu: [...(file.submenu as MenuItemConstructorOptions[]), ...quit] }, ...others]
}

/** What is included, without separators that have nothing before them. */
function inRole(entries: readonly Entry[], includes: (id: string) => boolean): readonly Entry[] {
  const included = entries.filter((entry) => typeof entry === 'string' || includes(entry.id))
  return included.filter((entry, index) => entry !== 'separator' || (index > 0 && included[index - 1] !== 'separator'))
}

function menuItem(entry: Entry, run: (id: string) => void): MenuItemConstructorOptions {
  if (entry === 'separator') return { type: 'separator' }
  if (typeof entry === 'string') return { role: entry }
  const { id, label, accelerator } = entry
  return { id, label, click: () => run(id), ...(accelerator === undefined ? {} : { accelerator }) }
}
