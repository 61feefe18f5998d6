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
  const skew = Math.round(Math.abs(clockSkewMs ?? 0) / 1000)
  const levels = server?.exportLevels ?? []
  return [
    server === undefined
      ? { topic: 'server', verdict: 'unknown', text: 'The server does not describe itself.' }
      : {
          topic: 'server',
          verdict: 'good',
          text: `${server.software || 'A FHIR server'}, FHIR ${server.fhirVersion || 'of unknown version'}.`
        },
    !needsToken || tokenEndpoint !== undefined
      ? {
          topic: 'sign-in',
          verdict: 'good',
          text: needsToken ? 'The server says where to sign in.' : 'No sign-in service is needed.'
        }
      : {
          topic: 'sign-in',
          verdict: 'warning',
          text: 'The server does not say where to sign in. Enter the address of its token service.'
        },
    levels.length > 0
      ? { topic: 'export', verdict: 'good', text: `The server announces exports: ${levels.join(', ')}.` }
      : {
          topic: 'export',
          verdict: 'unknown',
          text: `The server announces no export. Servers of this kind usually offer: ${profile.levels.join(', ')}.`
        },
    missing.length > 0
      ? {
          topic: 'permissions',
          verdict: 'warning',
          text: `Not permitted, so these will be missing: ${missing.join(', ')}.`
        }
      : {
          topic: 'permissions',
          verdict: granted === undefined ? 'unknown' : 'good',
          text:
            granted === undefined
              ? 'The server did not say what it permits.'
              : 'Everything that is asked for is permitted.'
        },
    clockSkewMs === undefined
      ? { topic: 'clock', verdict: 'unknown', text: 'The server does not tell its time.' }
      : Math.abs(clockSkewMs) > harmlessSkewMs
        ? {
            topic: 'clock',
            verdict: 'warning',
            text: `The clocks differ by ${skew} seconds. A sign-in may fail for that.`
          }
        : { topic: 'clock', verdict: 'good', text: 'The clocks agree.' },
    ...(profile.foreignStorage
      ? [
          {
            topic: 'files',
            verdict: 'warning',
            text: 'Files go to a storage of your own, which Populus cannot sign in to.'
          } as const
        ]
      : [])
  ]
}
