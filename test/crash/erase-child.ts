import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { erasePerson } from '../../src-main/services/governance/erase-person.ts'
import { openGovernanceStore } from '../../src-main/services/governance/governance-store.ts'
import { replacedSnapshots } from '../../src-main/services/governance/replaced-snapshots.ts'
import { failingFiles } from '../fault/failing-files.ts'
import { testStore } from '../support/snapshot-store.ts'

// Erases a person from the snapshots of a folder, and kills itself at the call to the file system that it was told, or at the end.
const [folder, lastCall] = process.argv.slice(2)
let call = 0
const { store } = await testStore(
  join(folder!, 'snapshots'),
  failingFiles(() => {
    if (call++ === Number(lastCall)) process.kill(process.pid, 'SIGKILL')
  })
)
// Whoever is killed leaves no compiled code behind for the next one.
flushCompileCache()
process.stdout.write('ready\n')
await erasePerson(store, replacedSnapshots(openGovernanceStore(folder!)), 'erased')
process.stdout.write('done\n')
process.kill(process.pid, 'SIGKILL')
