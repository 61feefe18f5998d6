import { describe, expect, it } from 'vitest'
import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import { fc } from '../../support/property.ts'
import type { AppCommand } from '../../../src-renderer/state/command-table.svelte.ts'
import { icons } from '../../../src-renderer/ui/primitives/icons.ts'
import { placeFloating } from '../../../src-renderer/ui/primitives/place-floating.ts'
import { sparklinePoints } from '../../../src-renderer/ui/primitives/sparkline-points.ts'
import { estimateLoad } from '../../../src-renderer/screens/start/load-estimate.ts'
import { markMatches, paletteEntries, searchPalette } from '../../../src-renderer/shell/navigation/palette-entries.ts'
import { keyNames, matchesKeys, type KeyPress } from '../../../src-renderer/shell/keyboard/match-keys.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held
})

describe('shortcuts', () => {
  it('take two keys in a row', () => {
    expect(matchesKeys('G O', press('o'), 'G', false)).toBe(true)
    expect(matchesKeys('G O', press('o'), undefined, false)).toBe(false)
    expect(matchesKeys('G O', press('o', { ctrlKey: true }), 'G', false)).toBe(false)
  })

  it('take Ctrl, or Cmd on a Mac, and no other key with it', () => {
    expect(matchesKeys('Mod+K', press('k', { ctrlKey: true }), undefined, false)).toBe(true)
    expect(matchesKeys('Mod+K', press('k', { metaKey: true }), undefined, true)).toBe(true)
    expect(matchesKeys('Mod+K', press('k', { ctrlKey: true }), undefined, true)).toBe(false)
    expect(matchesKeys('Mod+K', press('k', { ctrlKey: true, altKey: true }), undefined, false)).toBe(false)
    expect(matchesKeys('Mod+O', press('O', { ctrlKey: true, shiftKey: true }), undefined, false)).toBe(false)
    expect(matchesKeys('Mod+Shift+O', press('O', { ctrlKey: true, shiftKey: true }), undefined, false)).toBe(true)
    expect(matchesKeys('?', press('?', { shiftKey: true }), undefined, false)).toBe(true)
  })

  it('are shown as people read them', () => {
    expect([keyNames('Mod+K', true), keyNames('Mod+K', false), keyNames('G O', false)]).toEqual([
      ['⌘', 'K'],
      ['Ctrl', 'K'],
      ['G', 'O']
    ])
  })
})

