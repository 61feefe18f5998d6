import { isObject } from '../../views/path-value.ts'
import type { ViewDefinition } from '../../views/view-definition.ts'
import { placeInText, readJsonPlaces, type JsonPlace, type JsonSteps } from './json-places.ts'
import { viewIssues } from './view-issues.ts'

/** Something to say about characters of the text, the end exclusive. */
export interface TextIssue {
  readonly severity: 'error' | 'hint'
  readonly start: number
  readonly end: number
  readonly message: string
}

/** What a text of a ViewDefinition is. */
export interface ViewText {
  /** Only when there are no errors. */
  readonly definition: ViewDefinition | undefined
  readonly issues: readonly TextIssue[]
}

/** Reads a ViewDefinition as it is being written. Each issue says where it stands. */
export function readViewText(text: string): ViewText {
  const reading = readJsonPlaces(text)
  if (reading.kind === 'error') {
    const { message, at } = reading
    const start = Math.min(at, Math.max(0, text.length - 1))
    return { definition: undefined, issues: [{ severity: 'error', start, end: start + 1, message }] }
  }
  const nearest = (steps: JsonSteps): JsonPlace => {
    const found = reading.place(steps)
    return found ?? (steps.length === 0 ? { start: 0, end: 1, nameStart: undefined } : nearest(steps.slice(0, -1)))
  }
  const issues = viewIssues(reading.value).map(({ severity, steps, at, message }): TextIssue => {
    const { start, end, nameStart } = nearest(steps)
    if (at !== undefined) {
      const from = placeInText(text, start, at)
      const to = Math.max(placeInText(text, start, at + 1), wordEnd(text, from, end - 1))
      return { severity, start: Math.min(from, end - 1), end: to, message }
    }
    // A hint is about the name; an object or list is marked by its first character, or half the text would be.
    if (severity === 'hint' && nameStart !== undefined)
      return { severity, start: nameStart, end: nameStart + nameLength(text, nameStart), message }
    const isLong = text[start] === '{' || text[start] === '['
    return { severity, start, end: isLong ? start + 1 : end, message }
  })
  const good = issues.every(({ severity }) => severity === 'hint') && isObject(reading.value)
  // Without an issue it has the form of a view.
  return { definition: good ? (reading.value as unknown as ViewDefinition) : undefined, issues }
}

/** Characters of a name with its quotation marks. */
function nameLength(text: string, from: number): number {
  return /^"(?:[^"\\]|\\.)*"/.exec(text.slice(from))?.[0].length ?? 1
}

/** The end of the word or sign that begins at a place. */
function wordEnd(text: string, from: number, limit: number): number {
  const word = /^\w+/.exec(text.slice(from, limit))?.[0]
  return Math.max(from + 1, Math.min(limit, from + (word?.length ?? 1)))
}
