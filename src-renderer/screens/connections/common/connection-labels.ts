import {
  signInFirst,
  type AuthMethod,
  type Connection,
  type ConnectionSettings,
  type ExportLevel,
  type Finding
} from '#shared/connection.ts'
import { hasEnded, fractionOf, phaseOf, type ShownRun } from '../../../state/connections/exports.svelte.ts'
import type { Format } from '../../../ui/format/format.ts'
import type { StatusKind } from '../../../ui/primitives/status-kind.ts'

/** Ways to sign in, in the order in which they are offered. */
export const authChoices: readonly { readonly value: AuthMethod; readonly label: string; readonly hint: string }[] = [
  {
    value: 'private_key_jwt',
    label: 'Key pair (SMART Backend Services)',
    hint: 'Populus signs with a private key that stays on this computer. The server knows the public one.'
  },
  {
    value: 'client_secret_basic',
    label: 'Client id and secret, HTTP Basic',
    hint: 'As BCDA does. The secret is stored encrypted.'
  },
  {
    value: 'client_secret_post',
    label: 'Client id and secret, in the request',
    hint: 'As AB2D and some clouds do. The secret is stored encrypted.'
  },
  {
    value: 'authorization_code',
    label: 'By a person (SMART App Launch)',
    hint: 'For servers that let no program in by itself. Somebody signs in on a page of the server; Populus then reads with their rights.'
  },
  { value: 'bearer', label: 'Fixed token', hint: 'A token that somebody gave you. Nothing renews it when it expires.' },
  { value: 'none', label: 'No sign-in', hint: 'For open test servers only.' }
]

/** Where the answer of a sign-in page arrives. */
export type RedirectChoice = NonNullable<ConnectionSettings['redirect']>

/** Ways back from the sign-in page of a server, with what is registered there. */
export const redirectChoices: readonly {
  readonly value: RedirectChoice
  readonly label: string
  readonly hint: string
}[] = [
  {
    value: 'loopback',
    label: 'To a port of this computer',
    hint: 'Register http://127.0.0.1/callback; the server has to take any port (RFC 8252).'
  },
  {
    value: 'scheme',
    label: 'To the desktop program',
    hint: 'Register populus://callback, for servers that take no address of this computer. Needs the installed program.'
  }
]

/** How a connection signs in, in short. */
export function authName(auth: AuthMethod): string {
  return {
    private_key_jwt: 'SMART Backend Services',
    authorization_code: 'By a person (SMART App Launch)',
    client_secret_basic: 'Client id and secret',
    client_secret_post: 'Client id and secret',
    bearer: 'Fixed token',
    none: 'Open server'
  }[auth]
}

/** Levels of an export, in the words of the screen. */
export function levelName(level: ExportLevel): string {
  return { group: 'One group', patient: 'All patients', system: 'Everything on the server' }[level]
}

/** A state with its shape and its words. */
interface StatusWords {
  readonly kind: StatusKind
  readonly text: string
}

const verdictRank: Readonly<Record<Finding['verdict'], number>> = { warning: 0, unknown: 1, good: 2 }

/** Findings with problems first, otherwise in their order. */
export function problemsFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => verdictRank[a.verdict] - verdictRank[b.verdict])
}

/** The mark of a finding. */
export function verdictKind(verdict: Finding['verdict']): StatusKind {
  return { good: 'closed', unknown: 'nodata', warning: 'due' }[verdict] as StatusKind
}

/** The mark of a run. */
export function runStatus(run: ShownRun, format: Format): StatusWords {
  if (run.paused && !hasEnded(run)) return { kind: 'due', text: 'Paused' }
  switch (run.state) {
    case 'committed':
      if (run.unchanged) return { kind: 'closed', text: 'Nothing changed' }
      if (run.completeness?.state === 'smaller') return { kind: 'due', text: 'Much smaller' }
      return { kind: 'closed', text: 'Done' }
    case 'partial':
      return { kind: 'due', text: run.completeness?.state === 'empty' ? 'Nothing arrived' : 'Incomplete' }
    case 'failed':
      return { kind: 'danger', text: 'Failed' }
    case 'cancelled':
      return { kind: 'excluded', text: 'Cancelled' }
    default: {
      if (run.lastHeard !== undefined) return { kind: 'due', text: 'Export: not known now' }
      if (run.wait !== undefined) return { kind: 'due', text: `Waiting for ${run.wait.host}` }
      const fraction = fractionOf(run)
      const phase = phaseOf(run)
      return {
        kind: 'info',
        text: fraction === undefined ? `Exporting: ${phase}` : `Exporting, ${format.count(Math.floor(fraction * 100))}%`
      }
    }
  }
}

/** The first sentence of a text, which says what it is about, and the others. */
export function inSentences(text: string): { readonly first: string; readonly rest: string } {
  const end = text.search(/(?<=[.!?]) /)
  return end < 0 ? { first: text, rest: '' } : { first: text.slice(0, end), rest: text.slice(end + 1) }
}

/** How a connection stands: its last run, or what is missing before the first. @param runs of the connection, newest first */
export function connectionStatus(connection: Connection, runs: readonly ShownRun[], format: Format): StatusWords {
  const [latest] = runs
  if (latest !== undefined && !hasEnded(latest)) return runStatus(latest, format)
  if (connection.missing.length > 0 && connection.missing.every((text) => text === signInFirst))
    return { kind: 'due', text: 'Nobody is signed in' }
  if (connection.missing.length > 0) return { kind: 'nodata', text: 'Set-up not finished' }
  if (latest === undefined) return { kind: 'nodata', text: 'No export yet' }
  const { kind, text } = runStatus(latest, format)
  const when = format.moment(latest.endedAt ?? latest.startedAt)
  return {
    kind,
    text:
      latest.problem === undefined ? `${text} ${when}` : `${text} ${when}: ${inSentences(latest.problem.what).first}`
  }
}