describe('the palette', () => {
  const command = (id: string, title: string, group: AppCommand['group'], available = true): AppCommand => ({
    id,
    title,
    group,
    keys: undefined,
    available: () => available,
    run: () => undefined
  })
  const summary = {
    registries: [
      { id: 'ckd', title: 'Chronic kidney disease', people: 63 },
      { id: 'gout', title: 'Gout', people: 0 },
      { id: 'asthma', title: 'Asthma', people: undefined, missing: 'Condition is missing from this export' }
    ],
    dimensions: [
      { id: 'payer', label: 'Payer', group: 'place-and-payer', values: [{ value: 'm', label: 'Medicare', people: 5 }] }
    ]
  } as unknown as Summary
  const entries = paletteEntries(
    [
      command('go.overview', 'Overview', 'go'),
      command('data.close', 'Close the data', 'data', false),
      command('view.theme-dark', 'Dark theme', 'view')
    ],
    summary,
    (people) => `${people} people`
  )
  const titles = (query: string, recent: string[] = []) =>
    searchPalette(entries, query, recent).entries.map(({ title }) => title)

  it('offers a registry that cannot be computed, and says why in place of a number', () => {
    const { entries: found } = searchPalette(entries, 'asthma', [])
    expect(found[0]).toMatchObject({
      title: 'Asthma',
      detail: 'Registry, cannot be computed: Condition is missing from this export'
    })
  })

  it('offers what can be done now, registries that have people, and filters', () => {
    expect(titles('kidney')).toEqual(['Chronic kidney disease', 'Definition of Chronic kidney disease'])
    expect(titles('gout')).toEqual([])
    expect(titles('close')).toEqual([])
    expect(titles('payer medi')).toEqual(['Payer: Medicare'])
  })

  it('finds measures, exports, prints, the audit log and terms of the field', () => {
    const rates = [{ key: 'm/r', title: 'Statin therapy in diabetes', pack: 'Built-in' }]
    const more = paletteEntries([], summary, String, rates)
    const first = (query: string): string | undefined => searchPalette(more, query, []).entries[0]?.title
    expect(first('statin')).toBe('Statin therapy in diabetes')
    expect(first('export care gaps')).toBe('Export care gaps')
    expect(first('print')).toBe('Print a report')
    expect(first('audit log')).toMatch(/^Audit log/)
    expect(first('pmpm')).toBe('PMPM: paid per member per month')
    expect(searchPalette(more, 'readmission', []).entries.map(({ title }) => title)).toContain('Readmission')
  })

  it('says how many entries a group holds back, and lists them when asked', () => {
    const rates = Array.from({ length: 11 }, (_, index) => ({
      key: String(index),
      title: `Screening ${index}`,
      pack: 'P'
    }))
    const many = paletteEntries([], summary, String, rates)
    const { entries: shown, more } = searchPalette(many, 'screening', [])
    expect(shown).toHaveLength(8)
    expect([...more]).toEqual([['measures', 3]])
    expect(searchPalette(many, 'screening', [], new Set(['measures'])).entries).toHaveLength(11)
  })

  it('begins with what was used last', () => {
    expect(titles('')).toEqual(['Overview', 'Dark theme'])
    expect(titles('', ['registry:ckd'])).toEqual(['Chronic kidney disease', 'Overview', 'Dark theme'])
  })

  it('has an icon for each entry', () => {
    for (const { icon } of entries) expect(icons).toHaveProperty(icon)
  })

  it('marks the words and loses no letter of the title', () => {
    expect(markMatches('Chronic kidney disease', 'kid').filter(({ hit }) => hit)).toEqual([{ text: 'kid', hit: true }])
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, query) => {
        expect(
          markMatches(title, query)
            .map(({ text }) => text)
            .join('')
        ).toBe(title)
      })
    )
  })
})

describe('floating layers', () => {
  it('stay inside the window', () => {
    const size = fc.record({ width: fc.integer({ min: 50, max: 380 }), height: fc.integer({ min: 40, max: 900 }) })
    const box = fc.record({ left: fc.integer({ min: 0, max: 1200 }), top: fc.integer({ min: 0, max: 690 }) })
    fc.assert(
      fc.property(size, box, fc.constantFrom('start' as const, 'end' as const), (layer, { left, top }, align) => {
        const view = { width: 1280, height: 720 }
        const place = placeFloating({ left, top, right: left + 60, bottom: top + 28 }, layer, view, align)
        expect(place.left).toBeGreaterThanOrEqual(8)
        expect(place.left + layer.width).toBeLessThanOrEqual(view.width - 8)
        expect(place.top).toBeGreaterThanOrEqual(8)
        expect(place.top + Math.min(layer.height, place.maxHeight)).toBeLessThanOrEqual(view.height - 8)
      })
    )
  })
})

describe('small drawings and estimates', () => {
  it('draw the smallest value lowest, the largest highest, equal values in the middle', () => {
    expect(sparklinePoints([1, 3, 2], 10, 8)).toEqual([
      [0, 8],
      [5, 0],
      [10, 4]
    ])
    expect(sparklinePoints([5, 5], 10, 8)).toEqual([
      [0, 4],
      [10, 4]
    ])
  })

  it('estimate speed and time left from what was read', () => {
    const progress = {
      phase: 'reading' as const,
      bytes: 25,
      totalBytes: 100,
      files: 1,
      totalFiles: 4,
      resources: 9,
      rejects: 0,
      seconds: 5
    }
    expect(estimateLoad(progress)).toEqual({ fraction: 0.25, bytesPerSecond: 5, secondsLeft: 15 })
    expect(estimateLoad({ ...progress, totalBytes: 0 })).toEqual({
      fraction: undefined,
      bytesPerSecond: 5,
      secondsLeft: undefined
    })
    expect(estimateLoad({ ...progress, seconds: 0.1 }).bytesPerSecond).toBeUndefined()
    expect(estimateLoad({ ...progress, phase: 'arranging', bytes: 100 }).secondsLeft).toBeUndefined()
  })
})
