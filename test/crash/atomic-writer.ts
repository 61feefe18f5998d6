import { join } from 'node:path'
import { openAuditLog } from '../../src-main/services/audit/audit-log.ts'
import { writeFileAtomically } from '../../src-main/storage/files/atomic-file.ts'

// Writes without end until it is killed: a file of one repeated letter, and an audit log. Says each finished round.
const folder = process.argv[2]!
const audit = await openAuditLog({
  folder: join(folder, 'audit'),
  writer: { actor: 'nobody', version: '1.0.0', host: 'headless' },
  clock: { now: () => Date.now() },
  log: { write: () => undefined }
})
for (let round = 1; ; round += 1) {
  await writeFileAtomically(join(folder, 'state.json'), String.fromCharCode(97 + (round % 26)).repeat(200_000))
  await audit.record({ action: 'settings.changed', outcome: 'success', facts: { round } })
  process.stdout.write(`${round}\n`)
}
