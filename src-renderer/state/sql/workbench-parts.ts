import { withPresentNames } from '#engine/explore/renamed-measures.ts'
import type { SqlOutcome } from '../../workers/sql/sql-protocol.ts'
import type { NamedQuery } from './query-file.ts'

/** A statement that is being written. */
export interface QueryTab {
  readonly id: number
  /** The name under which it was opened; of another text, the comment that it begins with, or a number. */
  readonly title: string
  readonly text: string
  /** What the title was given for; undefined where it is a number. */
  readonly opened?: { readonly title: string; readonly text: string }
  /** Values of its parameters, as typed. */
  readonly values: Readonly<Record<string, string>>
}

/** A statement that ran. */
export interface PastQuery {
  readonly id: number
  readonly text: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Rows, or undefined when it failed. */
  readonly rows: number | undefined
}

/** The last answer of a tab that has rows: a statement that cannot run leaves it. */
export interface Shown {
  readonly number: number
  readonly tab: number
  readonly title: string
  readonly text: string
  readonly outcome: Extract<SqlOutcome, { kind: 'rows' }>
  /** The first rows, for the chart. */
  readonly sample: readonly (readonly (string | number | null)[])[]
}

/** What is wrong with the statement that ran last in a tab. */
export interface StatementFault {
  readonly tab: number
  readonly text: string
  readonly message: string
  /** Its place in the text, where it is known. */
  readonly offset: number | undefined
}

/** What stays of the workbench when the page ends. */
export interface WorkbenchDraft {
  readonly tabs: readonly QueryTab[]
  readonly selected: number
  /** Saved statements that may name a person; the others are in the settings. */
  readonly saved: readonly NamedQuery[]
}

const maxTitleLength = 40

/** The title that a statement gives itself by the comment that it begins with; undefined without one. */
export function titleOf(text: string): string | undefined {
  const title = /^\s*--[ \t]*(\S.*)/.exec(text)?.[1]?.trim()
  if (title === undefined) return undefined
  return title.length > maxTitleLength ? `${title.slice(0, maxTitleLength - 1).trimEnd()}…` : title
}

/** A stored draft with the present names of columns that were renamed since. */
export function presentDraft({ tabs, selected, saved }: WorkbenchDraft): WorkbenchDraft {
  return {
    tabs: tabs.map((tab) => ({
      ...withPresentText(tab),
      ...(tab.opened === undefined ? {} : { opened: withPresentText(tab.opened) })
    })),
    selected,
    saved: saved.map(withPresentText)
  }
}

function withPresentText<T extends { readonly text: string }>(part: T): T {
  return { ...part, text: withPresentNames(part.text) }
}
