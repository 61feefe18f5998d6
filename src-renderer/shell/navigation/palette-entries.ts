import { commonMessages as common } from '#messages/common.ts'
import { shellNavigationMessages as m } from '#messages/shell/navigation.ts'
import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import { palettePlaces } from './palette-places.ts'
import { commandGroupTitles, type AppCommand } from '../../state/command-table.svelte.ts'
import type { Route } from '../../state/navigation/route.ts'
import type { IconName } from '../../ui/primitives/icons.ts'

/** Groups of entries, in their order. */
export const paletteGroups = ['go', 'do', 'measures', 'filter', 'terms'] as const
export type PaletteGroup = (typeof paletteGroups)[number]

/** Titles of the groups of the palette, in their order. */
export const paletteGroupTitles: Readonly<Record<PaletteGroup, string>> = {
  go: m.goTo,
  do: m.doLabel,
  measures: common.measures,
  filter: m.filter,
  terms: m.terms
}

/** Something the palette offers. Never a person. */
export interface PaletteEntry {
  readonly id: string
  readonly group: PaletteGroup
  readonly title: string
  readonly detail: string
  /** Other words that it is found by. */
  readonly words?: string
  readonly icon: IconName
  readonly keys: string | undefined
  readonly action:
    | { readonly kind: 'command'; readonly id: string }
    | { readonly kind: 'registry'; readonly id: string; readonly tab: 'summary' | 'definition' }
    | { readonly kind: 'route'; readonly route: Route }
    | { readonly kind: 'filter'; readonly dimension: string; readonly value: string }
}

const icons: Record<string, IconName> = {
  'go.overview': 'overview',
  'go.registries': 'people',
  'go.patients': 'person',
  'go.cost': 'money',
  'go.risk': 'gauge',
  'go.measures': 'gauge',
  'go.what-if': 'gauge',
  'go.gaps': 'list',
  'go.cohorts': 'people',
  'go.boards': 'pin',
  'go.explore': 'chart',
  'go.views': 'table',
  'go.sql': 'code',
  'go.content': 'document',
  'go.cql': 'code',
  'go.connections': 'plug',
  'go.sources': 'people',
  'go.quality': 'shield',
  'go.snapshots': 'layers',
  'go.audit': 'lock',
  'go.settings': 'settings',
  'go.back': 'left',
  'go.forward': 'right',
  'data.open-folder': 'folder',
  'data.open-files': 'document',
  'data.load-sample': 'flask',
  'data.load-payer-sample': 'flask',
  'data.close': 'close',
  'view.theme-light': 'eye',
  'view.theme-dark': 'eye',
  'view.theme-system': 'eye',
  'view.toggle-navigation': 'eye',
  'edit.pin': 'pin',
  'edit.undo-filter': 'undo',
  'edit.clear-filters': 'close',
  'help.shortcuts': 'question'
}

/** A rate of a measure, by its key. */
export interface PaletteRate {
  readonly key: string
  readonly title: string
  readonly pack: string
}

