import { join } from 'node:path'
import { commandCalls, openCommandAudit } from '../../src-main/cli/data/command-audit.ts'
import { createNodeNet } from '../../src-main/host/node/net.ts'
import { networkUnderPolicy } from '../../src-main/policy/network-under-policy.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { createUpdateService } from '../../src-main/services/updates/update-service.ts'
import { createKeyring } from '../../src-main/storage/keys/keyring.ts'
import { managedBy } from '../support/policies.ts'

// Downloads a package again and again, as a command does, until it is killed.
const data = process.argv[2]!
const policies = managedBy({
  UpdateFeed: process.env['TEST_FEED'] ?? '',
  UpdateKeys: [{ name: 'IT department', key: process.env['TEST_FEED_KEY'] ?? '' }]
})
const audit = await openCommandAudit(data, createKeyring(join(data, 'snapshots', 'keyring.json'), undefined))
process.stdout.write('ready\n')
for (;;) {
  const calls = commandCalls(data, audit, policies)
  const network = { net: createNodeNet(), serve: () => Promise.reject(new Error('serves nothing')), policies }
  const updates = createUpdateService({
    recorded: async () => undefined,
    folder: join(data, 'updates'),
    policies,
    net: networkUnderPolicy(network, calls).netFor('update'),
    clock: systemClock,
    installed: { version: '1.0.0', platform: 'linux', arch: 'x64' }
  })
  await updates.download()
  await calls.close()
}
