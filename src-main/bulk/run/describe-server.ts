import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { AppError } from '#shared/app-error.ts'
import type { TypeSources } from '#shared/offered-types.ts'
import { scopeVersion } from '../../auth/scopes.ts'
import { discover } from '../../auth/smart-configuration.ts'
import type { ClockPort, NetPort } from '../../ports/host.ts'
import { recognizeVendor, vendorProfile } from '../../vendors/vendor-list.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'
import { isOutage } from '../protocol/outage-gate.ts'
import { stoppedBy } from './stopped-by.ts'
import type { ExportJournal } from '../journal/journal.ts'

/** What an export has to know of its server. */
export interface ServerDescription {
  readonly profile: VendorProfile
  readonly tokenEndpoint: string | undefined
  readonly scopes: 'v1' | 'v2'
  readonly fhirVersion: string | undefined
  /** It takes several requests in one Bundle. */
  readonly takesBatches: boolean
  /** What it says of its resource types; `undefined` when it was not asked now. */
  readonly offer: TypeSources | undefined
}

/** Dependencies of {@link describeServer}; what is set here is not asked for. */
export interface DescribeDependencies {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly journal: ExportJournal
  readonly base: string
  readonly profile: VendorProfile | undefined
  readonly tokenEndpoint: string | undefined
  /** Whether a token service is needed. */
  readonly signsIn: boolean
  readonly signal: AbortSignal
}

/**
 * Asks the server what it is. An export that has begun goes on with what it knows, so that it can wait for a server that
 * is away when the computer starts.
 * @throws AppError `network` when a server of which nothing is known cannot be reached, `cancelled`
 */
export async function describeServer(dependencies: DescribeDependencies): Promise<ServerDescription> {
  const { clock, journal, base, signsIn, signal } = dependencies
  const net = stoppedBy(signal, dependencies.net)
  const known = journal.progress.server
  const enough = dependencies.profile !== undefined && (dependencies.tokenEndpoint !== undefined || !signsIn)
  const found = await discover(net, base, () => clock.now()).catch((error: unknown) => {
    // Where everything that is needed is known, a server that does not describe itself is no reason to stop.
    if (signal.aborted || (!enough && !(known !== undefined && isOutage(error)))) throw error
    return undefined
  })
  // A statement of its capabilities that did not come because it was stopped is not one that the server lacks.
  if (signal.aborted) throw new AppError('cancelled', m.theExportWasStopped)
  if (found === undefined && known !== undefined)
    return {
      profile: dependencies.profile ?? vendorProfile(known.vendor),
      tokenEndpoint: dependencies.tokenEndpoint ?? known.tokenEndpoint,
      scopes: known.scopes,
      fhirVersion: known.fhirVersion,
      takesBatches: false,
      offer: undefined
    }
  const profile = dependencies.profile ?? recognizeVendor(found?.server)
  return {
    profile,
    tokenEndpoint: dependencies.tokenEndpoint ?? found?.tokenEndpoint,
    scopes: profile.scopes === 'by-server' ? scopeVersion(found ?? { capabilities: [] }) : profile.scopes,
    fhirVersion: found?.server?.fhirVersion,
    takesBatches: found?.takesBatches ?? false,
    offer: found && { types: found.server?.types ?? [], scopesSupported: found.scopesSupported }
  }
}

/** Writes down what was found out. */
export async function recordServer(
  journal: ExportJournal,
  { profile, tokenEndpoint, scopes, fhirVersion }: ServerDescription
): Promise<void> {
  await journal.record({
    event: 'discovered',
    vendor: profile.id,
    scopes,
    ...(tokenEndpoint === undefined ? {} : { tokenEndpoint }),
    ...(fhirVersion === undefined ? {} : { fhirVersion })
  })
}
