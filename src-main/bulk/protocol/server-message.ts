import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import type { HttpReply } from '../../auth/read-json.ts'
import { quotedServerText, serverText } from '../../auth/server-text.ts'

/** One issue, for the user. */
export interface ServerIssue {
  readonly severity: 'information' | 'warning' | 'error'
  readonly text: string
}

/** What an answer that is no success says. */
export interface ServerMessage {
  readonly text: string
  /** The server says that trying again helps (issue.code `transient`), Bulk Data IG, "Response - Error Status". */
  readonly transient: boolean
  /** It is an OperationOutcome, so the server itself speaks and not something in between. */
  readonly outcome: boolean
}

const longest = 500

/** Reads an OperationOutcome; tolerates HTML, other text and nothing. */
export function serverMessage(reply: HttpReply): ServerMessage {
  const issues = issuesOf(reply.json)
  if (issues.length > 0) {
    return {
      text: serverText(issues.map(({ text }) => text).join('; '), longest),
      transient: issues.every(({ code }) => code === 'transient'),
      outcome: true
    }
  }
  return { text: m.httpStatus(reply.status), transient: false, outcome: false }
}

/** What went wrong as a sentence without its full stop, with the words of the server, or the status where it has none. */
export function serverRefusal(what: string, { text, outcome }: ServerMessage): string {
  return outcome ? `${what}. ${quotedServerText(text)}` : `${what} (${text}).`
}

/** The issues of an OperationOutcome; none for anything else. */
export function issuesOf(resource: unknown): (ServerIssue & { readonly code: string })[] {
  if (typeof resource !== 'object' || resource === null || Reflect.get(resource, 'resourceType') !== 'OperationOutcome')
    return []
  const list: unknown = Reflect.get(resource, 'issue')
  if (!Array.isArray(list)) return []
  return list.map((item: unknown) => {
    const issue = (typeof item === 'object' && item !== null ? item : {}) as Readonly<Record<string, unknown>>
    const details = issue['details'] as { text?: unknown } | undefined
    const code = typeof issue['code'] === 'string' ? issue['code'] : 'unknown'
    const words = [issue['diagnostics'], details?.text, code].find((text) => typeof text === 'string' && text !== '')
    const { severity } = issue
    return {
      severity:
        severity === 'fatal' || severity === 'error' ? 'error' : severity === 'warning' ? 'warning' : 'information',
      code,
      text: serverText(String(words), longest)
    }
  })
}
