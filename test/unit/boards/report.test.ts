import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newBoard, type Board, type FigureItem } from '#engine/boards/board.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { buildReport, type ItemAnswer } from '../../../src-renderer/board-reports/build-report.ts'
import { findingText } from '../../../src-renderer/board-reports/finding-text.ts'
import { packGroups } from '../../../src-renderer/board-reports/pack-groups.ts'
import { reportFacts } from '../../../src-renderer/board-reports/report-facts.ts'
import { reportHtml } from '../../../src-renderer/board-reports/report-html.ts'
import { reportPictures } from '../../../src-renderer/board-reports/report-pictures.ts'
import { escapeXml } from '../../../src-renderer/board-reports/scene-svg.ts'
import { writeReport } from '../../../src-renderer/board-reports/write-report.ts'
import { zipFiles } from '../../../src-renderer/board-reports/zip-files.ts'
import { trendChart } from '../../../src-renderer/charts/kinds/trend.ts'
import { fc } from '../../support/property.ts'
import { day, figure, format, provenance, share } from '../charts/chart-fixture.ts'
import type { ChartSize } from '../../../src-renderer/charts/model/chart-model.ts'
import type { Scene } from '../../../src-renderer/charts/model/scene.ts'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { entriesOf } from '../../support/archive-entries.ts'

const item = (id: string, y: number, source: FigureSource): FigureItem => ({
  kind: 'figure',
  id,
  place: { x: 0, y, width: 6, height: 4 },
  source,
  show: 'chart'
})

function trend(...points: readonly (readonly [met: number, of: number])[]) {
  const series = points.map(([met, of], index) => ({
    at: day(2026, index + 1),
    label: `M${index + 1}`,
    figure: share(met, of)
  }))
  return trendChart({ id: 's', label: 'Control', points: series }, { subject: 'Control' }, format(10))
}

/** An overview of which one group of the breakdown has 7 people. */
const overview = {
  keyFigures: [{ id: 'people', label: 'People', figure: figure(4321, 'people'), note: 'living', trend: [] }],
  breakdowns: [
    {
      dimension: 'payer',
      label: 'Payer',
      rows: [
        ['Medicare', 2900],
        ['Medicaid', 1414],
        ['Tiny plan', 7]
      ].map(([label, count]) => ({
        value: String(label),
        label: String(label),
        count: figure(Number(count), 'people'),
        share: share(Number(count), 4321)
      }))
    }
  ]
}
const breakdown = item('b', 2, { of: 'population', panel: 'overview', params: {}, figure: 'breakdown' })
const board: Board = {
  ...newBoard('b1', 'Quality <2026>'),
  items: [
    { kind: 'text', id: 't', place: { x: 0, y: 0, width: 12, height: 2 }, text: 'First.\n\nSecond.' },
    breakdown,
    item('k', 6, { of: 'population', panel: 'overview', params: {}, figure: 'key:people' }),
    item('r', 10, { of: 'rows', selector: { table: 'patient', asOf: 0, filters: [], where: [] }, figure: 'rows' }),
    item('w', 12, {
      of: 'worklist',
      view: { rates: [], statuses: [], owners: [], nextVisit: 'any', sort: { column: 'age', descending: false } },
      figure: 'list'
    }),
    item('l', 14, { of: 'sql', statement: 'select patient_id from condition', values: {}, figure: 'rows' }),
    item('x', 18, { of: 'population', panel: 'registry', params: { id: 'gone' }, figure: 'prevalence' })
  ],
  brand: { name: 'Clinic & Co', color: '#1f4e8c' }
}
const answers = new Map<string, ItemAnswer>([
  ['b', { answer: overview as never }],
  ['k', { answer: overview as never }],
  ['x', { problem: 'There is no registry “gone”.' }]
])
const about = { about: 'As of 31 Oct 2026, everyone', facts: [{ label: 'Data', text: provenance.snapshot.label }] }
const report = () => buildReport(board, answers, format(10), about, () => '')

async function textOf(bytes: Uint8Array<ArrayBuffer>): Promise<ReadonlyMap<string, string>> {
  const files = await entriesOf(bytes)
  return new Map(Array.from(files, ([name, content]) => [name, new TextDecoder().decode(content)]))
}

describe('a figure whose data are not fit for use', () => {
  it('says so, once for each figure', async () => {
    const asked: string[] = []
    const built = buildReport(board, answers, format(10), about, ({ definition }, figures) => {
      asked.push(`${definition.id} ${figures.length > 0}`)
      return 'Not fit for use (below 80%): 2 months without claims.'
    })
    expect(asked.length).toBeGreaterThan(1)
    expect(new Set(asked.map((each) => each.split(' ')[1]))).toEqual(new Set(['true']))
    const html = await reportHtml(built)
    expect(html.split('Not fit for use (below 80%): 2 months without claims.').length - 1).toBe(asked.length)
  })
})

