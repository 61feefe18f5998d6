import { screensConnectionsCommonMessages as m } from '#messages/screens/connections/common.ts'
import { signInFirst, type Connection } from '#shared/connections/connection.ts'
import { type AuthMethod, type ConnectionSettings, type ExportLevel } from '#shared/connections/connection-settings.ts'
import { type Finding } from '#shared/connections/server-report.ts'
import { hasEnded, fractionOf, phaseOf, type ShownRun } from '../../../state/connections/exports.svelte.ts'
import type { Format } from '../../../ui/format/format.ts'
import type { StatusKind } from '../../../ui/primitives/status-kind.ts'

/** Ways to sign in, in the order in which they are offered. */
export const authChoices: readonly { readonly value: AuthMethod; readonly label: string; readonly hint: string }[] = [
  {
    value: 'private_key_jwt',
    label: m.keyPairSMARTBackendServices,
    hint: m.populusSignsWithAPrivateKey
  },
  {
    value: 'client_secret_basic',
    label: m.clientIdAndSecretHTTPBasic,
    hint: m.asBCDADoesTheSecretIs
  },
  {
    value: 'client_secret_post',
    label: m.clientIdAndSecretInThe,
    hint: m.asAB2DAndSomeCloudsDo
  },
  {
    value: 'authorization_code',
    label: m.byAPersonSMARTAppLaunch,
    hint: m.forServersThatLetNoProgram
  },
  { value: 'bearer', label: m.fixedToken, hint: m.aTokenThatSomebodyGaveYou },
  { value: 'none', label: m.noSignIn, hint: m.forOpenTestServersOnly }
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
    label: m.toAPortOfThisComputer,
    hint: m.registerHttp127001
  },
  {
    value: 'scheme',
    label: m.toTheDesktopProgram,
    hint: m.registerPopulusCallbackForServersThat
  }
]

/** How a connection signs in, in short. */
export function authName(auth: AuthMethod): string {
  return {
    private_key_jwt: m.smartBackendServices,
    authorization_code: m.byAPersonSMARTAppLaunch,
    client_secret_basic: m.clientIdAndSecret,
    client_secret_post: m.clientIdAndSecret,
    bearer: m.fixedToken,
    none: m.openServer
  }[auth]
}

/** Levels of an export, in the words of the screen. */
export function levelName(level: ExportLevel): string {
  return { group: m.oneGroup, patient: m.allPatients, system: m.everythingOnTheServer }[level]
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

/** What a run of the history fetched. A repair is of the kind of the export whose missing files it fetches. */
export function fetched({ kind, repairs }: Pick<ShownRun, 'kind' | 'repairs'>): string {
  if (repairs) return m.missingFiles
  return kind === 'full' ? m.everything : m.changes
}

/** The mark of a run. */
export function runStatus(run: ShownRun, format: Format): StatusWords {
  if (run.unread === 'damaged' && !hasEnded(run) && run.state !== 'cancelled')
    return { kind: 'danger', text: m.journalDamaged }
  if (run.paused && !hasEnded(run)) return { kind: 'due', text: m.paused }
  switch (run.state) {
    case 'committed':
      if (run.unchanged) return { kind: 'closed', text: m.nothingChanged }
      if (run.completeness?.state === 'smaller') return { kind: 'due', text: m.muchSmaller }
      return { kind: 'closed', text: m.done }
    case 'partial':
      return { kind: 'due', text: run.completeness?.state === 'empty' ? m.nothingArrived : m.incomplete }
    case 'failed':
      return { kind: 'danger', text: m.failed }
    case 'cancelled':
      return { kind: 'excluded', text: m.cancelled }
    default: {
      if (run.lastHeard !== undefined) return { kind: 'due', text: m.exportNotKnownNow }
      if (run.wait !== undefined) return { kind: 'due', text: m.waitingForHost(run.wait.host) }
      const fraction = fractionOf(run)
      const phase = phaseOf(run)
      return {
        kind: 'info',
        text:
          fraction === undefined ? m.exportingPhase(phase) : m.exportingFloor(format.count(Math.floor(fraction * 100)))
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
    return { kind: 'due', text: m.nobodyIsSignedInCapitalized }
  if (connection.missing.length > 0) return { kind: 'nodata', text: m.setUpNotFinished }
  if (latest === undefined) return { kind: 'nodata', text: m.noExportYet }
  const { kind, text } = runStatus(latest, format)
  const when = format.moment(latest.endedAt ?? latest.startedAt)
  if (latest.problem === undefined) return { kind, text: `${text} ${when}` }
  const { first, rest } = inSentences(latest.problem.what)
  // Of an incomplete run the word says what the first sentence says.
  return { kind, text: `${text} ${when}: ${latest.state === 'partial' && rest !== '' ? rest : first}` }
}
