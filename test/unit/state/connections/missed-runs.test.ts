import { describe, expect, it } from 'vitest'
import type { Connection } from '#shared/connections/connection.ts'
import { missedRuns } from '../../../../src-renderer/state/connections/missed-runs.ts'

const connections = ['north', 'south'].map((id) => ({ id }) as Connection)
const scheduleOf = (id: string) => (id === 'south' ? { missedAt: 1000 } : {})

describe('planned runs that did not take place', () => {
  it('are told with their connection', () => {
    expect(missedRuns(connections, scheduleOf, [])).toEqual([{ connection: connections[1], missedAt: 1000 }])
    expect(missedRuns(connections, () => undefined, [])).toEqual([])
  })

  it('are told until an export of the connection begins', () => {
    const run = (connection: string, startedAt: number) => ({ connection, startedAt })
    expect(missedRuns(connections, scheduleOf, [run('south', 900), run('north', 1100)])).toHaveLength(1)
    expect(missedRuns(connections, scheduleOf, [run('south', 1100)])).toEqual([])
  })
})
