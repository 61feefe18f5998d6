import { engineMeasuresStarTablesMessages as m } from '#messages/engine/measures/star-tables.ts'
import { AppError } from '#shared/app-error.ts'
import { readStarTable, type StarMeasure, type StarTable } from './star-table.ts'

/** Tables read from a file, and what had to be assumed about them. */
export interface ImportedCutPoints {
  readonly tables: readonly StarTable[]
  /** Sentences for whoever imports. */
  readonly notes: readonly string[]
}

/**
 * Reads cut points of another year: a table as JSON, or a CSV file as CMS publishes it for Part C or Part D (a title line
 * with the year, domains, measures as columns, data periods, and a line per number of stars). CMS's files hold no weights,
 * so that those of `like` are taken by the measure's title; a measure that it does not have counts once.
 * @param like the newest table that is here
 * @throws AppError `invalid-input` with what is wrong, and where
 */
export function importCutPoints(text: string, like: StarTable): ImportedCutPoints {
  const start = text.replace(/^\ufeff/, '').trimStart()
  if (start.startsWith('{') || start.startsWith('[')) return { tables: readJson(start), notes: [] }
  return readCmsCsv(start, like)
}

function readJson(text: string): readonly StarTable[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AppError('invalid-input', m.thisFileBeginsLikeJSONAnd)
  }
  return (Array.isArray(value) ? value : [value]).map(readStarTable)
}

/** Cells of a CSV text (RFC 4180). */
function csvRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[index + 1] === '"') cell += text[index++]!
      else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',') {
      row.push(cell)
      cell = ''
    } else if (character === '\n') {
      row.push(cell)
      rows.push(row)
      row = []
      cell = ''
    } else if (character !== '\r') cell += character
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows.map((cells) => cells.map((item) => item.trim()))
}

const measureName = /^([CD]\d\d): *(.+)$/

function readCmsCsv(text: string, like: StarTable): ImportedCutPoints {
  const rows = csvRows(text)
  const year = Number(/\b(20\d\d)\b/.exec(rows[0]?.[0] ?? '')?.[1] ?? Number.NaN)
  if (Number.isNaN(year)) {
    throw new AppError('invalid-input', m.theFirstLineNamesNoYear)
  }
  const names = rows.findIndex((cells) => cells.some((cell) => measureName.test(cell)))
  if (names < 1) {
    throw new AppError('invalid-input', m.noColumnIsNamedLikeC01)
  }
  const lines = rows.slice(names + 1)
  const notes: string[] = []
  const kinds = new Map<string, string[][]>()
  for (const cells of lines) {
    if (!cells.some((cell) => /^[1-5] ?star/i.test(cell))) continue
    const kind = cells.find((cell) => /^(?:MA-PD|PDP)$/i.test(cell))?.toLowerCase() ?? ''
    const known = kinds.get(kind)
    if (known === undefined) kinds.set(kind, [cells])
    else known.push(cells)
  }
  if (kinds.size === 0) throw new AppError('invalid-input', m.noLineBeginsWith1starTo)
  const tables = [...kinds].map(([kind, stars]) => {
    const measures = columnsOf(rows, names, stars, like, notes)
    const part = measures[0]?.part ?? 'C'
    const words = kind === '' ? m.part(part) : m.partAndKind(part, kind.toUpperCase())
    return readStarTable({
      id: `${year}-${kind === '' ? `part-${part.toLowerCase()}` : kind}-imported`,
      title: m.yearStarsWordsImported(year, words),
      year,
      measurementYear: year - 2,
      source: { title: rows[0]![0]!, publisher: m.importedFile, year: year - 1 },
      measures,
      links: relinked(like, measures),
      reward: {},
      adjustments: { overall: [], partC: [], partD: [] }
    })
  })
  return { tables, notes: [...new Set(notes), m.noRewardFactorTheFileHolds] }
}

/** Rates follow a measure by its title, since CMS numbers the codes again. */
function relinked(like: StarTable, measures: readonly StarMeasure[]): StarTable['links'] {
  return like.links.flatMap((link) => {
    const title = like.measures.find(({ code }) => code === link.code)?.title
    const now = measures.find((item) => item.title === title)
    return now === undefined ? [] : [{ ...link, code: now.code }]
  })
}

function columnsOf(
  rows: readonly (readonly string[])[],
  names: number,
  stars: readonly (readonly string[])[],
  like: StarTable,
  notes: string[]
): readonly StarMeasure[] {
  const ordered = [1, 2, 3, 4, 5].map((count) => {
    const line = stars.find((cells) => cells.some((cell) => new RegExp(`^${count} ?star`, 'i').test(cell)))
    if (line === undefined) throw new AppError('invalid-input', m.theLineForStarsIsMissing(count))
    return line
  })
  let domain = ''
  return rows[names]!.flatMap((name, column): readonly StarMeasure[] => {
    domain = (rows[names - 1]?.[column] ?? '') || domain
    const named = measureName.exec(name)
    if (named === null) return []
    const [code, written] = [named[1]!, named[2]!]
    const title = written.replaceAll('\u2019', "'")
    const known = like.measures.find((item) => item.title === title)
    if (known === undefined) notes.push(m.isNewHereItCountsOnce(code, title))
    const read = cutPointsOf(
      code,
      ordered.map((cells) => cells[column] ?? '')
    )
    return [
      {
        code,
        title,
        domain: domain.replace(/^[HD]D\d: */, '').replaceAll('\u2019', "'"),
        part: code.startsWith('C') ? 'C' : 'D',
        dataPeriod: rows[names + 1]?.[column] ?? '',
        weight: known?.weight ?? 1,
        category: known?.category ?? 'process',
        guardrail: known?.guardrail ?? true,
        decimals: known?.decimals ?? Math.max(...read.cutPoints.map(digitsAfterPoint)),
        ...(known?.minCases === undefined ? {} : { minCases: known.minCases }),
        ...(known?.hedis === undefined ? {} : { hedis: known.hedis }),
        ...(known?.snpOnly === undefined ? {} : { snpOnly: known.snpOnly }),
        ...read
      }
    ]
  })
}

function digitsAfterPoint(value: number): number {
  return String(value).split('.')[1]?.length ?? 0
}

/** Reads `>= 58 % to < 71 %`, `> 10 % to <= 12 %`, `<= 7 %`, `100%` from 1 to 5 stars. */
function cutPointsOf(code: string, cells: readonly string[]): Pick<StarMeasure, 'cutPoints' | 'better' | 'unit'> {
  const lower = cells[0]!.startsWith('>')
  const pattern = lower ? /<= *(-?\d+(?:\.\d+)?)/ : /(?:>= *|^)(-?\d+(?:\.\d+)?)/
  const cuts = cells.slice(1).map((cell, index) => {
    const found = pattern.exec(cell)
    if (found === null) {
      throw new AppError('invalid-input', m.theCutPointOfStarsCannot(code, index + 2, cell))
    }
    return Number(found[1])
  })
  return {
    cutPoints: [cuts[0]!, cuts[1]!, cuts[2]!, cuts[3]!],
    better: lower ? 'lower' : 'higher',
    unit: cells.some((cell) => cell.includes('%')) ? 'percent' : 'number'
  }
}
