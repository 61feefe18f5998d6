import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { ConnectionService } from '../../src-main/services/connections/connection-service.ts'
import { createSampleServers } from '../../src-main/composition/compose-sample.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { connectionOf, runOf } from '../support/export-run.ts'

function start(startExport: () => Promise<ReturnType<typeof runOf>>) {
  const connections = new Set<string>()
  const stopped: string[] = []
  const serve = vi.fn(async () => ({
    origin: 'http://127.0.0.1:9',
    finish: async () => undefined,
    close: async () => void stopped.push('http://127.0.0.1:9')
  }))
  const addInMemory: ConnectionService['addInMemory'] = async (settings) => {
    connections.add('sample')
    return { ...connectionOf({ id: 'sample', settings }), kind: 'sandbox' }
  }
  const samples = createSampleServers({
    connections: { addInMemory, delete: async (id) => void connections.delete(id) },
    host: { serve, clock: systemClock, random: systemRandom },
    startExport
  })
  return { samples, connections, stopped }
}

describe('the sample server', () => {
  it('leaves neither a connection nor a server when the first export cannot start', async () => {
    const { samples, connections, stopped } = start(async () => {
      throw new AppError('out-of-space', 'There is no room on the disk.')
    })
    await expect(samples.start(10, 'chart', undefined)).rejects.toMatchObject({ code: 'out-of-space' })
    expect([...connections]).toEqual([])
    expect(stopped).toEqual(['http://127.0.0.1:9'])
    await samples.close()
    expect(stopped).toHaveLength(1)
  })

  it('stays with its connection until that is deleted or the program ends', async () => {
    const { samples, connections, stopped } = start(async () => runOf({ id: 'run-1', connection: 'sample' }))
    expect(await samples.start(10, 'chart', undefined)).toMatchObject({ connection: 'sample', run: { id: 'run-1' } })
    expect([...connections]).toEqual(['sample'])
    expect(stopped).toEqual([])
    await samples.stop('sample')
    expect(stopped).toHaveLength(1)
  })
})
