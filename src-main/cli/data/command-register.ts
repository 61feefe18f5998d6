import { cliDataMessages as m } from '#messages/cli/data.ts'
import { sharedMessages as shared } from '#messages/shared.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FigureHider, FigureRecorder, type FigureRelease } from '#engine/sharing/published/figure-release.ts'
import { AppError } from '#shared/app-error.ts'
import { enteredFacts, type CountRelease, type ReleaseAnswer } from '#shared/governance/published-count.ts'
import type { PeopleIdentity } from '#engine/population/people/people-identity.ts'
import { systemClock } from '../../ports/system.ts'
import { localSolver, solverTask, threadSolver, type CountSolver } from '../../services/published/count-solver.ts'
import { openPublishedRegister } from '../../services/published/open-register.ts'
import type { PublishedRegister, PublishedRegisterDependencies } from '../../services/published/published-register.ts'
import { createKeyring, type Keyring } from '../../storage/keys/keyring.ts'
import { startNodeThread } from '../../host/threads/node-thread.ts'
import { openCommandAudit } from './command-audit.ts'
import type { CommandIo } from '../terminal/command.ts'
import { statusLine } from '../terminal/status-line.ts'
import { findPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'

/** Commands print what they have to say. */
const silent = { write: () => undefined }

/** The register of published counts, for a command. */
export interface CommandRegister {
  /**
   * Enters counts before they leave; the audit log then vouches for the register with them. Where there is no data folder they
   * are compared with each other only.
   * @returns what must not leave
   * @throws AppError `not-allowed` as {@link PublishedRegister.enter}
   */
  enter(release: Omit<CountRelease, 'people'>, identity: PeopleIdentity, limit: number): Promise<ReleaseAnswer>
  /**
   * Makes something that leaves: once to see which counts are in it, which are entered, and again without those that must not
   * leave.
   * @param make is given what it has to ask about every count
   * @throws as `enter`
   */
  leave<T>(
    about: Omit<CountRelease, 'people' | 'counts'>,
    identity: PeopleIdentity,
    limit: number,
    make: (release: FigureRelease) => T
  ): Promise<T>
}

type RegisterIo = Pick<CommandIo, 'secrets' | 'access' | 'entry' | 'err' | 'terminal'>

/** The register of a data folder. @param data absolute path @param passphrase of its keyring, where that is locked */
export function commandRegister(data: string, passphrase: PassphraseSource, io: RegisterIo): CommandRegister {
  const { entry } = io
  const status = statusLine(io)
  const progress = (fraction: number): void => status.show(() => m.comparingWithWhatLeftBefore(fraction))

  /** Enters a release where there is a register; where there is none its counts are compared with each other. */
  async function answerTo(release: CountRelease, limit: number, solver: CountSolver): Promise<ReleaseAnswer> {
    if (!existsSync(data)) {
      const { counts } = release
      const { withheld, small, unsolved } = await solver.solve(
        { counts, earlier: [], releases: [], limit },
        { progress }
      )
      return unsolved === 0 ? { withheld, small } : { withheld, small, unsolved }
    }
    return withRegister(data, passphrase, io, { limit: () => limit, solver }, async (register, keyring) => {
      const answer = await register.enter(release, { progress })
      const facts = answer.end && enteredFacts(release, answer)
      if (facts !== undefined) {
        const audit = await openCommandAudit(data, keyring, io.access)
        await audit.record({ action: 'published.entered', outcome: 'success', facts })
      }
      return answer
    })
  }

  const enter: CommandRegister['enter'] = async (release, { people }, limit) => {
    if (release.counts.length === 0) return { withheld: [], small: 0 }
    const solver = entry === undefined ? localSolver() : threadSolver(() => startNodeThread(entry, solverTask))
    try {
      const answer = await answerTo({ ...release, people }, limit, solver)
      status.clear()
      if (answer.unsolved !== undefined) io.err(`${shared.someCountsAreWithheldUnsolved(answer.unsolved)}\n`)
      return answer
    } finally {
      status.clear()
      await solver.close()
    }
  }
  return {
    enter,
    async leave(about, identity, limit, make) {
      const dataOf = () => identity.data
      const recorder = new FigureRecorder(dataOf)
      make(recorder)
      const { withheld } = await enter({ ...about, counts: [...recorder.counts] }, identity, limit)
      return make(new FigureHider(withheld, dataOf))
    }
  }
}

async function withRegister<T>(
  data: string,
  passphrase: PassphraseSource,
  io: Pick<CommandIo, 'secrets'>,
  how: Pick<PublishedRegisterDependencies, 'limit' | 'solver'>,
  work: (register: PublishedRegister, keyring: Keyring) => Promise<T>
): Promise<T> {
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  try {
    if ((await keyring.state()).state === 'locked') {
      const text = await findPassphrase(passphrase)
      // The passphrase may be that of the data which are read, which lie elsewhere; a register that is there stays locked.
      if (text !== undefined)
        await keyring.unlock(text).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error
        })
    }
    return await work(openPublishedRegister(data, { ...how, keyring, clock: systemClock, log: silent }), keyring)
  } finally {
    keyring.lock()
  }
}
