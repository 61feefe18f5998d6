import { flushCompileCache } from 'node:module'
import { failingFiles } from '../fault/failing-files.ts'
import { peopleCount, releaseOf } from '../support/published-register.ts'
import { vouchedRegister } from '../support/vouched-register.ts'

// Enters releases without end until it is killed, or kills itself at the call that it was told.
// Says each before and after: after "entered" it must be there.
const [folder, lastCall] = process.argv.slice(2)
let call = 0
const files = failingFiles(() => {
  if (lastCall !== undefined && call++ === Number(lastCall)) process.kill(process.pid, 'SIGKILL')
})
const { register, enter } = await vouchedRegister(folder!, { files })
const { entries } = await register.list()
// Whoever is killed leaves no compiled code behind for the next one.
flushCompileCache()
process.stdout.write('ready\n')
for (let number = entries.length; ; number += 1) {
  // One count or a hundred: a kill may come at any place in them.
  const counts = Array.from({ length: 1 + ((number * 37) % 100) }, (_, value) =>
    peopleCount(1000 + value, { value: `${number} ${value}` })
  )
  await enter(releaseOf(`Release ${number}`, ...counts))
  process.stdout.write(`entered ${number}\n`)
}
