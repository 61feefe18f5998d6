import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { defined } from '#shared/language/defined.ts'
import type { Format } from '../../ui/format/format.ts'
import { contrast, readableOn } from '../model/color.ts'
import { linesOver } from '../model/hatch.ts'
import { fitRows, layoutRows, rowMiddle, rowsHeight, rowTexts, textWidth, type RowText } from '../model/row-layout.ts'
import { hiddenBar } from '../parts/bar-shapes.ts'
import { describeLargest } from '../parts/describe.ts'
import { drawnValue, figureCell, figureLines, withComplement } from '../parts/figure-lines.ts'
import { statusLooks, type BarStatus } from '../parts/status-looks.ts'
import { withheldLast } from '../parts/withheld-last.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'
import type { Box, SceneShape } from '../model/scene.ts'

/** People by what has become of a gap: one bar. */
export interface GapStatusBar {
  readonly key: string
  readonly label: string
  /** One for each status of the options, in their order. */
  readonly figures: readonly Figure[]
  /** The other people in view; they have no segment, and are a column of the table. */
  readonly rest: Figure
  /** The closed among those that apply, at the end of the bar. */
  readonly share: Figure
}

interface StatusBarsOptions {
  /** Heads of the table. */
  readonly heads: { readonly label: string; readonly rest: string; readonly share: string }
  /** What the bars are of, for the sentence, e.g. "measures". */
  readonly things: string
  /** The segments from the left. `applies` for those that the share is of. */
  readonly statuses: readonly { readonly id: BarStatus; readonly label: string; readonly applies: boolean }[]
}

/** Least height of a row: bars are so thick that a number can stand in them. */
const ROW = 22
const THICKNESS = 16
/** Page between segments. */
const GAP = 1
/** In place of a segment that is kept back; says nothing of its length. */
const HIDDEN_WIDTH = 14
/** Least contrast of a number with the segment that it stands in (WCAG 2.2, 1.4.3). */
const READABLE = 4.5
const PADDING = 6

