import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import type { Format } from '../../ui/format/format.ts'
import type { TableCell } from '../../ui/copy/delimited.ts'
import { bar, hiddenBar } from '../parts/bar-shapes.ts'
import { describeLargest } from '../parts/describe.ts'
import { drawnValue, figureCell, figureLines, withComplement, rateCells, rateColumns } from '../parts/figure-lines.ts'
import { filtersOf } from '../parts/marks.ts'
import { horizontal } from '../model/plot.ts'
import { fitRows, layoutRows, rowMiddle, rowsHeight, rowTexts, type RowText } from '../model/row-layout.ts'
import { niceScale } from '../model/scale.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'
import { withheldLast } from '../parts/withheld-last.ts'

/** One bar. */
export interface Bar {
  readonly key: string
  readonly label: string
  readonly figure: Figure
  /** Its share of the whole, shown after the value. */
  readonly share?: Figure | undefined
  /** Another number shown after the value, in place of a share. */
  readonly extra?: TableCell
  /** What a click narrows to; by default what the figure's rows say. */
  readonly filters?: readonly Filter[]
}

interface BarsOptions {
  /** Heads of the table. */
  readonly heads: { readonly label: string; readonly value: string; readonly extra?: string }
  /** What the bars count, for the sentence, e.g. "payers". */
  readonly things: string
  /** The bars are parts of one whole: a single small one hides a second. */
  readonly parts: boolean
}

/** Horizontal bars from zero with the value at the end of the row: how many per category? */
export function barsChart(listed: readonly Bar[], options: BarsOptions, given: Format): ChartModel {
  const partition = { of: 'parts', figures: listed.map(({ figure }) => figure) } as const
  const format = options.parts ? withComplement(given, [partition]) : given
  const bars = withheldLast(listed, format)
  const figures = bars.map(({ figure }) => figure)
  const hidden = new Set(figures.flatMap((figure, i) => (format.figure(figure).hidden ? [i] : [])))
  const values = figures.map((figure) => drawnValue(figure, format))
  const texts = figures.map((figure) => format.figure(figure).text)
  const rated = bars.length > 0 && figures.every(({ unit }) => unit === 'proportion')
  const withShares = bars.some(({ share }) => share !== undefined)
  /** The second figure of a row: its share, or for shares the people. */
  const second = ({ figure, share, extra }: Bar, i: number): string[] => {
    if (hidden.has(i)) return withShares || rated || extra !== undefined ? [''] : []
    if (extra !== undefined) return [extra.text]
    if (share !== undefined) return [format.figure(share).text]
    return rated && figure.numerator !== undefined ? [format.count(figure.numerator)] : []
  }
  const rows = bars.map((bar, i): RowText => ({ label: bar.label, columns: [texts[i] ?? '', ...second(bar, i)] }))
  const marks = bars.map(({ key, label, figure, share, extra, filters }, i): ChartMark => {
    const lines = hidden.has(i) ? [texts[i] ?? ''] : figureLines(figure, format)
    return {
      key,
      title: label,
      lines: [
        ...lines,
        ...(share === undefined || hidden.has(i) ? [] : [m.ofThePeopleInView(format.figure(share).text)]),
        ...(extra === undefined || hidden.has(i) ? [] : [m.headExtra(options.heads.extra ?? '', extra.text)])
      ],
      figure: hidden.has(i) ? undefined : figure,
      filters: filters ?? filtersOf(figure)
    }
  })
  return {
    marks,
    pointing: 'row',
    stride: 1,
    legend: [],
    table: {
      columns: [
        { label: options.heads.label, numeric: false },
        ...(rated ? rateColumns : [{ label: options.heads.value, numeric: true }]),
        ...(withShares ? [{ label: m.share, numeric: true }] : []),
        ...(options.heads.extra === undefined ? [] : [{ label: options.heads.extra, numeric: true }])
      ],
      rows: bars.map(({ label, figure, share, extra }, i) => [
        { text: label },
        ...(rated ? rateCells(figure, format) : [figureCell(figure, format)]),
        ...(share === undefined ? [] : [hidden.has(i) ? { text: common.suppressed } : figureCell(share, format)]),
        ...(extra === undefined ? [] : [hidden.has(i) ? { text: common.suppressed } : extra])
      ])
    },
    sentence: describeLargest(
      bars.map(({ label }, i) => ({ label, text: texts[i] ?? '', value: values[i] })),
      options.things
    ),
    note: '',
    minHeight: rowsHeight(bars.length, false),
    cut: (height) => fitRows(rows, height, false),
    scene(tokens, { width, height }) {
      const layout = layoutRows(rows, width, height)
      const scale = niceScale(
        values.filter((value) => value !== undefined),
        'always'
      )
      const greatest = Math.max(0, ...values.map((value) => value ?? 0))
      const position = horizontal(
        { min: 0, max: greatest > 0 ? greatest : scale.max },
        { x: layout.left, y: 0, width: layout.plotEnd - layout.left, height: 0 }
      )
      const thickness = Math.min(13, Math.round(layout.rowHeight * 0.6))
      const lengths = values.map((value, i) => (isHidden(i) ? position(greatest / 6) : position(value ?? 0)))
      return {
        shapes: [
          ...rowTexts(rows, layout, tokens),
          ...lengths.map((end, i) => {
            const box = {
              x: layout.left,
              y: rowMiddle(layout, i) - thickness / 2,
              width: end - layout.left,
              height: thickness
            }
            return isHidden(i) ? hiddenBar(box, tokens) : bar(box, tokens.main)
          })
        ],
        places: values.map((value, i) => ({ x: position(value ?? 0), y: rowMiddle(layout, i) }))
      }
    }
  }

  function isHidden(index: number): boolean {
    return hidden.has(index)
  }
}
