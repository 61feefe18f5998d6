import type { Connection } from '#shared/connections/connection.ts'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { sampleNames, type SampleView } from '#shared/sample-view.ts'
import { makeSigningKey } from '../auth/signing-key.ts'
import type { ConnectionService } from '../services/connections/connection-service.ts'
import type { Host } from '../ports/host.ts'
import { startSampleServer, type RunningSampleServer } from '../sample/sample-host.ts'

/** What the sample servers stand on. */
export interface SampleServersOptions {
  readonly connections: Pick<ConnectionService, 'addInMemory' | 'delete'>
  readonly host: Pick<Host, 'serve' | 'clock' | 'random'>
  /** Starts the first export of a connection. */
  readonly startExport: (connection: string) => Promise<ExportRun>
}

/** The sample servers of this visit, one for each sample connection. */
export interface SampleServers {
  /**
   * Starts a server over a sample population, connects to it, and starts an export.
   * @throws AppError when the export cannot start; then neither server nor connection is left
   */
  start(
    patients: number,
    view: SampleView,
    seed: number | undefined
  ): Promise<{ connection: Connection['id']; run: ExportRun }>
  /** Moves the data of a sample connection on, so that a refresh brings something. */
  advance(connection: string): void
  /** Ends the server of a connection, if it has one. */
  stop(connection: string): Promise<void>
  close(): Promise<void>
}

const sampleSettings: Omit<ConnectionSettings, 'name' | 'base' | 'clientId'> = {
  vendor: 'generic',
  switches: {},
  auth: 'private_key_jwt',
  mode: 'bulk',
  level: 'patient',
  types: { kind: 'everything' },
  typeFilters: [],
  associated: [],
  byPatient: false,
  lenient: false,
  trustedOrigins: [],
  allowHttpLoopback: true
}

/** Constructs {@link SampleServers}. */
export function createSampleServers({ connections, host, startExport }: SampleServersOptions): SampleServers {
  const running = new Map<string, RunningSampleServer>()

  async function stop(connection: string): Promise<void> {
    const server = running.get(connection)
    running.delete(connection)
    await server?.close()
  }

  return {
    async start(patients, view, seed) {
      const key = await makeSigningKey('ES384')
      const jwks = { keys: [key.publicJwk] }
      const server = await startSampleServer({ patients, view, jwks, ...(seed === undefined ? {} : { seed }) }, host)
      let id: string | undefined
      try {
        const settings = { ...sampleSettings, name: sampleNames[view], base: server.base, clientId: server.clientId }
        ;({ id } = await connections.addInMemory(settings, key))
        running.set(id, server)
        return { connection: id, run: await startExport(id) }
      } catch (error) {
        if (id !== undefined) {
          running.delete(id)
          await connections.delete(id)
        }
        await server.close()
        throw error
      }
    },
    advance: (connection) => running.get(connection)?.advance(),
    stop,
    async close() {
      for (const connection of [...running.keys()]) await stop(connection)
    }
  }
}