/** One stacked bar per measure, as long as it has people, with the open ones written in it and the share closed at its end. */
export function statusBarsChart(
  listed: readonly GapStatusBar[],
  options: StatusBarsOptions,
  given: Format
): ChartModel {
  const { heads, statuses } = options
  // The people in view are known, so that all statuses are parts of one whole.
  const format = withComplement(
    given,
    listed.map(({ figures, rest }) => ({ of: 'parts', figures: [...figures, rest] }))
  )
  const openAt = statuses.findIndex(({ id }) => id === 'open')
  const bars = withheldLast(
    listed.map((bar) => ({ ...bar, figure: bar.figures[openAt] ?? bar.share })),
    format
  )
  const shown = statuses.flatMap((status, place) =>
    bars.some(({ figures }) => isSeen(defined(figures[place]))) ? [{ ...status, place }] : []
  )
  const segments = bars.map(({ figures }) =>
    shown.map((status) => ({ ...status, figure: defined(figures[status.place]) }))
  )
  const shares = bars.map(({ figures, share }) => {
    const { text, hidden } = format.figure(share)
    // Together with the others, a share would tell the part of it that is kept back.
    const tells = statuses.some(({ applies }, place) => applies && isHidden(defined(figures[place])))
    return { text: tells && !hidden ? common.suppressed : text, hidden: tells || hidden }
  })
  const rows = bars.map(({ label }, i): RowText => ({ label, columns: [defined(shares[i]).text] }))
  const marks = bars.flatMap(({ key, label }, i) =>
    defined(segments[i]).map(({ id, label: status, figure }): ChartMark => ({
      key: `${key}|${id}`,
      title: `${label}, ${status}`,
      lines: [...figureLines(figure, format), m.closedValue(defined(shares[i]).text)],
      figure: isHidden(figure) ? undefined : figure,
      filters: []
    }))
  )
  return {
    marks,
    pointing: 'shape',
    stride: Math.max(1, shown.length),
    legend: shown.map(({ id, label }) => ({ label, shape: 'box', ...statusLooks[id] })),
    table: {
      columns: [
        { label: heads.label, numeric: false },
        ...statuses.map(({ label }) => ({ label, numeric: true })),
        { label: heads.rest, numeric: true },
        { label: heads.share, numeric: true }
      ],
      rows: bars.map(({ label, figures, rest, share }, i) => [
        { text: label },
        ...[...figures, rest].map((figure) => figureCell(figure, format)),
        shares[i]?.hidden === true ? { text: shares[i].text, withheld: true } : figureCell(share, format)
      ])
    },
    sentence: describeLargest(
      bars.map(({ label, figure }) => ({
        label,
        text: m.valueOpen(format.figure(figure).text),
        value: drawnValue(figure, format)
      })),
      options.things
    ),
    note: '',
    minHeight: rowsHeight(bars.length, false, ROW),
    cut(height) {
      const cut = fitRows(rows, height, false, ROW)
      return cut && { ...cut, marks: cut.marks * shown.length }
    },
    scene(tokens, { width, height }) {
      const layout = layoutRows(rows, width, height, 'none', { least: ROW, texts: 0.42 })
      const hidden = Math.max(0, ...segments.map((row) => row.filter(({ figure }) => isHidden(figure)).length))
      const longest = Math.max(1, ...segments.map((row) => row.reduce((sum, { figure }) => sum + peopleIn(figure), 0)))
      const room = layout.plotEnd - layout.left - shown.length * GAP - hidden * HIDDEN_WIDTH
      const perPerson = Math.max(0, room) / longest
      const drawn = segments.map((row, i) => {
        let end = layout.left
        return row.map(({ id, figure }): Segment => {
          const people = peopleIn(figure)
          const width = isHidden(figure) ? HIDDEN_WIDTH : people === 0 ? 0 : Math.max(1, people * perPerson)
          const box = { x: end, y: rowMiddle(layout, i) - THICKNESS / 2, width, height: THICKNESS }
          if (width > 0) end += width + GAP
          return { id, box, hidden: isHidden(figure), text: format.figure(figure).text }
        })
      })
      return {
        shapes: [
          ...rowTexts(
            rows.map((row) => ({ ...row, columns: [] })),
            layout,
            tokens
          ),
          ...drawn.flatMap((row) => row.flatMap((segment) => segmentShapes(segment, tokens))),
          ...drawn.map((row, i): SceneShape => ({
            kind: 'text',
            x: Math.max(layout.left, ...row.map(({ box }) => box.x + box.width)) + PADDING,
            y: rowMiddle(layout, i),
            text: defined(shares[i]).text,
            fill: tokens.text,
            weight: 500
          }))
        ],
        places: drawn.flatMap((row) =>
          row.map(({ box }) => ({
            x: box.x + box.width / 2,
            y: box.y + box.height / 2,
            ...(box.width > 0 ? { box } : {})
          }))
        )
      }
    }
  }

  function isHidden(figure: Figure): boolean {
    return format.figure(figure).hidden
  }

  function isSeen(figure: Figure): boolean {
    return isHidden(figure) || figure.value !== 0
  }

  function peopleIn(figure: Figure): number {
    return drawnValue(figure, format) ?? 0
  }
}

/** A part of a bar, at its place. */
interface Segment {
  readonly id: BarStatus
  readonly hidden: boolean
  readonly text: string
  readonly box: Box
}

/** The fill with its lines; what is open with its number, where there is room for it and it can be read. */
function segmentShapes({ id, hidden, text, box }: Segment, tokens: ChartTokens): readonly SceneShape[] {
  if (box.width === 0) return []
  if (hidden) return [hiddenBar(box, tokens)]
  const look = statusLooks[id]
  const fill = tokens.statuses[look.tone]
  const ink = tokens.hatched ? tokens.text : readableOn(fill, tokens.page, tokens.text)
  const isWritten =
    id === 'open' && box.width >= textWidth(text) + 2 * PADDING && (tokens.hatched || contrast(ink, fill) >= READABLE)
  const number: SceneShape = {
    kind: 'text',
    x: box.x + PADDING,
    y: box.y + box.height / 2,
    text,
    fill: ink,
    weight: 500,
    ...(tokens.hatched ? { behind: tokens.page } : {})
  }
  return [{ kind: 'rect', ...box, fill }, ...linesOver(box, look.hatch, tokens), ...(isWritten ? [number] : [])]
}
