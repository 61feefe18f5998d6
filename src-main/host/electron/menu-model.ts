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
    label: 'File',
    entries: [
      { id: 'data.open-folder', label: 'Open a folder…', accelerator: 'CmdOrCtrl+O' },
      { id: 'data.open-files', label: 'Open files…', accelerator: 'CmdOrCtrl+Shift+O' },
      { id: 'data.load-sample', label: 'Load the sample population' },
      { id: 'data.load-payer-sample', label: 'Load the payer sample' },
      'separator',
      { id: 'data.keep', label: 'Save the data on this computer' },
      { id: 'data.close', label: 'Close the data' },
      { id: 'data.lock', label: 'Lock now', accelerator: 'CmdOrCtrl+Shift+L' },
      'separator',
      { id: 'data.back-up', label: 'Make a backup…' },
      { id: 'data.restore', label: 'Restore a backup…' },
      'separator',
      'close'
    ]
  },
  {
    label: 'Edit',
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
      { id: 'edit.pin', label: 'Pin a figure to a board…' },
      { id: 'edit.undo-filter', label: 'Undo the last filter change' },
      { id: 'edit.clear-filters', label: 'Remove all filters' }
    ]
  },
  {
    label: 'View',
    entries: [
      { id: 'palette.open', label: 'Search or run a command', accelerator: 'CmdOrCtrl+K' },
      'separator',
      { id: 'view.theme-light', label: 'Light theme' },
      { id: 'view.theme-dark', label: 'Dark theme' },
      { id: 'view.theme-system', label: 'System theme' },
      'separator',
      { id: 'view.toggle-navigation', label: 'Narrow or widen the navigation', accelerator: 'CmdOrCtrl+B' },
      'separator',
      'resetZoom',
      'zoomIn',
      'zoomOut',
      'togglefullscreen'
    ]
  },
  {
    label: 'Go to',
    entries: [
      { id: 'go.back', label: 'Back', accelerator: 'Alt+Left' },
      { id: 'go.forward', label: 'Forward', accelerator: 'Alt+Right' },
      'separator',
      { id: 'go.overview', label: 'Overview' },
      { id: 'go.registries', label: 'Registries' },
      { id: 'go.patients', label: 'Patients' },
      { id: 'go.cost', label: 'Cost and use' },
      { id: 'go.risk', label: 'Risk' },
      { id: 'go.measures', label: 'Quality measures' },
      { id: 'go.what-if', label: 'Star ratings, what if' },
      { id: 'go.gaps', label: 'Care gaps' },
      { id: 'go.cohorts', label: 'Cohorts' },
      { id: 'go.boards', label: 'Boards' },
      { id: 'go.explore', label: 'Explore' },
      { id: 'go.views', label: 'Views' },
      { id: 'go.sql', label: 'SQL' },
      { id: 'go.content', label: 'Measure content' },
      { id: 'go.cql', label: 'CQL editor' },
      'separator',
      { id: 'go.connections', label: 'Connections' },
      { id: 'go.sources', label: 'Sources' },
      { id: 'go.quality', label: 'Data quality' },
      { id: 'go.snapshots', label: 'Snapshots' },
      { id: 'go.sharing', label: 'Sharing' },
      { id: 'go.audit', label: 'Audit log' },
      'separator',
      { id: 'go.settings', label: 'Settings', accelerator: 'CmdOrCtrl+,' }
    ]
  },
  { label: 'Window', entries: ['minimize', 'zoom'] },
  { label: 'Help', entries: [{ id: 'help.shortcuts', label: 'Keyboard shortcuts' }, 'about'] }
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
