import { defined } from '#shared/language/defined.ts'
/** How a piece of code looks; each has a color of its own, `plain` that of text. */
export type CodeTokenKind =
  | 'plain'
  | 'keyword'
  | 'name'
  | 'property'
  | 'string'
  | 'number'
  | 'parameter'
  | 'comment'
  | 'operator'

/** A piece of code. The pieces of a text, joined, are the text. */
export interface CodeToken {
  readonly kind: CodeTokenKind
  readonly text: string
  /** Characters from the start of the text. */
  readonly start: number
}

/** Cuts a text into its pieces; never fails. */
export type CodeTokenizer = (text: string) => readonly CodeToken[]

/** Something to say about a part of the code, underlined where it stands. */
export interface CodeMark {
  readonly start: number
  /** Exclusive. The same as `start` marks the piece that begins there. */
  readonly end: number
  readonly message: string
}

/** A piece of one line as it is drawn. */
export interface CodePiece {
  readonly kind: CodeTokenKind
  readonly text: string
  readonly wrong: boolean
}

/** The pieces by line, cut at line ends and at the edges of marks. */
export function codeLines(tokens: readonly CodeToken[], marks: readonly CodeMark[]): CodePiece[][] {
  const lines: CodePiece[][] = [[]]
  const edges = [...new Set(marks.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  for (const token of tokens) {
    token.text.split('\n').reduce((start, line, index) => {
      if (index > 0) lines.push([])
      if (line !== '') defined(lines.at(-1)).push(...cut(token, line, start, edges, marks))
      return start + line.length + 1
    }, token.start)
  }
  return lines
}

function cut(
  token: CodeToken,
  text: string,
  start: number,
  edges: readonly number[],
  marks: readonly CodeMark[]
): CodePiece[] {
  const inside = edges.filter((edge) => edge > start && edge < start + text.length)
  return [start, ...inside].map((from, index) => ({
    kind: token.kind,
    text: text.slice(from - start, (inside[index] ?? start + text.length) - start),
    wrong: marks.some((mark) =>
      mark.start === mark.end ? mark.start === token.start : mark.start <= from && from < mark.end
    )
  }))
}
