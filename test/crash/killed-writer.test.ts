import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openAuditLog } from '../../src-main/services/audit/audit-log.ts'
import { verifyAuditLog } from '../../src-main/services/audit/verify.ts'
import { sweepDataFolder } from '../../src-main/storage/files/atomic-file.ts'
import { memoryLog } from '../support/memory-log.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const writer = fileURLToPath(new URL('./atomic-writer.ts', import.meta.url))
const clock = { now: () => Date.now() }

/** Starts the writer and kills it at once after so many lines plus a moment. @returns the last round it acknowledged */
async function killedAfter(folder: string, rounds: number, extraMs: number): Promise<number> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  const enough = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.split('\n').length > rounds) resolve()
    })
  })
  await enough
  await new Promise((resolve) => setTimeout(resolve, extraMs))
  child.kill('SIGKILL')
  await once(child, 'close')
  return Number(text.trimEnd().split('\n').at(-1))
}

const auditWriter = { actor: 'nobody', version: '1.0.0', host: 'headless' }

describe('a writer that is killed', () => {
  it('leaves whole files, keeps what it acknowledged, and an audit log that verifies', async () => {
    const folder = temporaryFolder()
    let acknowledged = 0
    for (let time = 0; time < 6; time += 1) {
      acknowledged += await killedAfter(folder, 2 + time, time * 3)
      const state = readFileSync(join(folder, 'state.json'), 'utf8')
      expect(state).toHaveLength(200_000)
      expect(new Set(state).size).toBe(1)
      const verdict = await verifyAuditLog(join(folder, 'audit'))
      expect(['torn', undefined]).toContain(verdict.problem)
      expect(verdict.records).toBeGreaterThanOrEqual(acknowledged)
    }
    const log = memoryLog()
    const audit = await openAuditLog({ folder: join(folder, 'audit'), writer: auditWriter, clock, log })
    await audit.record({ action: 'settings.changed', outcome: 'success', facts: {} })
    expect((await verifyAuditLog(join(folder, 'audit'))).problem).toBeUndefined()
    expect(log.entries.filter(({ event }) => event === 'audit.set-aside')).toEqual([])
    await sweepDataFolder(folder, Date.now() + 120_000)
    expect(readdirSync(folder).sort()).toEqual(['audit', 'audit-anchor.json', 'state.json'])
  })
})
