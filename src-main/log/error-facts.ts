import { AppError } from '#shared/app-error.ts'

/** Facts about a failure that hold nothing of its message: kind, codes, and the place in our own code. */
export function errorFacts(error: unknown): Record<string, string> {
  const facts: Record<string, string> = {}
  if (error instanceof AppError) facts['code'] = error.code
  const root = rootCause(error)
  if (root instanceof Error) {
    facts['error'] = root.name
    const code: unknown = Reflect.get(root, 'code')
    if (typeof code === 'string' && !(root instanceof AppError)) facts['systemCode'] = code
    const place = throwingPlace(root)
    if (place !== undefined) facts['place'] = place
  } else if (root !== error || !(error instanceof AppError)) {
    facts['error'] = typeof root
  }
  return facts
}

function rootCause(error: unknown): unknown {
  let current = error
  for (let depth = 0; depth < 8; depth += 1) {
    if (!(current instanceof Error) || current.cause === undefined) return current
    current = current.cause
  }
  return current
}

/**
 * File name, line and column of the first stack frame. The stack begins with the message, which may hold anything, so
 * it is cut off first; a stack that does not begin with it is not used.
 */
function throwingPlace(error: Error): string | undefined {
  const head = error.message === '' ? error.name : `${error.name}: ${error.message}`
  const { stack } = error
  if (stack === undefined || !stack.startsWith(head)) return undefined
  return /[/\\]([\w.-]+\.(?:ts|js|mjs|cjs):\d+:\d+)\)?$/m.exec(stack.slice(head.length))?.[1]
}
