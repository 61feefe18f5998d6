import type { SampleView } from '#shared/sample-view.ts'
import type { ClockPort, RandomPort, WebHandler, WebServer } from '../ports/host.ts'
import { createSamplePopulation } from './population/population.ts'
import { createPopulationHistory } from './server/population-history.ts'
import { createSampleServer } from './server/sample-server.ts'

/** Which sample population the server holds. */
export interface SampleOptions {
  readonly patients: number
  readonly seed?: number
  /** Default `chart`. */
  readonly view?: SampleView
}

/** The sample server while Populus runs. */
export interface RunningSampleServer {
  /** FHIR base. */
  readonly base: string
  /** Moves the data on by two weeks, so that a refresh brings something. Once. */
  advance(): void
  close(): Promise<void>
}

const clientId = 'populus-sample'
const laterDays = 14

/**
 * Serves a sample population on this computer, for one client.
 * @param jwks the public keys that the client signs with
 */
export async function startSampleServer(
  options: SampleOptions & { readonly jwks: { readonly keys: readonly object[] } },
  host: {
    readonly serve: (handler: WebHandler) => Promise<WebServer>
    readonly clock: ClockPort
    readonly random: RandomPort
  }
): Promise<RunningSampleServer & { readonly clientId: string }> {
  const { patients, seed, view, jwks } = options
  const { serve, clock, random } = host
  const { asOf } = createSamplePopulation({ patients: 1 })
  const later = new Date(Date.parse(`${asOf}T00:00:00Z`) + laterDays * 86_400_000).toISOString().slice(0, 10)
  const server = createSampleServer({
    history: createPopulationHistory({
      patients,
      ...(seed === undefined ? {} : { seed }),
      ...(view === undefined ? {} : { view }),
      days: [asOf, later]
    }),
    clients: [{ clientId, jwks: { keys: [...jwks.keys] } }],
    retryAfterSeconds: 0,
    // On this computer packing costs more than it saves.
    gzip: false,
    clock,
    random
  })
  const web = await serve((request) => server.handle(request))
  return { base: `${web.origin}/fhir`, clientId, advance: () => server.advance(), close: () => web.close() }
}