describe('the finding of a trend', () => {
  it('says nothing about a change among few people', () => {
    expect(findingText(trend([6, 12], [11, 12]), format())).toMatch(
      /too few people to tell a change: 12 in the first period and 12/
    )
  })

  it('tells what chance alone can explain from what it cannot', () => {
    expect(findingText(trend([300, 1000], [330, 1000]), format())).toMatch(
      /3\.0 points, which chance alone can explain \(95% interval of the difference −1\.\d to 7\.\d points/
    )
    expect(findingText(trend([300, 1000], [400, 1000]), format())).toMatch(
      /10\.0 points, more than chance alone explains/
    )
  })

  it('compares periods that are over', () => {
    const series = [
      [300, 1000, false],
      [310, 1000, false],
      [20, 900, true]
    ] as const
    const points = series.map(([met, of, incomplete], index) => ({
      at: day(2026, index + 1),
      label: `M${index + 1}`,
      figure: share(met, of),
      incomplete
    }))
    const model = trendChart({ id: 's', label: 'Control', points }, { subject: 'Control' }, format())
    expect(findingText(model, format())).toMatch(
      /up from 30\.0% in M1 to 31\.0% in M2\. .*1\.0 points, which chance alone can explain/
    )
  })

  it('uses no value that is suppressed', () => {
    const text = findingText(trend([4, 400], [90, 400]), format(10))
    expect(text).not.toMatch(/1\.00%|chance/)
    expect(text).toContain('1 of 2 periods are suppressed.')
  })
})

describe('the report of a board', () => {
  it('has the items in reading order, reasons for what cannot be computed, and no list of people', () => {
    const { parts, definitions } = report()
    expect(parts.map((part) => (part.kind === 'text' ? part.paragraphs : (part.empty ?? part.title)))).toEqual([
      ['First.', 'Second.'],
      'People by payer',
      'People',
      'Lists of single people are not part of reports. Open the board to see it.',
      'Lists of single people are not part of reports. Open the board to see it.',
      'Lists of single people are not part of reports. Open the board to see it.',
      'There is no registry “gone”.'
    ])
    expect(definitions.map(({ title }) => title)).toEqual(['A definition'])
  })

  it('names a key figure in plain words', () => {
    const part = report().parts[2]
    expect(part?.kind === 'figure' && part.finding).toBe('People: 4,321. Living.')
  })

  it('repeats a key figure in no table, and keeps that of each chart and of a rate with its counts', async () => {
    const tables = async (document: ReturnType<typeof report>): Promise<readonly string[]> =>
      (await reportHtml(document))
        .split('<section')
        .flatMap((part) => /<table><caption hidden>([^<]*)/.exec(part)?.[1] ?? [])
    expect(await tables(report())).toEqual(['People by payer'])
    const rate = { id: 'people', label: 'Seen', figure: share(50, 200), note: '', trend: [] }
    const withRate = new Map(answers).set('k', { answer: { ...overview, keyFigures: [rate] } as never })
    expect(await tables(buildReport(board, withRate, format(10), about, () => ''))).toEqual(['People by payer', 'Seen'])
    const slides = [...(await textOf((await writeReport(report(), 'pptx')) as Uint8Array<ArrayBuffer>))]
    expect(slides.filter(([, text]) => text.includes('<a:tbl>'))).toEqual([])
    const sheets = [...(await textOf((await writeReport(report(), 'xlsx')) as Uint8Array<ArrayBuffer>))]
    expect(sheets.some(([name, text]) => name.includes('worksheets') && text.includes('<v>4321</v>'))).toBe(true)
  })

  it('lets nobody read or work out a suppressed count from any of its files', async () => {
    const rest = [/(?<![\d.,#])7(?![\d.,%"])/, /0\.16%/, /0\.0016/, /1,?414/]
    const html = (await reportHtml(report())).replace(/<style>.*?<\/style>/s, '').replaceAll(/[a-z-]+="[^"]*"/g, '')
    const texts = [html]
    for (const form of ['pptx', 'xlsx'] as const) {
      const files = await textOf((await writeReport(report(), form)) as Uint8Array<ArrayBuffer>)
      const shown = [...files].filter(([name]) => /slides\/slide|worksheets/.test(name)).map(([, text]) => text)
      // Texts of cells and of shapes; places and sizes of shapes are no counts.
      texts.push(
        ...shown.flatMap((text) => [...text.matchAll(/<(?:a:)?[tv](?: [^>]*)?>([^<]*)</g)].map(([, cell]) => cell!))
      )
    }
    const all = texts.join('\n')
    expect(all).toMatch(/2,?900/)
    expect(all).toMatch(/4,?321/)
    // With the second smallest hidden, the total of 4,321 does not tell the smallest.
    for (const pattern of rest) expect(all).not.toMatch(pattern)
  })
})

it('a report says which period its measures are of, where it has any', () => {
  const origin = { label: 'x', limit: 10, incomplete: undefined, definitions: '', version: '1', madeAt: 0 }
  const aboutOf = (measured?: string): string =>
    reportFacts(board, { asOf: day(2026, 10, 31), filters: [] }, { ...origin, measured }, format()).about
  expect(aboutOf()).toBe('As of Oct 31, 2026, everyone')
  expect(aboutOf('2025')).toBe('As of Oct 31, 2026, everyone, measures of 2025')
})

describe('the workbook of a report', () => {
  it('keeps numbers as numbers next to a suppressed count, and shares as percentages', async () => {
    const files = await textOf((await writeReport(report(), 'xlsx')) as Uint8Array<ArrayBuffer>)
    const sheet = [...files]
      .map(([, text]) => text)
      .find((text) => text.includes('Tiny plan') && text.includes('<sheetData'))!
    expect(sheet).toContain('<v>2900</v>')
    expect(sheet).toMatch(/t="inlineStr"><is><t [^>]*>&lt;11</)
    expect(sheet).toMatch(/s="4"><v>0\.67/)
  })
})

describe('the HTML of a report', () => {
  it('runs no script, loads nothing, and allows its own style alone', async () => {
    const html = await reportHtml(report())
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|\bstyle="|src="http|url\(/i)
    const style = /<style>(.*?)<\/style>/s.exec(html)![1]!
    expect(html).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect(html).toContain(`default-src 'none'`)
    expect(html).toContain('Quality &lt;2026&gt;')
  })
})

describe('the pictures of a report', () => {
  it('as PNG have the same shapes as SVG, a line that says what they are of, and their text next to them', async () => {
    const drawn: { readonly scene: Scene; readonly size: ChartSize }[] = []
    const png = await reportPictures(report(), (scene, size) => {
      drawn.push({ scene, size })
      return new Uint8Array([drawn.length])
    })
    const files = await textOf(png)
    const vector = await textOf(await reportPictures(report()))
    const charts = [...vector].filter(([name]) => name.endsWith('.svg'))
    expect(charts.length).toBeGreaterThan(0)
    expect(drawn).toHaveLength(charts.length)
    expect([...files.keys()].toSorted()).toEqual(
      [
        'definitions.html',
        ...charts.flatMap(([name]) => ['png', 'txt'].map((end) => name.replace('svg', end)))
      ].toSorted()
    )
    for (const [index, [name, svg]] of charts.entries()) {
      const { scene, size } = drawn[index]!
      const [label] = files.get(name.replace('svg', 'txt'))!.split('\n')
      expect(svg).toContain(`height="${size.height - 24}"`)
      const note = scene.shapes.at(-1)
      expect(note?.kind === 'text' && note.text.startsWith(`${label}. `)).toBe(true)
      // What an SVG says of itself stands in the text next to a PNG.
      const described = /<desc>(.*?)<\/desc>/s.exec(svg)![1]!.slice(0, 60)
      expect(escapeXml(files.get(name.replace('svg', 'txt'))!)).toContain(described)
    }
  })
})

describe('the slides of a report', () => {
  it('are a title, the items, provenance and definitions, with well-formed parts and ids of their own', async () => {
    const files = await textOf((await writeReport(report(), 'pptx')) as Uint8Array<ArrayBuffer>)
    const slides = [...files].filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
    expect(slides).toHaveLength(1 + board.items.length + 2)
    for (const [, text] of slides) {
      const ids = [...text.matchAll(/<p:cNvPr id="(\d+)"/g)].map(([, id]) => id)
      expect(new Set(ids).size).toBe(ids.length)
      const open: string[] = []
      for (const [, end, name, self] of text.matchAll(/<(\/?)([a-z]+:[A-Za-z]+)[^>]*?(\/?)>/g)) {
        if (end === '/') expect(open.pop()).toBe(name)
        else if (self !== '/') open.push(name!)
      }
      expect(open).toEqual([])
    }
    expect(slides[2]![1]).toContain('descr="')
  })
})

describe('a pack', () => {
  const sizes = fc.array(fc.nat(40), { maxLength: 8 })

  it('gives small groups no report, and never leaves a single one out, which the others would tell', () => {
    fc.assert(
      fc.property(sizes, (counts) => {
        const values = counts.map((people, index) => ({ value: String(index), label: String(index), people }))
        const { groups, leftOut } = packGroups(values, 10)
        expect(groups.every(({ people }) => people > 10)).toBe(true)
        expect(groups.length + leftOut).toBe(counts.filter((people) => people > 0).length)
        if (counts.filter((people) => people > 0).length > 1) expect(leftOut).not.toBe(1)
      })
    )
  })

  it('is encrypted where a password is given', async () => {
    const bytes = await zipFiles([{ name: 'a.html', content: 'secret figures' }], 'correct horse')
    expect(Buffer.from(bytes).includes('secret figures')).toBe(false)
    const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false })
    const [entry] = (await reader.getEntries()) as FileEntry[]
    await expect(entry!.getData(new Uint8ArrayWriter(), { password: 'wrong' })).rejects.toThrow()
    const read = await entry!.getData(new Uint8ArrayWriter(), { password: 'correct horse' })
    expect(new TextDecoder().decode(read)).toBe('secret figures')
    await reader.close()
  })
})
