import { flushCompileCache } from 'node:module'
import { failingFiles } from '../fault/failing-files.ts'
import { noteOn, testWorklist } from '../support/worklist.ts'

// Records notes without end until it is killed, or kills itself at the call that it was told.
// Says each note before and after: after "recorded" it must be there.
const [folder, lastCall] = process.argv.slice(2)
let call = 0
const { worklist } = testWorklist(
  folder!,
  failingFiles(() => {
    if (lastCall !== undefined && call++ === Number(lastCall)) process.kill(process.pid, 'SIGKILL')
  })
)
const { total } = await worklist.read('clinic', 0)
// Whoever is killed leaves no compiled code behind for the next one.
flushCompileCache()
process.stdout.write('ready\n')
for (let number = total; ; number += 1) {
  // From a few bytes to a good many: a kill may come at any place in them.
  const filling = 'x'.repeat((number * 7919) % 1500)
  await worklist.add('clinic', [noteOn('p1', `${number} ${filling}`)])
  process.stdout.write(`recorded ${number}\n`)
}
