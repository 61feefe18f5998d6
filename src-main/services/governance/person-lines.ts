import { servicesGovernanceMessages as m } from '#messages/services/governance.ts'
import { AppError } from '#shared/app-error.ts'
import { namesPerson } from '#shared/governance/names-person.ts'
import { isAboutPerson, mentionsPerson, withoutPerson } from './person-in-resource.ts'

/** What a line of a file is about. */
export interface PersonLine {
  /** The line as it was, with its line end. */
  readonly text: string
  readonly resource: unknown
  /** It mentions the person. */
  readonly mentions: boolean
}

/** The longest document that is not one resource a line, such as a Bundle over many lines. */
const maxDocumentBytes = 256 * 1024 * 1024

/**
 * The lines of a file of FHIR data with what they say about a person. A file that is one document over many lines, such as
 * a Bundle, is one item. A line that cannot be read, such as one that was cut off, mentions the person where it has their id.
 * @throws AppError `unreadable-file` for a document that is too long to look through
 */
export async function* personLines(stream: ReadableStream<Uint8Array>, id: string): AsyncGenerator<PersonLine> {
  const decoder = new TextDecoder()
  let rest = ''
  let document: string | undefined
  /** A resource was a line of its own: the file is no document over many lines. */
  let isLines = false
  // Node types the pieces of a stream as strings or bytes; without an encoding they are bytes.
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true })
    if (document !== undefined) {
      document += rest
      rest = ''
      if (document.length > maxDocumentBytes) throw unreadable()
      continue
    }
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const text = rest.slice(0, end + 1)
      const line: PersonLine | undefined = lineOf(text, id) ?? (isLines ? unreadLine(text, id) : undefined)
      if (line === undefined) {
        document = rest
        rest = ''
        break
      }
      rest = rest.slice(end + 1)
      isLines ||= line.resource !== undefined
      yield line
    }
  }
  const last = (document ?? '') + rest + decoder.decode()
  if (last === '') return
  const line = lineOf(last, id)
  if (line !== undefined) yield line
  else for (const text of last.split(/(?<=\n)/)) yield lineOf(text, id) ?? unreadLine(text, id)
}

function unreadLine(text: string, id: string): PersonLine {
  return { text, resource: undefined, mentions: namesPerson(text, id) }
}

/** @returns undefined for what is no JSON */
function lineOf(text: string, id: string): PersonLine | undefined {
  if (text.trim() === '') return { text, resource: undefined, mentions: false }
  try {
    const resource: unknown = JSON.parse(text)
    return {
      text,
      resource,
      mentions: isAboutPerson(resource, id) || mentionsPerson(resource, id) || holds(resource, id)
    }
  } catch {
    return undefined
  }
}

/** A Bundle may hold the person's record without a reference to it. */
function holds(resource: unknown, id: string): boolean {
  return JSON.stringify(withoutPerson(resource, id)) !== JSON.stringify(resource)
}

function unreadable(): AppError {
  return new AppError('unreadable-file', m.aFileOfThisSnapshotIs)
}
