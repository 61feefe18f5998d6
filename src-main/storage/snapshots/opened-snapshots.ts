import { allEnded } from '#shared/language/all-ended.ts'
import { closedMeanwhile } from '../sealed/frame-cipher.ts'
import type { SealedWriter } from '../sealed/sealed-writer.ts'
import type { OpenSnapshot } from './open-snapshot.ts'

/** The snapshots of a store that are open, whoever opened them, with what is being written into them. */
export interface OpenedSnapshots {
  /**
   * Opens one, and remembers it until it is closed.
   * @throws AppError `not-allowed` where all were closed meanwhile; or what `opening` throws
   */
  open(opening: () => Promise<OpenSnapshot>): Promise<OpenSnapshot>
  /** Forgets the key of each, also of one that is being opened, and closes their files. What is being written is given up. */
  closeAll(): Promise<void>
}

/** Remembers what is open, so that everything can be closed at once. */
export function createOpenedSnapshots(): OpenedSnapshots {
  const opened = new Set<OpenSnapshot>()
  const writing = new Set<SealedWriter>()
  /** Counts up with each time that everything was closed. */
  let closings = 0

  /** Opens something, and closes it at once where everything was closed meanwhile. */
  async function openUnlessClosed<T>(opening: () => Promise<T>, close: (open: T) => Promise<void>): Promise<T> {
    const before = closings
    const open = await opening()
    if (closings === before) return open
    await close(open)
    throw closedMeanwhile()
  }

  async function begin(creating: () => Promise<SealedWriter>): Promise<SealedWriter> {
    const writer = await openUnlessClosed(creating, (late) => late.abort())
    writing.add(writer)
    return {
      write: (text) => writer.write(text),
      sync: () => writer.sync(),
      finish() {
        writing.delete(writer)
        return writer.finish()
      },
      abort() {
        writing.delete(writer)
        return writer.abort()
      }
    }
  }

  return {
    async open(opening) {
      const snapshot = await openUnlessClosed(opening, (late) => late.close())
      opened.add(snapshot)
      return {
        ...snapshot,
        replaceCache: () => begin(() => snapshot.replaceCache()),
        replaceResults: () => begin(() => snapshot.replaceResults()),
        unfinished: { ...snapshot.unfinished, replace: () => begin(() => snapshot.unfinished.replace()) },
        async close() {
          opened.delete(snapshot)
          await snapshot.close()
        }
      }
    },
    async closeAll() {
      closings += 1
      const [snapshots, writers] = [[...opened], [...writing]]
      opened.clear()
      writing.clear()
      // The key of each is forgotten, also where the files of another one cannot be closed.
      await allEnded([...snapshots.map((snapshot) => snapshot.close()), ...writers.map((writer) => writer.abort())])
    }
  }
}