/** Everything the palette can offer now. @param count formats a number of people */
export function paletteEntries(
  commands: readonly AppCommand[],
  summary: Summary | undefined,
  count: (people: number) => string,
  rates: readonly PaletteRate[] = []
): PaletteEntry[] {
  const entries: PaletteEntry[] = commands
    .filter((command) => command.id !== 'palette.open' && command.available())
    .map((command) => ({
      id: command.id,
      group: command.group === 'go' ? 'go' : 'do',
      title: command.title,
      detail: command.group === 'go' ? '' : commandGroupTitles[command.group],
      icon: icons[command.id] ?? 'run',
      keys: command.keys,
      action: { kind: 'command', id: command.id }
    }))
  for (const { id, title, people, missing } of summary?.registries ?? []) {
    if (people === 0) continue
    entries.push(
      {
        id: `registry:${id}`,
        group: 'go',
        title,
        detail: people === undefined ? m.registryCannotBeComputed(missing ?? '') : m.registryCount(count(people)),
        icon: 'people',
        keys: undefined,
        action: { kind: 'registry', id, tab: 'summary' }
      },
      {
        id: `definition:${id}`,
        group: 'go',
        title: m.definitionOfTitle(title),
        detail: m.registry,
        icon: 'document',
        keys: undefined,
        action: { kind: 'registry', id, tab: 'definition' }
      }
    )
  }
  if (summary !== undefined) {
    for (const { id, title, detail, words, icon, group, route } of palettePlaces)
      entries.push({ id, group, title, detail, words, icon, keys: undefined, action: { kind: 'route', route } })
  }
  for (const { key, title, pack } of rates)
    entries.push({
      id: `rate:${key}`,
      group: 'measures',
      title,
      detail: pack,
      words: 'measure',
      icon: 'gauge',
      keys: undefined,
      action: { kind: 'route', route: { screen: 'measure', rate: key, tab: 'summary' } }
    })
  for (const dimension of summary?.dimensions ?? []) {
    if (dimension.hidden) continue
    for (const { value, label, people } of dimension.values) {
      entries.push({
        id: `filter:${dimension.id}:${value}`,
        group: 'filter',
        title: `${dimension.label}: ${label}`,
        detail: dimension.missing === undefined ? count(people) : m.cannotBeComputedInText(dimension.missing),
        icon: 'plus',
        keys: undefined,
        action: { kind: 'filter', dimension: dimension.id, value }
      })
    }
  }
  return entries
}

const PER_GROUP = 8
/** Without a query every screen and action is listed. */
const ALL = 100

/** Entries to show, and how many more of each group there are. */
export interface PaletteResult {
  readonly entries: readonly PaletteEntry[]
  readonly more: ReadonlyMap<PaletteGroup, number>
}

/**
 * The entries to show, best first within each group. Every word of the query has to occur. Without a query: the recent
 * ones, then screens and actions, no filters.
 * @param recent ids, latest first
 * @param unfolded groups that are listed whole
 */
export function searchPalette(
  entries: readonly PaletteEntry[],
  query: string,
  recent: readonly string[],
  unfolded: ReadonlySet<PaletteGroup> = new Set()
): PaletteResult {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) {
    const latest = recent.flatMap((id) => entries.find((entry) => entry.id === id) ?? []).slice(0, 5)
    const rest = entries.filter((entry) => entry.action.kind === 'command' && !latest.includes(entry))
    return byGroup([...latest, ...rest], ALL, unfolded)
  }
  const scored = entries
    .map((entry) => ({ entry, score: score(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  return byGroup(
    scored.map(({ entry }) => entry),
    PER_GROUP,
    unfolded
  )
}

function byGroup(entries: readonly PaletteEntry[], limit: number, unfolded: ReadonlySet<PaletteGroup>): PaletteResult {
  const more = new Map<PaletteGroup, number>()
  const shown = paletteGroups.flatMap((group) => {
    const all = entries.filter((entry) => entry.group === group)
    if (unfolded.has(group) || all.length <= limit) return all
    more.set(group, all.length - limit)
    return all.slice(0, limit)
  })
  return { entries: shown, more }
}

function score(entry: PaletteEntry, words: readonly string[]): number {
  const title = entry.title.toLowerCase()
  const all = `${title} ${entry.detail.toLowerCase()} ${entry.words ?? ''}`
  let sum = 0
  for (const word of words) {
    if (!all.includes(word)) return 0
    sum += title.startsWith(word) ? 4 : title.includes(` ${word}`) ? 3 : title.includes(word) ? 2 : 1
  }
  return sum - title.length / 1000
}

/** Splits a title at the words of the query, so that they can be marked. */
export function markMatches(title: string, query: string): { readonly text: string; readonly hit: boolean }[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [{ text: title, hit: false }]
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return title
    .split(new RegExp(`(${escaped.join('|')})`, 'gi'))
    .map((text, index) => ({ text, hit: index % 2 === 1 }))
    .filter(({ text }) => text !== '')
}
