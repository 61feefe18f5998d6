import { vendorsMessages as m } from '#messages/vendors.ts'
import { uncoveredTypes } from '../auth/scopes.ts'
import type { Discovery } from '../auth/smart-configuration.ts'
import type { VendorProfile } from './vendor.ts'

/** One thing that was found out about a connection. */
export interface CapabilityFinding {
  readonly topic: 'server' | 'sign-in' | 'export' | 'permissions' | 'clock' | 'files'
  readonly verdict: 'good' | 'unknown' | 'warning'
  readonly text: string
}

/** What {@link capabilityReport} looks at. */
export interface CapabilityOptions {
  readonly discovery: Discovery
  readonly profile: VendorProfile
  /** Types that will be asked for. */
  readonly types: readonly string[]
  /** Scopes of a test sign-in; `undefined` when none was made or the server did not say. */
  readonly granted: string | undefined
}

const harmlessSkewMs = 60_000

/** What the server offers, what was granted, and what to expect, as sentences. */
export function capabilityReport({ discovery, profile, types, granted }: CapabilityOptions): CapabilityFinding[] {
  const { server, clockSkewMs, tokenEndpoint } = discovery
  const needsToken = profile.auth !== 'none' && profile.auth !== 'bearer'
  const missing = uncoveredTypes(types, granted)
  const levels = server?.exportLevels ?? []
  // An address that ends elsewhere, or a page, answers neither of the two questions that every FHIR server answers.
  if (server === undefined && !discovery.isSmart && tokenEndpoint === undefined && granted === undefined)
    return [{ topic: 'server', verdict: 'warning', text: m.noFhirServerAnswersHere }, ...clockFinding(clockSkewMs)]
  return [
    server === undefined
      ? { topic: 'server', verdict: 'unknown', text: m.theServerDoesNotDescribeItself }
      : {
          topic: 'server',
          verdict: 'good',
          text: m.fhir(server.software || m.aFHIRServer, server.fhirVersion || m.ofUnknownVersion)
        },
    !needsToken || tokenEndpoint !== undefined
      ? {
          topic: 'sign-in',
          verdict: 'good',
          text: needsToken ? m.theServerSaysWhereToSign : m.noSignInServiceIsNeeded
        }
      : {
          topic: 'sign-in',
          verdict: 'warning',
          text: m.theServerDoesNotSayWhere
        },
    levels.length > 0
      ? { topic: 'export', verdict: 'good', text: m.theServerAnnouncesExports(levels.join(', ')) }
      : {
          topic: 'export',
          verdict: 'unknown',
          text: m.theServerAnnouncesNoExportServers(profile.levels.join(', '))
        },
    missing.length > 0
      ? {
          topic: 'permissions',
          verdict: 'warning',
          text: m.notPermittedSoTheseWillBe(missing.join(', '))
        }
      : {
          topic: 'permissions',
          verdict: granted === undefined ? 'unknown' : 'good',
          text: granted === undefined ? m.theServerDidNotSayWhat : m.everythingThatIsAskedForIs
        },
    ...clockFinding(clockSkewMs),
    ...(profile.foreignStorage
      ? [
          {
            topic: 'files',
            verdict: 'warning',
            text: m.filesGoToAStorageOf
          } as const
        ]
      : [])
  ]
}

function clockFinding(clockSkewMs: number | undefined): CapabilityFinding[] {
  if (clockSkewMs === undefined) return [{ topic: 'clock', verdict: 'unknown', text: m.theServerDoesNotTellIts }]
  if (Math.abs(clockSkewMs) <= harmlessSkewMs) return [{ topic: 'clock', verdict: 'good', text: m.theClocksAgree }]
  const skew = Math.round(Math.abs(clockSkewMs) / 1000)
  return [{ topic: 'clock', verdict: 'warning', text: m.theClocksDifferBySecondsA(skew) }]
}
